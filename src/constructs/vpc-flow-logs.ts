import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";
import { loggedSides } from "../config/bridge-facts";
import type { ClientVpc } from "./client-vpc";
import { VPC_FLOW_LOG_FORMAT } from "./flow-log-format";
import { type LogBucket, vpcFlowLogPrefix } from "./log-bucket";
import type { WebVpc } from "./web-vpc";

export interface VpcFlowLogsProps {
  readonly plan: AddressPlan;
  readonly clientVpc: ClientVpc;
  readonly webVpc: WebVpc;
  readonly logBucket: LogBucket;
}

/** The longest interval that AWS has, in seconds: these logs are for later looks, and shorter ones cost more. */
const AGGREGATION = 600;

/**
 * Flow logs of the VPCs that are created here, accepted and rejected traffic. They go to the bucket, which admits the service by
 * its policy, so that no IAM role is needed. A web VPC in another account writes them there from its own.
 */
export class VpcFlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: VpcFlowLogsProps) {
    super(scope, id);
    const { plan, clientVpc, webVpc, logBucket } = props;
    const vpcs = { client: { vpcId: clientVpc.vpcId, provider: undefined }, web: webVpc };
    for (const side of loggedSides(plan.config)) {
      const { vpcId, provider } = vpcs[side];
      new FlowLog(this, side, {
        provider,
        vpcId,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: `${logBucket.bucketArn}/${vpcFlowLogPrefix(plan)}/`,
        logFormat: VPC_FLOW_LOG_FORMAT,
        maxAggregationInterval: AGGREGATION,
        tags: { Name: `${plan.name}-${side}` },
        dependsOn: [...logBucket.dependables],
      });
    }
  }
}
