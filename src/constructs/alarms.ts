import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import { albAlarmName, natAlarmName, serviceAlarmName } from "../address-plan/names";
import { type FrontDoor } from "./front-door";

/** What is watched, and who is told. */
export interface AlarmsProps {
  /** Name of the bridge; begins the alarms' names. */
  readonly name: string;
  /** The NAT gateways, by name. */
  readonly gateways: ReadonlyMap<string, NatGateway>;
  readonly frontDoor: FrontDoor;
  /** ARN of the SNS topic that hears of them. */
  readonly topic: string;
}

/** An alarm's arguments without who is told. */
type AlarmKind = Pick<
  CloudwatchMetricAlarmConfig,
  "alarmName" | "alarmDescription" | "namespace" | "metricName" | "dimensions" | "statistic"
>;

/** What every alarm here has in common: three minutes in a row above zero. */
export function alarmArguments(topic: string, kind: AlarmKind): CloudwatchMetricAlarmConfig {
  return {
    statistic: "Sum",
    period: 60,
    evaluationPeriods: 3,
    threshold: 0,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [topic],
    okActions: [topic],
    ...kind,
  };
}

/** A NAT gateway runs out of ports. */
export function natPortsAlarm(alarmName: string, { id }: NatGateway): AlarmKind {
  return {
    alarmName,
    alarmDescription: "The NAT gateway has no source port left for a destination; give it more addresses",
    namespace: "AWS/NATGateway",
    metricName: "ErrorPortAllocation",
    dimensions: { NatGatewayId: id },
  };
}

/** What a load balancer and a target group are called in metrics. */
interface BalancerOfGroup {
  readonly namespace: "AWS/ApplicationELB" | "AWS/NetworkELB";
  readonly loadBalancer: string;
  readonly targetGroup: string;
}

/** Targets of a service fall ill. */
export function unhealthyAlarm(bridge: string, service: string, of: BalancerOfGroup): AlarmKind {
  return {
    statistic: "Maximum",
    alarmName: serviceAlarmName(bridge, service),
    alarmDescription: `Targets of the service ${service} fail their health check`,
    namespace: of.namespace,
    metricName: "UnHealthyHostCount",
    dimensions: { LoadBalancer: of.loadBalancer, TargetGroup: of.targetGroup },
  };
}

/** An ALB answers errors of its own. */
export function albErrorsAlarm(alarmName: string, loadBalancer: string): AlarmKind {
  return {
    alarmName,
    alarmDescription: "The ALB answers 5xx itself, without a target: the way to the web side may be broken",
    namespace: "AWS/ApplicationELB",
    metricName: "HTTPCode_ELB_5XX_Count",
    dimensions: { LoadBalancer: loadBalancer },
  };
}

/** Alarms on what fails first: NAT ports run out, targets fall ill, the ALB itself answers errors. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { name: bridge, gateways, frontDoor, topic } = props;
    const loadBalancer = frontDoor.alb.arnSuffix;
    const add = (id: string, kind: AlarmKind) => new CloudwatchMetricAlarm(this, id, alarmArguments(topic, kind));
    for (const [name, gateway] of gateways) add(`${name}-ports`, natPortsAlarm(natAlarmName(bridge, name), gateway));
    for (const [name, { targetGroup }] of frontDoor.services) {
      const of = { namespace: "AWS/ApplicationELB", loadBalancer, targetGroup: targetGroup.arnSuffix } as const;
      add(`${name}-unhealthy`, unhealthyAlarm(bridge, name, of));
    }
    add("alb-errors", albErrorsAlarm(albAlarmName(bridge), loadBalancer));
  }
}
