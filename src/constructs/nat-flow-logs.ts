import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { type NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
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
}

/** Flow logs of the NAT gateways' interfaces: the only place where the real client's address is written down. */
export class NatFlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: NatFlowLogsProps) {
    super(scope, id);
    const { name: bridge, gateways, logBucket } = props;
    for (const [name, gateway] of gateways) {
      new FlowLog(this, name, {
        eniId: gateway.networkInterfaceId,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: `${logBucket.bucketArn}/${flowLogPrefix(bridge)}/`,
        logFormat: FLOW_LOG_FORMAT,
        maxAggregationInterval: 60,
        tags: { Name: `${bridge}-${name}` },
        dependsOn: [...logBucket.dependables],
      });
    }
  }
}
