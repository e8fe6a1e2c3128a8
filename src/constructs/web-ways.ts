import { Route } from "@cdktf/provider-aws/lib/route";
import { type Construct } from "constructs";
import { idOf } from "./construct-id";
import { type RoutedSubnet } from "./routed-subnet";
import { type Transit } from "./transit";
import { type WebVpc } from "./web-vpc";

/** A range on the web side that subnets of the bridge send packets to. */
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

/** By what a subnet's packets leave for the web side. */
interface ExitProps {
  readonly transit: Transit;
  /** The attachment's interface in the subnet's zone; undefined where no range needs it. */
  readonly interfaceId: string | undefined;
}

/** The routes of one subnet to the web side's ranges. */
export function steerFrom(
  scope: Construct,
  subnet: RoutedSubnet,
  steers: readonly SteerProps[],
  { transit, interfaceId }: ExitProps,
): void {
  for (const { cidr, via, equalSubnets = [] } of steers) {
    new Route(scope, `${subnet.name}--${idOf(cidr)}`, {
      routeTableId: subnet.routeTableId,
      destinationCidrBlock: cidr,
      ...(via === "interface"
        ? // The subnet of the same range makes the route legal, so it comes first.
          { networkInterfaceId: interfaceId, dependsOn: equalSubnets.flatMap((one) => one.dependables) }
        : { transitGatewayId: transit.gatewayId, dependsOn: [...transit.clientAttachment] }),
    });
  }
}

/** What the web side sends back, and over which gateway. */
interface ReturnProps {
  readonly transit: Transit;
  readonly webVpc: WebVpc;
  /** One of the web subnets of each route table that needs the way back. */
  readonly webSubnets: readonly RoutedSubnet[];
}

/** The routes of the web side's tables back to the bridge's ranges. */
export function routesBack(
  scope: Construct,
  { transit, webVpc, webSubnets }: ReturnProps,
  ranges: readonly string[],
): Route[] {
  return webSubnets.flatMap(({ name, routeTableId }) =>
    ranges.map(
      (destinationCidrBlock) =>
        new Route(scope, `web--${name}--${idOf(destinationCidrBlock)}`, {
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
