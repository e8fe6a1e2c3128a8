import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import type { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";
import { FLOW_LOG_FORMAT } from "./flow-log-format";
import { flowLogPrefix, type LogBucket } from "./log-bucket";

export interface NatFlowLogsProps {
  readonly plan: AddressPlan;
  readonly gateways: readonly NatGateway[];
  readonly logBucket: LogBucket;
}

/** Flow logs of the NAT gateways' interfaces: the only place where the real client's address is written down. */
export class NatFlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: NatFlowLogsProps) {
    super(scope, id);
    const { plan, gateways, logBucket } = props;
    gateways.forEach((gateway, i) => {
      const name = plan.nats[i]?.subnet.name ?? String(i);
      new FlowLog(this, name, {
        eniId: gateway.networkInterfaceId,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: `${logBucket.bucketArn}/${flowLogPrefix(plan)}/`,
        logFormat: FLOW_LOG_FORMAT,
        maxAggregationInterval: 60,
        tags: { Name: `${plan.name}-${name}` },
        dependsOn: [...logBucket.dependables],
      });
    });
  }
}
