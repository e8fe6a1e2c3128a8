import { serviceAlarmName, zoneAlarmName } from "../address-plan/alarm-names";
import { type AlarmKind } from "./metric-alarm";
import { groupMetric, type MeasuredGroup } from "./metrics";

/** A zone of a load balancer. */
export interface MeasuredZone {
  /** Its letter or its id, as the file has it. */
  readonly zone: string;
  /** Its name as metrics have it, such as us-east-1a; may be a token. */
  readonly availabilityZone: string;
}

/** A service behind a load balancer, and the bridge that it is of. */
export interface WatchedService {
  readonly bridge: string;
  readonly name: string;
  readonly group: MeasuredGroup;
  /** Those of the load balancer. */
  readonly zones: readonly MeasuredZone[];
}

/** In percent of a service's requests; false: no alarm. */
export interface AnswerThresholds {
  readonly target4xx: number | false;
  readonly target5xx: number | false;
}

/** Targets of a service fall ill. A load balancer that sends nothing leaves things as they were. */
function unhealthy({ bridge, name, group }: WatchedService): AlarmKind {
  return {
    alarmName: serviceAlarmName(bridge, name, "unhealthy-targets"),
    alarmDescription: `Targets of the service ${name} fail their health check`,
    watches: groupMetric("UnHealthyHostCount", group, { statistic: "Maximum" }),
    goesOff: "above",
    threshold: 0,
    periods: 3,
    treatMissingData: "ignore",
  };
}

/**
 * The load balancer's nodes of a zone find no healthy target. All load balancers here balance across zones, so that each target
 * is one of every zone (ELB API, TargetDescription, AvailabilityZone); what a zone alone can't reach, its route table or its
 * attachment interface is to blame for. The maximum: of several nodes one that finds a target is enough (NLB user guide,
 * statistics).
 */
function noHealthy({ bridge, name, group }: WatchedService, { zone, availabilityZone }: MeasuredZone): AlarmKind {
  return {
    alarmName: zoneAlarmName(bridge, name, zone),
    alarmDescription: `The load balancer finds no healthy target of the service ${name} from zone ${zone}: look at that zone's route table and at the targets`,
    watches: groupMetric("HealthyHostCount", group, { statistic: "Maximum", availabilityZone }),
    goesOff: "below",
    threshold: 1,
    periods: 3,
    treatMissingData: "ignore",
  };
}

/** Targets answer errors. Reported only where there are some: no data is no error. */
function answers({ bridge, name, group }: WatchedService, kind: "4xx" | "5xx", percent: number): AlarmKind {
  const code = kind === "4xx" ? "HTTPCode_Target_4XX_Count" : "HTTPCode_Target_5XX_Count";
  return {
    alarmName: serviceAlarmName(bridge, name, `target-${kind}`),
    alarmDescription: `Targets of the service ${name} answer more than ${percent} % of its requests ${kind}`,
    watches: { part: groupMetric(code, group), whole: [groupMetric("RequestCount", group)] },
    goesOff: "above",
    threshold: percent,
    periods: 3,
    treatMissingData: "notBreaching",
  };
}

/** The alarms of a service, with their construct ids. @param thresholds undefined where it speaks no HTTP */
export function serviceAlarms(
  service: WatchedService,
  thresholds: AnswerThresholds | undefined,
): [string, AlarmKind][] {
  const { name, zones } = service;
  const { target4xx = false, target5xx = false } = thresholds ?? {};
  const alarms: [string, AlarmKind][] = [[`${name}-unhealthy`, unhealthy(service)]];
  if (target4xx !== false) alarms.push([`${name}-target-4xx`, answers(service, "4xx", target4xx)]);
  if (target5xx !== false) alarms.push([`${name}-target-5xx`, answers(service, "5xx", target5xx)]);
  for (const zone of zones) alarms.push([`${name}-no-healthy-${zone.zone}`, noHealthy(service, zone)]);
  return alarms;
}
