import { attachmentAlarmName } from "../address-plan/alarm-names";
import { type AlarmKind } from "./metric-alarm";
import { attachmentMetric, type OnGateway } from "./metrics";

/** An attachment, and the bridge that it is of. */
export interface WatchedAttachment extends OnGateway {
  readonly bridge: string;
  /** Its name in alarms. */
  readonly name: string;
}

const DROPS = {
  blackhole: {
    metric: "PacketDropCountBlackhole",
    why: "match a route whose attachment is gone",
  },
  "no-route": {
    metric: "PacketDropCountNoRoute",
    why: "match no route of its table",
  },
} as const;

/**
 * The transit gateway drops what comes from an attachment. A bridge's tables hold a route for all that its VPCs send there, so
 * any such packet is a fault. Always reported. Source: transit gateway guide, CloudWatch metrics.
 * @param packets how many a minute are put up with
 */
export function attachmentDropAlarms(attachment: WatchedAttachment, packets: number): [string, AlarmKind][] {
  return (["blackhole", "no-route"] as const).map((what) => [
    what,
    {
      alarmName: attachmentAlarmName(attachment.bridge, attachment.name, what),
      alarmDescription: `The transit gateway drops packets of the attachment ${attachment.name} that ${DROPS[what].why}; run terraform plan, and see who changed the table`,
      watches: attachmentMetric(DROPS[what].metric, attachment),
      goesOff: "above",
      threshold: packets,
      periods: 3,
      treatMissingData: "notBreaching",
    },
  ]);
}
