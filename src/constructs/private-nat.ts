import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";
import { formatCidr, formatIpv4 } from "../ipv4";
import type { ClientVpc } from "./client-vpc";

export interface PrivateNatProps {
  readonly plan: AddressPlan;
  readonly clientVpc: ClientVpc;
}

/** The private NAT gateways, one per zone, and the clients' routes through them to each ALB subnet. */
export class PrivateNat extends Construct {
  readonly gateways: readonly NatGateway[];

  constructor(scope: Construct, id: string, props: PrivateNatProps) {
    super(scope, id);
    const { plan, clientVpc } = props;
    const byZone = new Map<string, NatGateway>();
    for (const nat of plan.nats) {
      const [primary, ...secondary] = nat.addresses.map(formatIpv4);
      const gateway = new NatGateway(this, nat.subnet.name, {
        connectivityType: "private",
        subnetId: clientVpc.subnet(nat.subnet).subnetId,
        privateIp: primary,
        // As a list: changing a count of addresses replaces the gateway (hashicorp/terraform-provider-aws issue 47476).
        // Empty rather than left out, or the provider would keep the last address that is taken out of the file.
        secondaryPrivateIpAddresses: secondary,
        tags: { Name: `${plan.name}-${nat.subnet.name}` },
      });
      byZone.set(nat.zone, gateway);
    }
    this.gateways = [...byZone.values()];
    for (const table of plan.clientTables) {
      const first = table.subnets[0];
      const gateway = byZone.get(table.nat.zone);
      if (!first || !gateway) continue;
      for (const albSubnet of plan.albSubnets) {
        new Route(this, `${table.name}--${albSubnet.name}`, {
          routeTableId: clientVpc.subnet(first).routeTableId,
          // Exactly the subnet's range: AWS takes no other destination inside the VPC's own ranges.
          destinationCidrBlock: formatCidr(albSubnet.cidr),
          natGatewayId: gateway.id,
          dependsOn: clientVpc.dependablesOf([albSubnet]),
        });
      }
    }
  }
}
