import { type DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { type Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { findAttachmentInterface } from "./found-interface";
import { type RoutedSubnet } from "./routed-subnet";
import { type Transit } from "./transit";
import { type WebVpc } from "./web-vpc";
import { routesBack, steerFrom, type SteerProps } from "./web-ways";

/** A subnet of the ALB, and the attachment's subnet in the same zone, by which its packets leave. They may be one. */
export interface AlbZoneProps {
  readonly subnet: RoutedSubnet;
  readonly attachmentSubnet: RoutedSubnet;
}

/** Which traffic is led over the bridge, and by which way. */
export interface SteeringProps {
  readonly transit: Transit;
  readonly webVpc: WebVpc;
  readonly zones: readonly AlbZoneProps[];
  readonly steers: readonly SteerProps[];
  /** One of the web subnets of each route table that needs the way back. */
  readonly webSubnets: readonly RoutedSubnet[];
  /** Ranges of the ALB's subnets, as few as possible. */
  readonly albCidrs: readonly string[];
  /**
   * Whether the attachment's interfaces are looked up although no destination needs one.
   * @default false
   */
  readonly alwaysFindInterfaces?: boolean;
}

/** The routes that lead to the other side: from each ALB subnet to the web addresses, and from each web table back to the ALB. */
export class Steering extends Construct {
  /** The network interface of the client side's attachment, by zone; empty when no destination needs one. */
  readonly interfaces: ReadonlyMap<string, DataAwsNetworkInterface>;
  readonly webRoutes: readonly Route[];

  constructor(scope: Construct, id: string, props: SteeringProps) {
    super(scope, id);
    const isNeeded = props.alwaysFindInterfaces === true || props.steers.some((steer) => steer.via === "interface");
    this.interfaces = new Map(isNeeded ? this.findInterfaces(props) : []);
    const { transit, steers, albCidrs } = props;
    for (const { subnet } of props.zones)
      steerFrom(this, subnet, steers, { transit, interfaceId: this.interfaces.get(subnet.zone)?.id });
    this.webRoutes = routesBack(this, props, albCidrs);
  }

  private findInterfaces({ zones, transit }: SteeringProps): [string, DataAwsNetworkInterface][] {
    return zones.map(({ subnet: { zone }, attachmentSubnet }) => [
      zone,
      findAttachmentInterface(this, zone, { attachmentId: transit.clientAttachmentId, subnet: attachmentSubnet }),
    ]);
  }
}
