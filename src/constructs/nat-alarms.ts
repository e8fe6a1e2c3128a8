import { natAlarmName } from "../address-plan/alarm-names";
import { type AlarmKind } from "./metric-alarm";
import { natMetric } from "./metrics";

/** A NAT gateway, and the bridge that it is of. */
interface WatchedNat {
  readonly bridge: string;
  /** Its name in alarms. */
  readonly name: string;
  readonly gatewayId: string;
}

/** A NAT gateway runs out of ports: each connection that gets none is lost. */
export function natPortsAlarm({ bridge, name, gatewayId }: WatchedNat): AlarmKind {
  return {
    alarmName: natAlarmName(bridge, name, "port-allocation"),
    alarmDescription: "The NAT gateway has no source port left for a destination; give it more addresses",
    watches: natMetric("ErrorPortAllocation", gatewayId),
    goesOff: "above",
    threshold: 0,
    periods: 3,
    treatMissingData: "notBreaching",
  };
}

/**
 * A NAT gateway drops packets, by AWS's own measure: in percent of all that come in. A gateway that nobody uses has no share.
 * Source: VPC user guide, NAT gateway metrics, PacketsDropCount. @param percent AWS says 0.01
 */
export function natDropsAlarm({ bridge, name, gatewayId }: WatchedNat, percent: number): AlarmKind {
  return {
    alarmName: natAlarmName(bridge, name, "packet-drops"),
    alarmDescription: `The NAT gateway drops more than ${percent} % of its packets; look at AWS's health dashboard, and whether its bytes near what it carries`,
    watches: {
      part: natMetric("PacketsDropCount", gatewayId),
      whole: [natMetric("PacketsInFromSource", gatewayId), natMetric("PacketsInFromDestination", gatewayId)],
    },
    goesOff: "above",
    threshold: percent,
    periods: 3,
    treatMissingData: "notBreaching",
  };
}
