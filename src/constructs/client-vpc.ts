import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AddressPlan, attachmentSubnetFor, clientVpcSubnets, type PlannedSubnet } from "../address-plan/plan";
import { formatCidr } from "../ipv4";
import { closeDefaultGroup } from "./closed-default-group";
import { RoutedSubnet } from "./routed-subnet";

export interface ClientVpcProps {
  readonly plan: AddressPlan;
}

/** The client VPC with its bridge: the secondary range and the subnets of NAT gateways, ALB and attachment in it. */
export class ClientVpc extends Construct {
  readonly vpcId: string;
  private readonly subnets = new Map<string, RoutedSubnet>();

  constructor(scope: Construct, id: string, props: ClientVpcProps) {
    super(scope, id);
    const { plan } = props;
    this.vpcId = plan.config.client.vpc.id ?? this.createVpc(plan);
    const association = new VpcIpv4CidrBlockAssociation(this, "BridgeCidr", {
      vpcId: this.vpcId,
      cidrBlock: formatCidr(plan.bridgeCidr),
    });
    for (const subnet of clientVpcSubnets(plan)) {
      const ofPrimaryRange = subnet.role === "client" || subnet.role === "shadow";
      const routed = new RoutedSubnet(this, subnet.name, {
        subnet,
        // Through the association, or creating and destroying would race with the range itself.
        vpcId: ofPrimaryRange ? this.vpcId : association.vpcId,
        region: plan.config.region,
        nameTag: `${plan.name}-${subnet.name}`,
      });
      this.subnets.set(subnet.name, routed);
    }
  }

  subnet(planned: PlannedSubnet): RoutedSubnet {
    const subnet = this.subnets.get(planned.name);
    if (!subnet) throw new Error(`the client VPC has no subnet "${planned.name}"`);
    return subnet;
  }

  /** What a route to exactly this subnet, or a target in it, has to wait for. */
  dependablesOf(planned: readonly (PlannedSubnet | undefined)[]): ITerraformDependable[] {
    return planned.flatMap((subnet) => (subnet ? this.subnet(subnet).dependables : []));
  }

  /** The attachment's subnet in an ALB subnet's zone; the plan's rules see to it that there is one. */
  attachmentSubnetFor(plan: AddressPlan, albSubnet: PlannedSubnet): RoutedSubnet {
    const planned = attachmentSubnetFor(plan, albSubnet);
    if (!planned) throw new Error(`no attachment subnet in zone ${albSubnet.zone}`);
    return this.subnet(planned);
  }

  private createVpc(plan: AddressPlan): string {
    const vpc = new Vpc(this, "Vpc", {
      cidrBlock: formatCidr(plan.config.client.vpc.cidr),
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: `${plan.name}-client` },
    });
    closeDefaultGroup(this, { vpcId: vpc.id, nameTag: `${plan.name}-client-default-closed` });
    return vpc.id;
  }
}
