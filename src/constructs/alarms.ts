import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import { natAlarmName, serviceAlarmName } from "../address-plan/names";
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

/** Alarms on what fails first: NAT ports run out, targets fall ill, the ALB itself answers errors. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { name: bridge, gateways, frontDoor, topic } = props;
    const common = {
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 3,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topic],
      okActions: [topic],
    };
    for (const [name, gateway] of gateways) {
      new CloudwatchMetricAlarm(this, `${name}-ports`, {
        ...common,
        alarmName: natAlarmName(bridge, name),
        alarmDescription: "The NAT gateway has no source port left for a destination; give it more addresses",
        namespace: "AWS/NATGateway",
        metricName: "ErrorPortAllocation",
        dimensions: { NatGatewayId: gateway.id },
      });
    }
    for (const [name, service] of frontDoor.services) {
      new CloudwatchMetricAlarm(this, `${name}-unhealthy`, {
        ...common,
        statistic: "Maximum",
        alarmName: serviceAlarmName(bridge, name),
        alarmDescription: `Targets of the service ${name} fail their health check`,
        namespace: "AWS/ApplicationELB",
        metricName: "UnHealthyHostCount",
        dimensions: { LoadBalancer: frontDoor.alb.arnSuffix, TargetGroup: service.targetGroup.arnSuffix },
      });
    }
    new CloudwatchMetricAlarm(this, "alb-errors", {
      ...common,
      alarmName: `${bridge}-alb-5xx`,
      alarmDescription: "The ALB answers 5xx itself, without a target: the way to the web side may be broken",
      namespace: "AWS/ApplicationELB",
      metricName: "HTTPCode_ELB_5XX_Count",
      dimensions: { LoadBalancer: frontDoor.alb.arnSuffix },
    });
  }
}
