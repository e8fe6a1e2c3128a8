import { nlbAlarmName } from "../address-plan/alarm-names";
import { type AlarmKind } from "./metric-alarm";
import { balancerMetric, type MeasuredBalancer } from "./metrics";

/** An ALB answers errors of its own. Reported only where there are some. */
export function albErrorsAlarm(alarmName: string, balancer: MeasuredBalancer): AlarmKind {
  return {
    alarmName,
    alarmDescription: "The ALB answers 5xx itself, without a target: the way to the web side may be broken",
    watches: balancerMetric("HTTPCode_ELB_5XX_Count", balancer),
    goesOff: "above",
    threshold: 0,
    periods: 3,
    treatMissingData: "notBreaching",
  };
}

/** An NLB, and the web side that it is of. */
interface WatchedNlb {
  readonly bridge: string;
  readonly web: string;
  readonly balancer: MeasuredBalancer;
}

/**
 * An NLB that presents its own address, as all here do, has 55,000 ports for each target and node; a connection without one is
 * lost. Always reported. Source: NLB user guide, CloudWatch metrics and client IP preservation.
 */
export function nlbPortsAlarm({ bridge, web, balancer }: WatchedNlb): AlarmKind {
  return {
    alarmName: nlbAlarmName(bridge, web, "ports"),
    alarmDescription: "The NLB has no source port left for a target; give the service more targets",
    watches: balancerMetric("PortAllocationErrorCount", balancer),
    goesOff: "above",
    threshold: 0,
    periods: 3,
    treatMissingData: "notBreaching",
  };
}

const RESETS = {
  "target-resets": {
    metric: "TCP_Target_Reset_Count",
    what: "Targets reset",
    why: "they refuse connections, or their processes end",
  },
  "own-resets": {
    metric: "TCP_ELB_Reset_Count",
    what: "The NLB resets",
    why: "no target is healthy, or connections are silent for longer than the idle timeout",
  },
} as const;

/**
 * Resets by targets and by the NLB itself; those by clients are theirs. Single ones are a part of TCP, so they are compared with
 * new connections. Always reported. Source: NLB user guide, CloudWatch metrics. @param percent of new connections
 */
export function nlbResetAlarms({ bridge, web, balancer }: WatchedNlb, percent: number): [string, AlarmKind][] {
  return (["target-resets", "own-resets"] as const).map((kind) => [
    kind,
    {
      alarmName: nlbAlarmName(bridge, web, kind),
      alarmDescription: `${RESETS[kind].what} connections, ${percent} for each 100 new ones or more: ${RESETS[kind].why}`,
      watches: {
        part: balancerMetric(RESETS[kind].metric, balancer),
        whole: [balancerMetric("NewFlowCount", balancer)],
      },
      goesOff: "above",
      threshold: percent,
      periods: 3,
      treatMissingData: "notBreaching",
    },
  ]);
}
