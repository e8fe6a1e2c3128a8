import { Construct } from "constructs";
import { albAlarmName } from "../../address-plan/alarm-names";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { attachmentDropAlarms } from "../attachment-alarms";
import { albErrorsAlarm, nlbPortsAlarm, nlbResetAlarms } from "../balancer-alarms";
import { addAlarm, type AlarmKind, telling } from "../metric-alarm";
import { natDropsAlarm, natPortsAlarm } from "../nat-alarms";
import { serviceAlarms } from "../service-alarms";
import { measured, measuredAlb, measuredServices, servicesBehind } from "../watched-parts";
import { type HubClientParts } from "./hub-client-parts";
import { type HubContext } from "./hub-context";
import { type HubWebParts } from "./hub-web-parts";
import { madeAttachments } from "./made-attachments";

type HubAlarms = NonNullable<HubPlan["config"]["alarms"]>;

/** What is watched, and what is asked for. */
interface Watch {
  readonly bridge: string;
  readonly side: string;
  readonly alarms: HubAlarms;
}

/** Alarms on a client side's NAT gateways, in its account; on those that exist whoever made them has alarms. */
function addNatAlarms(scope: Construct, { bridge, side, alarms }: Watch, { nat, vpc }: HubClientParts): void {
  const target = telling(alarms.topic, vpc.provider);
  for (const [name, { id: gatewayId }] of nat?.created ?? []) {
    const watched = { bridge, name: `${side}-${name}`, gatewayId };
    addAlarm(scope, `${side}-${name}-ports`, natPortsAlarm(watched), target);
    if (alarms.nat_drops !== false)
      addAlarm(scope, `${side}-${name}-drops`, natDropsAlarm(watched, alarms.nat_drops), target);
  }
}

/** Alarms on a web side's load balancers in the hub, and on their targets. */
function addBalancerAlarms(scope: Construct, { bridge, side, alarms }: Watch, { alb, nlb }: HubWebParts): void {
  const add = (id: string, kind: AlarmKind) => addAlarm(scope, id, kind, telling(alarms.topic));
  if (alb) {
    const answers = { target4xx: alarms.target_4xx, target5xx: alarms.target_5xx };
    for (const service of measuredServices(bridge, alb))
      for (const [id, kind] of serviceAlarms(service, answers)) add(id, kind);
    add(`${side}-alb-errors`, albErrorsAlarm(albAlarmName(bridge, side), measuredAlb(alb)));
  }
  if (!nlb) return;
  const balancer = measured("nlb", nlb.nlb);
  for (const service of servicesBehind(bridge, { ...nlb, balancer }))
    for (const [id, kind] of serviceAlarms(service, undefined)) add(id, kind);
  const watched = { bridge, web: side, balancer };
  add(`${side}-nlb-ports`, nlbPortsAlarm(watched));
  if (alarms.nlb_resets === false) return;
  for (const [what, kind] of nlbResetAlarms(watched, alarms.nlb_resets)) add(`${side}-nlb-${what}`, kind);
}

/** All alarms of a hub. */
export function addHubAlarms(
  { scope, plan, transit }: HubContext,
  parts: { readonly webs: ReadonlyMap<string, HubWebParts>; readonly clients: ReadonlyMap<string, HubClientParts> },
): void {
  const { name: bridge, config } = plan;
  const { alarms } = config;
  if (!alarms) return;
  const root = new Construct(scope, "alarms");
  const nats = new Construct(root, "nat");
  const balancers = new Construct(root, "balancer");
  for (const [side, client] of parts.clients) addNatAlarms(nats, { bridge, side, alarms }, client);
  for (const [side, web] of parts.webs) addBalancerAlarms(balancers, { bridge, side, alarms }, web);
  if (!transit || alarms.attachment_drops === false) return;
  const attachments = new Construct(root, "attachment");
  const { gatewayId, provider } = transit.gateway;
  for (const [name, attachmentId] of madeAttachments(plan, transit, parts))
    for (const [what, kind] of attachmentDropAlarms({ bridge, name, gatewayId, attachmentId }, alarms.attachment_drops))
      addAlarm(attachments, `${name}-${what}`, kind, telling(alarms.topic, provider));
}
