import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { type NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { FLOW_LOG_FORMAT } from "./flow-log-format";
import { flowLogPrefix, type LogBucket } from "./log-bucket";

/** NAT gateways, and where their flow logs go. */
export interface NatFlowLogsProps {
  /** Name of the bridge; begins the Name tags, and the logs' place in the bucket. */
  readonly name: string;
  /** The NAT gateways, by name. */
  readonly gateways: ReadonlyMap<string, NatGateway>;
  readonly logBucket: LogBucket;
  /**
   * Where in the bucket they go.
   * @default - the bridge's name and -flow
   */
  readonly prefix?: string;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** Flow logs of the NAT gateways' interfaces: the only place where the real client's address is written down. */
export class NatFlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: NatFlowLogsProps) {
    super(scope, id);
    const { name: bridge, gateways, logBucket, provider, prefix = flowLogPrefix(bridge) } = props;
    for (const [name, gateway] of gateways) {
      new FlowLog(this, name, {
        provider,
        eniId: gateway.networkInterfaceId,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: `${logBucket.bucketArn}/${prefix}/`,
        logFormat: FLOW_LOG_FORMAT,
        maxAggregationInterval: 60,
        tags: { Name: `${bridge}-${name}` },
        dependsOn: [...logBucket.dependables],
      });
    }
  }
}
