import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type Construct } from "constructs";
import { albAlarmName, natAlarmName } from "../../address-plan/names";
import { alarmArguments, albErrorsAlarm, natPortsAlarm, unhealthyAlarm } from "../alarms";
import { type HubClientParts } from "./hub-client-parts";
import { type HubWebParts } from "./hub-web-parts";

/** Whose alarms, and who is told. */
interface HubAlarmsProps {
  /** Name of the bridge; begins the alarms' names. */
  readonly bridge: string;
  /** Name of the side. */
  readonly side: string;
  /** ARN of the SNS topic that hears of them; its policy admits the accounts of the clients. */
  readonly topic: string;
}

/** Alarms on a client side's NAT gateways, in its account; on those that exist whoever made them has alarms. */
export function addNatAlarms(
  scope: Construct,
  { bridge, side, topic }: HubAlarmsProps,
  { nat, vpc }: HubClientParts,
): void {
  for (const [name, gateway] of nat?.created ?? [])
    new CloudwatchMetricAlarm(scope, `${side}-${name}-ports`, {
      ...alarmArguments(topic, natPortsAlarm(natAlarmName(bridge, `${side}-${name}`), gateway)),
      provider: vpc.provider,
    });
}

/** Alarms on a web side's load balancers in the hub, and on their targets. */
export function addBalancerAlarms(
  scope: Construct,
  { bridge, side, topic }: HubAlarmsProps,
  { alb, nlb }: HubWebParts,
): void {
  const groups = [
    ...[...(alb?.services ?? [])].map(([name, { targetGroup }]) => ({ name, targetGroup, lb: alb?.alb })),
    ...[...(nlb?.services ?? [])].map(([name, { targetGroup }]) => ({ name, targetGroup, lb: nlb?.nlb })),
  ];
  for (const { name, targetGroup, lb } of groups) {
    const namespace = lb === alb?.alb ? "AWS/ApplicationELB" : "AWS/NetworkELB";
    const of = { namespace, loadBalancer: lb?.arnSuffix ?? "", targetGroup: targetGroup.arnSuffix } as const;
    new CloudwatchMetricAlarm(scope, `${name}-unhealthy`, alarmArguments(topic, unhealthyAlarm(bridge, name, of)));
  }
  if (!alb) return;
  const kind = albErrorsAlarm(albAlarmName(bridge, side), alb.alb.arnSuffix);
  new CloudwatchMetricAlarm(scope, `${side}-alb-errors`, alarmArguments(topic, kind));
}
