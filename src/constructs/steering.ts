import { type DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { findAttachmentInterface } from "./found-interface";
import { type RoutedSubnet } from "./routed-subnet";
import { type Transit } from "./transit";
import { type WebVpc } from "./web-vpc";
import { idOf } from "./construct-id";

/** A subnet of the ALB, and the attachment's subnet in the same zone, by which its packets leave. They may be one. */
export interface AlbZoneProps {
  readonly subnet: RoutedSubnet;
  readonly attachmentSubnet: RoutedSubnet;
}

/** A range on the web side that the ALB's subnets send packets to. */
export interface SteerProps {
  readonly cidr: string;
  /**
   * interface: inside the client VPC's own ranges, where only a network interface may be the target.
   * transit-gateway: outside of them, an ordinary route.
   */
  readonly via: "interface" | "transit-gateway";
  /**
   * The client VPC's subnets of exactly this range, which make a route by an interface legal.
   * @default - none
   */
  readonly equalSubnets?: readonly RoutedSubnet[];
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
    for (const { subnet } of props.zones) this.steer(props, subnet);
    this.webRoutes = this.returnRoutes(props);
  }

  private findInterfaces({ zones, transit }: SteeringProps): [string, DataAwsNetworkInterface][] {
    return zones.map(({ subnet: { zone }, attachmentSubnet }) => [
      zone,
      findAttachmentInterface(this, zone, { attachmentId: transit.clientAttachmentId, subnet: attachmentSubnet }),
    ]);
  }

  private steer({ steers, transit }: SteeringProps, albSubnet: RoutedSubnet): void {
    for (const { cidr, via, equalSubnets = [] } of steers) {
      new Route(this, `${albSubnet.name}--${idOf(cidr)}`, {
        routeTableId: albSubnet.routeTableId,
        destinationCidrBlock: cidr,
        ...(via === "interface"
          ? // The subnet of the same range makes the route legal, so it comes first.
            {
              networkInterfaceId: this.interfaces.get(albSubnet.zone)?.id,
              dependsOn: equalSubnets.flatMap((subnet) => subnet.dependables),
            }
          : { transitGatewayId: transit.gatewayId, dependsOn: [...transit.clientAttachment] }),
      });
    }
  }

  private returnRoutes({ webSubnets, albCidrs, webVpc, transit }: SteeringProps): Route[] {
    return webSubnets.flatMap(({ name, routeTableId }) =>
      albCidrs.map(
        (destinationCidrBlock) =>
          new Route(this, `web--${name}--${idOf(destinationCidrBlock)}`, {
            provider: webVpc.provider,
            routeTableId,
            destinationCidrBlock,
            transitGatewayId: transit.gatewayId,
            // Without the attachment AWS does not know the gateway in this VPC (InvalidTransitGatewayID.NotFound).
            dependsOn: [...transit.webAttachment],
          }),
      ),
    );
  }
}
