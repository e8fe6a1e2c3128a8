import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { AddressPlan, PlannedSubnet } from "../address-plan/plan";
import { formatCidr } from "../ipv4";
import type { ClientVpc } from "./client-vpc";
import type { Transit } from "./transit";
import type { WebVpc } from "./web-vpc";
import { idOf } from "./construct-id";

export interface SteeringProps {
  readonly plan: AddressPlan;
  readonly clientVpc: ClientVpc;
  readonly webVpc: WebVpc;
  readonly transit: Transit;
}

/** The routes that lead to the other side: from each ALB subnet to the web addresses, and from each web table back to the ALB. */
export class Steering extends Construct {
  /** The network interface of the client side's attachment, by zone; empty when no destination needs one. */
  readonly interfaces: ReadonlyMap<string, DataAwsNetworkInterface>;
  readonly webRoutes: readonly Route[];

  constructor(scope: Construct, id: string, props: SteeringProps) {
    super(scope, id);
    const { plan } = props;
    const inside = plan.steers.some((steer) => steer.via === "interface");
    this.interfaces = new Map(inside || plan.config.reachability_analyzer ? this.findInterfaces(props) : []);
    for (const albSubnet of plan.albSubnets) this.steer(props, albSubnet);
    this.webRoutes = this.returnRoutes(props);
  }

  /**
   * AWS makes the interfaces, and makes new ones when the attachment's subnets change, so the routes follow a lookup. The
   * attachment's id in the filter makes it wait for the attachment; depends_on would defer it on every change.
   */
  private findInterfaces({ plan, clientVpc, transit }: SteeringProps): [string, DataAwsNetworkInterface][] {
    return plan.albSubnets.map((albSubnet) => {
      const subnet = clientVpc.attachmentSubnetFor(plan, albSubnet);
      const found = new DataAwsNetworkInterface(this, `attachment-${albSubnet.zone}`, {
        filter: [
          {
            name: "description",
            values: [`Network Interface for Transit Gateway Attachment ${transit.clientAttachmentId}`],
          },
          { name: "interface-type", values: ["transit_gateway"] },
          { name: "subnet-id", values: [subnet.subnetId] },
        ],
      });
      return [albSubnet.zone, found];
    });
  }

  private steer({ plan, clientVpc, transit }: SteeringProps, albSubnet: PlannedSubnet): void {
    for (const { destination, via } of plan.steers) {
      const destinationCidrBlock = formatCidr(destination);
      const same = [...plan.clientSubnets, ...plan.shadowSubnets].filter(
        (subnet) => formatCidr(subnet.cidr) === destinationCidrBlock,
      );
      new Route(this, `${albSubnet.name}--${idOf(destinationCidrBlock)}`, {
        routeTableId: clientVpc.subnet(albSubnet).routeTableId,
        destinationCidrBlock,
        ...(via === "interface"
          ? // The subnet of the same range makes the route legal, so it comes first.
            { networkInterfaceId: this.interfaces.get(albSubnet.zone)?.id, dependsOn: clientVpc.dependablesOf(same) }
          : { transitGatewayId: transit.gatewayId, dependsOn: [transit.clientAttachment] }),
      });
    }
  }

  private returnRoutes({ plan, webVpc, transit }: SteeringProps): Route[] {
    return plan.webTables.flatMap((table) =>
      plan.albPrefixes.map((prefix) => {
        const destinationCidrBlock = formatCidr(prefix);
        return new Route(this, `web--${table.name}--${idOf(destinationCidrBlock)}`, {
          provider: webVpc.provider,
          routeTableId: webVpc.routeTableId(table),
          destinationCidrBlock,
          transitGatewayId: transit.gatewayId,
          // Without the attachment AWS does not know the gateway in this VPC (InvalidTransitGatewayID.NotFound).
          dependsOn: [transit.webAttachment],
        });
      }),
    );
  }
}
