import { type ApplianceAlarm, applianceAlarmName } from "../address-plan/alarm-names";
import { applianceType } from "../address-plan/appliance/instance-types";
import { type AlarmKind } from "./metric-alarm";
import { instanceMetric } from "./metrics";

/** An appliance and what it can do. */
export interface WatchedAppliance {
  /** Name of the instance. */
  readonly name: string;
  readonly instanceId: string;
  readonly instanceType: string;
}

/** In percent; false: no alarm. */
export interface LoadThresholds {
  /** Of the CPU. @default 80 */
  readonly cpu?: number | false;
  /** Of what the type's network carries for any length of time. @default 80 */
  readonly bandwidth?: number | false;
}

type Condition = Omit<AlarmKind, "alarmName">;

const USUAL_PERCENT = 80;
const SECONDS = 300;

/** Bytes that a type's network carries for any length of time, in the five minutes between two values. */
export function lastingBytes(instanceType: string): number | undefined {
  const megabits = applianceType(instanceType)?.baseline;
  return megabits === undefined ? undefined : (megabits * 1_000_000 * SECONDS) / 8;
}

/** A quarter of an hour: bursts are what small types are for. An instance that is gone is busy with nothing. */
const LASTING = { periods: 3, treatMissingData: "notBreaching" } as const;

/**
 * Whether AWS finds it well. A stopped instance sends no status checks. Of the two alarms that act that is nothing (or they
 * would restart an instance which has not yet booted), of `down` it is the fault.
 */
function checked(what: "recover" | "reboot" | "down", { instanceId }: WatchedAppliance): Condition {
  const failed = { goesOff: "from", threshold: 1, treatMissingData: "missing" } as const;
  if (what === "recover")
    return {
      ...failed,
      alarmDescription: "The appliance's hardware failed; AWS moves it to other hardware",
      watches: instanceMetric("StatusCheckFailed_System", instanceId),
      periods: 2,
    };
  if (what === "reboot")
    return {
      ...failed,
      alarmDescription: "The appliance does not answer; AWS starts it anew",
      watches: instanceMetric("StatusCheckFailed_Instance", instanceId),
      periods: 3,
    };
  return {
    ...failed,
    alarmDescription: "The appliance fails its status checks, or is stopped: its zone's clients wait for it",
    watches: instanceMetric("StatusCheckFailed", instanceId),
    periods: 5,
    treatMissingData: "breaching",
  };
}

type Load = Exclude<ApplianceAlarm, "recover" | "reboot" | "down">;

/** Whether it has too much to do. */
function loaded(what: Load, { instanceId, instanceType }: WatchedAppliance, thresholds: LoadThresholds): Condition {
  const { cpu, bandwidth } = { cpu: thresholds.cpu || USUAL_PERCENT, bandwidth: thresholds.bandwidth || USUAL_PERCENT };
  const above = { goesOff: "above", ...LASTING } as const;
  if (what === "cpu")
    return {
      ...above,
      alarmDescription: `The appliance uses more than ${cpu} % of its CPU; take a larger type before it drops packets`,
      watches: instanceMetric("CPUUtilization", instanceId),
      threshold: cpu,
    };
  if (what === "bandwidth")
    return {
      ...above,
      alarmDescription: `The appliance sends more than ${bandwidth} % of what ${instanceType} carries for long; take a larger type before AWS drops packets`,
      watches: instanceMetric("NetworkOut", instanceId),
      threshold: Math.round(((lastingBytes(instanceType) ?? 0) * bandwidth) / 100),
    };
  return {
    ...above,
    alarmDescription: `The appliance's CPU has been above what ${instanceType} earns for a day, and AWS charges the rest; take a larger type`,
    watches: instanceMetric("CPUSurplusCreditsCharged", instanceId),
    threshold: 0,
  };
}

function conditionOf(what: ApplianceAlarm, appliance: WatchedAppliance, thresholds: LoadThresholds): Condition {
  return what === "recover" || what === "reboot" || what === "down"
    ? checked(what, appliance)
    : loaded(what, appliance, thresholds);
}

/** An alarm of an appliance. Source: EC2 user guide, status checks; alarm actions; instance network bandwidth. */
export function applianceAlarm(
  what: ApplianceAlarm,
  appliance: WatchedAppliance,
  thresholds: LoadThresholds,
): AlarmKind {
  return { alarmName: applianceAlarmName(appliance.name, what), ...conditionOf(what, appliance, thresholds) };
}
