import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { type Appliance } from "./appliance";
import { idOf } from "./construct-id";
import { findAttachmentInterface } from "./found-interface";
import { type RoutedSubnet } from "./routed-subnet";
import { type Transit } from "./transit";
import { type WebVpc } from "./web-vpc";
import { routesBack, steerFrom, type SteerProps } from "./web-ways";

/** Clients that use the appliance of one zone. */
export interface ApplianceClientsProps {
  /** One of the subnets that share a route table. */
  readonly subnet: RoutedSubnet;
  /** Zone of their appliance. */
  readonly zone: string;
}

/** The zone of an appliance, and who it serves. */
export interface ApplianceWaysProps {
  readonly zone: string;
  readonly outer: RoutedSubnet;
  /** The attachment's subnet in the zone. */
  readonly attachmentSubnet: RoutedSubnet;
  /** What stands for its clients: replies to them come back to it, whichever zone they arrive in. */
  readonly clientTwins: readonly string[];
}

/** Which traffic goes through the appliances. */
export interface ApplianceRoutesProps {
  readonly appliance: Appliance;
  readonly transit: Transit;
  readonly webVpc: WebVpc;
  readonly clients: readonly ApplianceClientsProps[];
  readonly zones: readonly ApplianceWaysProps[];
  /** Subnets that hold the attachment, one of each route table. */
  readonly attachmentSubnets: readonly RoutedSubnet[];
  /** What stands for the web side. */
  readonly webTwins: readonly string[];
  /** Ranges on the web side that the appliances send packets to. */
  readonly steers: readonly SteerProps[];
  /** One of the web subnets of each route table that needs the way back. */
  readonly webSubnets: readonly RoutedSubnet[];
  /** What stands for all clients, as few ranges as possible. */
  readonly clientTwins: readonly string[];
}

/** The routes to the appliances from both sides, on from them to the web side, and from the web side back. */
export class ApplianceRoutes extends Construct {
  readonly webRoutes: readonly Route[];

  constructor(scope: Construct, id: string, props: ApplianceRoutesProps) {
    super(scope, id);
    const { appliance, clients, zones, attachmentSubnets, webTwins } = props;
    for (const { subnet, zone } of clients) {
      for (const destinationCidrBlock of webTwins)
        new Route(this, `${subnet.name}--${idOf(destinationCidrBlock)}`, {
          routeTableId: subnet.routeTableId,
          destinationCidrBlock,
          networkInterfaceId: appliance.host(zone).inner.id,
        });
    }
    for (const { name, routeTableId } of attachmentSubnets) {
      for (const { zone, clientTwins } of zones) {
        for (const destinationCidrBlock of clientTwins)
          new Route(this, `back--${name}--${idOf(destinationCidrBlock)}`, {
            routeTableId,
            destinationCidrBlock,
            networkInterfaceId: appliance.host(zone).outer.id,
          });
      }
    }
    for (const one of zones) this.steer(one, props);
    this.webRoutes = routesBack(this, props, props.clientTwins);
  }

  private steer(
    { zone, outer, attachmentSubnet }: ApplianceWaysProps,
    { steers, transit }: ApplianceRoutesProps,
  ): void {
    const attachmentId = transit.clientAttachmentId;
    const found = steers.some(({ via }) => via === "interface")
      ? findAttachmentInterface(this, zone, { attachmentId, subnet: attachmentSubnet })
      : undefined;
    steerFrom(this, outer, steers, { transit, interfaceId: found?.id });
  }
}
