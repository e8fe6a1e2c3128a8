import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { AddressPlan, PlannedSubnet, WebTable } from "../address-plan/plan";
import { formatCidr } from "../ipv4";
import { closeDefaultGroup } from "./closed-default-group";
import { RoutedSubnet } from "./routed-subnet";
import { idOf } from "./construct-id";

export interface WebVpcProps {
  readonly plan: AddressPlan;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/**
 * The web VPC. When it exists already, all that this adds are the ingress rules: one per range of ALB subnets, port and
 * security group. Attachment and routes are the transit construct's.
 */
export class WebVpc extends Construct {
  readonly vpcId: string;
  /** The groups of the web servers that admit the ALB. */
  readonly securityGroupIds: readonly string[];
  readonly ingressRules: readonly VpcSecurityGroupIngressRule[];
  readonly provider?: AwsProvider;
  private readonly subnets = new Map<string, RoutedSubnet>();

  constructor(scope: Construct, id: string, props: WebVpcProps) {
    super(scope, id);
    const { plan, provider } = props;
    this.provider = provider;
    this.vpcId = plan.config.web.vpc.id ?? this.createVpc(props);
    for (const subnet of plan.webSubnets) {
      const { region } = plan.config;
      const routed = new RoutedSubnet(this, subnet.name, {
        subnet,
        vpcId: this.vpcId,
        region,
        nameTag: `${plan.name}-web-${subnet.name}`,
        provider,
      });
      this.subnets.set(subnet.name, routed);
    }
    this.securityGroupIds = plan.config.web.security_groups ?? [this.createGroup(props)];
    this.ingressRules = this.admitAlb(props);
  }

  subnet(planned: PlannedSubnet): RoutedSubnet {
    const subnet = this.subnets.get(planned.name);
    if (!subnet) throw new Error(`the web VPC has no subnet "${planned.name}"`);
    return subnet;
  }

  routeTableId(table: WebTable): string {
    const first = table.subnets[0];
    if (!first) throw new Error(`the web route table "${table.name}" has no subnet`);
    return this.subnet(first).routeTableId;
  }

  private createVpc({ plan, provider }: WebVpcProps): string {
    const vpc = new Vpc(this, "Vpc", {
      provider,
      cidrBlock: formatCidr(plan.config.web.vpc.cidr),
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: `${plan.name}-web` },
    });
    closeDefaultGroup(this, { vpcId: vpc.id, nameTag: `${plan.name}-web-default-closed`, provider });
    return vpc.id;
  }

  /** The group that the web servers are to join; until one does, it is attached to nothing, as checkers find. */
  private createGroup({ plan, provider }: WebVpcProps): string {
    const group = new SecurityGroup(this, "Servers", {
      provider,
      name: `${plan.name}-web-servers`,
      description: "Web servers that the bridge reaches",
      vpcId: this.vpcId,
      tags: { Name: `${plan.name}-web-servers` },
    });
    return group.id;
  }

  private admitAlb({ plan, provider }: WebVpcProps): VpcSecurityGroupIngressRule[] {
    const severalGroups = this.securityGroupIds.length > 1;
    return this.securityGroupIds.flatMap((securityGroupId, i) =>
      plan.albPrefixes.flatMap((prefix) =>
        plan.targetPorts.map((port) => {
          const cidrIpv4 = formatCidr(prefix);
          const group = severalGroups ? `-group-${i}` : "";
          return new VpcSecurityGroupIngressRule(this, `from-alb--${idOf(cidrIpv4)}-${port}${group}`, {
            provider,
            securityGroupId,
            description: `ALB nodes of the bridge ${plan.name}`,
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrIpv4,
            tags: { Name: `${plan.name}-from-alb` },
          });
        }),
      ),
    );
  }
}
