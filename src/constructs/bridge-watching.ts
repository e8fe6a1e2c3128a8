import { type Construct } from "constructs";
import { type AddressPlan } from "../address-plan/plan";
import { loggedSides } from "../config/bridge-facts";
import { Alarms } from "./alarms";
import { addDashboard, type ShownParts } from "./bridge-dashboard";
import { type ClientVpc } from "./client-vpc";
import { type LogBucket } from "./log-bucket";
import { type OnGateway } from "./metrics";
import { NatFlowLogs } from "./nat-flow-logs";
import { VpcFlowLogs } from "./vpc-flow-logs";
import { type WebVpc } from "./web-vpc";

/** What is watched of a bridge. */
interface Parts extends ShownParts {
  readonly clientVpc: ClientVpc;
  readonly webVpc: WebVpc;
  readonly logBucket: LogBucket | undefined;
}

/** Flow logs, alarms and dashboard of a bridge. */
export function addWatching(scope: Construct, plan: AddressPlan, parts: Parts): void {
  addFlowLogs(scope, plan, parts);
  addAlarms(scope, plan, parts);
  addDashboard(scope, plan, parts);
}

function addFlowLogs(scope: Construct, { config, name }: AddressPlan, parts: Parts): void {
  const { clientVpc, webVpc, nat, logBucket } = parts;
  if (!logBucket) return;
  if (nat && config.logs?.flow_logs) new NatFlowLogs(scope, "flow-logs", { name, gateways: nat.gateways, logBucket });
  const vpcs = Object.fromEntries(loggedSides(config).map((side) => [side, { client: clientVpc, web: webVpc }[side]]));
  new VpcFlowLogs(scope, "vpc-flow-logs", { name, vpcs, logBucket });
}

/** The attachments that are made: what flows over others is not all the bridge's. */
function attachmentsOf({ transit }: Parts): Map<string, OnGateway> {
  const { gatewayId, clientAttachment, webAttachment } = transit;
  return new Map([
    ...(clientAttachment.length > 0
      ? [["client", { gatewayId, attachmentId: transit.clientAttachmentId }] as const]
      : []),
    ...(webAttachment.length > 0 ? [["web", { gatewayId, attachmentId: transit.webAttachmentId }] as const] : []),
  ]);
}

function addAlarms(scope: Construct, { config: { alarms }, name }: AddressPlan, parts: Parts): void {
  if (!alarms) return;
  const { nat, frontDoor } = parts;
  new Alarms(scope, "alarms", {
    name,
    gateways: nat?.gateways ?? new Map(),
    ...(frontDoor && { frontDoor }),
    attachments: attachmentsOf(parts),
    topic: alarms.topic,
    target4xx: alarms.target_4xx,
    target5xx: alarms.target_5xx,
    natDrops: alarms.nat_drops,
    attachmentDrops: alarms.attachment_drops,
  });
}
