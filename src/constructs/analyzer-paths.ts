import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { Construct } from "constructs";
import { ReachabilityAnalyzer } from "../../.gen/modules/reachability-analyzer";
import { type Lb } from "@cdktf/provider-aws/lib/lb";
import { type RoutedSubnet } from "./routed-subnet";

export interface AnalyzerPathsProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  /** Id of a client's network interface. */
  readonly clientInterfaceId: string;
  /** Id of the network interface of the client side's attachment, in the zone of the ALB's subnet. */
  readonly attachmentInterfaceId: string;
  /** Id of a web server's network interface. */
  readonly webInterfaceId: string;
  readonly alb: Lb;
  /** The ALB's subnet whose node is looked at. */
  readonly albSubnet: RoutedSubnet;
  readonly listenerPort: number;
  /** The web server behind the network interface. */
  readonly target: { readonly address: string; readonly port: number };
}

/** Reachability Analyzer over the request's two segments, for one ALB node. */
export class AnalyzerPaths extends Construct {
  readonly pathFound: string;
  readonly explanations: string;

  constructor(scope: Construct, id: string, props: AnalyzerPathsProps) {
    super(scope, id);
    const albNode = new DataAwsNetworkInterface(this, "alb-node", {
      filter: [
        { name: "description", values: [`ELB ${props.alb.arnSuffix}`] },
        { name: "subnet-id", values: [props.albSubnet.subnetId] },
      ],
    });
    const module = new ReachabilityAnalyzer(this, "segments", {
      name: props.name,
      clientInterfaceId: props.clientInterfaceId,
      albInterfaceId: albNode.id,
      albAddress: albNode.privateIp,
      listenerPort: props.listenerPort,
      attachmentInterfaceId: props.attachmentInterfaceId,
      webInterfaceId: props.webInterfaceId,
      webAddress: props.target.address,
      targetPort: props.target.port,
    });
    this.pathFound = module.pathFoundOutput;
    this.explanations = module.explanationsOutput;
  }
}
