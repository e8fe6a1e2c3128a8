import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { VPC_FLOW_LOG_FORMAT } from "./flow-log-format";
import { type LogBucket, vpcFlowLogPrefix } from "./log-bucket";

/** A VPC whose traffic is logged; a {@link ClientVpc} and a {@link WebVpc} are such. */
export interface LoggedVpc {
  readonly vpcId: string;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/** VPCs, and where their flow logs go. */
export interface VpcFlowLogsProps {
  /** Name of the bridge; begins the Name tags, and the logs' place in the bucket. */
  readonly name: string;
  /** The VPCs, by what each is called. */
  readonly vpcs: Readonly<Record<string, LoggedVpc>>;
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
    const { name: bridge, vpcs, logBucket } = props;
    for (const [name, { vpcId, provider }] of Object.entries(vpcs)) {
      new FlowLog(this, name, {
        provider,
        vpcId,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: `${logBucket.bucketArn}/${vpcFlowLogPrefix(bridge)}/`,
        logFormat: VPC_FLOW_LOG_FORMAT,
        maxAggregationInterval: AGGREGATION,
        tags: { Name: `${bridge}-${name}` },
        dependsOn: [...logBucket.dependables],
      });
    }
  }
}
