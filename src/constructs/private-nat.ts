import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { type RoutedSubnet } from "./routed-subnet";

/** A private NAT gateway. */
export interface NatGatewayProps {
  /** Where it stands; its name is the gateway's too. */
  readonly subnet: RoutedSubnet;
  /** Its private addresses, 1 to 8; the first one is the primary. All are fixed, so that the ALB's security group can name them. */
  readonly addresses: readonly string[];
}

/** A private NAT gateway: to be created, or one that exists. */
export interface ClientGatewayProps extends NatGatewayProps {
  /** @default - it is created */
  readonly gatewayId?: string;
}

/** Clients whose way to the ALB leads through a NAT gateway. */
export interface NatClientsProps {
  /** One of the subnets that share a route table. */
  readonly subnet: RoutedSubnet;
  /**
   * Zone of the NAT gateway that they use.
   * @default - their own
   */
  readonly gatewayZone?: string;
}

/** NAT gateways, and the clients that go through them. */
export interface PrivateNatProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  /** At most one in each zone. */
  readonly gateways: readonly ClientGatewayProps[];
  /** Once for each route table of client subnets. */
  readonly clients: readonly NatClientsProps[];
  /** Where the clients get to. */
  readonly albSubnets: readonly RoutedSubnet[];
}

/** The private NAT gateways, one per zone, and the clients' routes through them to each ALB subnet. */
export class PrivateNat extends Construct {
  /** Those that are created, by the name of the subnet that each stands in. */
  readonly gateways: ReadonlyMap<string, NatGateway>;
  /** Ids of all, in their order. */
  readonly gatewayIds: readonly string[];

  constructor(scope: Construct, id: string, props: PrivateNatProps) {
    super(scope, id);
    const gateways = new Map<string, NatGateway>();
    const byZone = new Map<string, string>();
    for (const { subnet, addresses, gatewayId } of props.gateways) {
      const nameTag = `${props.name}-${subnet.name}`;
      const made = gatewayId === undefined ? createPrivateNat(this, { subnet, addresses, nameTag }) : undefined;
      if (made) gateways.set(subnet.name, made);
      byZone.set(subnet.zone, made?.id ?? gatewayId ?? "");
    }
    this.gateways = gateways;
    this.gatewayIds = [...byZone.values()];
    for (const { subnet, gatewayZone = subnet.zone } of props.clients) {
      const gateway = byZone.get(gatewayZone);
      if (!gateway)
        throw new Error(`no NAT gateway in zone ${gatewayZone} for the clients in ${subnet.name}; name another zone`);
      for (const albSubnet of props.albSubnets) {
        new Route(this, `${subnet.name}--${albSubnet.name}`, {
          routeTableId: subnet.routeTableId,
          // Exactly the subnet's range: AWS takes no other destination inside the VPC's own ranges.
          destinationCidrBlock: albSubnet.cidr,
          natGatewayId: gateway,
          dependsOn: [...albSubnet.dependables],
        });
      }
    }
  }
}

/** A private NAT gateway that is made. */
interface CreatedNatProps extends NatGatewayProps {
  /** Value of the Name tag. */
  readonly nameTag: string;
  readonly provider?: AwsProvider | undefined;
}

/** A private NAT gateway, called as its subnet is. */
export function createPrivateNat(
  scope: Construct,
  { subnet, addresses, nameTag, provider }: CreatedNatProps,
): NatGateway {
  const [primary, ...secondary] = addresses;
  return new NatGateway(scope, subnet.name, {
    provider,
    connectivityType: "private",
    subnetId: subnet.subnetId,
    privateIp: primary,
    // As a list: changing a count of addresses replaces the gateway (hashicorp/terraform-provider-aws issue 47476).
    // Empty rather than left out, or the provider would keep the last address that is taken out of the file.
    secondaryPrivateIpAddresses: secondary,
    tags: { Name: nameTag },
  });
}
