import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { closeDefaultGroup } from "./closed-default-group";
import { RoutedSubnet, type SubnetProps } from "./routed-subnet";
import { idOf } from "./construct-id";

/** The web side's VPC and its subnets. */
export interface WebVpcProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  /**
   * Id of a VPC that exists.
   * @default - the VPC is created
   */
  readonly vpcId?: string;
  /** Primary IPv4 range of the VPC. */
  readonly cidr: string;
  /** Subnets of the web servers. */
  readonly subnets: readonly SubnetProps[];
  /**
   * Ids of the groups of existing web servers, which get the ingress rules.
   * @default - one group is created, for the web servers to join
   */
  readonly securityGroupIds?: readonly string[];
  /** Ranges of the ALB's subnets, which the groups admit. */
  readonly albCidrs: readonly string[];
  /** TCP ports that the groups admit them to: of the services and of their health checks. */
  readonly targetPorts: readonly number[];
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
    const { region, provider } = props;
    this.provider = provider;
    const vpcId = props.vpcId ?? this.createVpc(props);
    this.vpcId = vpcId;
    for (const { name, ...subnet } of props.subnets) {
      const nameTag = `${props.name}-web-${name}`;
      this.subnets.set(name, new RoutedSubnet(this, name, { ...subnet, vpcId, region, nameTag, provider }));
    }
    this.securityGroupIds = props.securityGroupIds ?? [this.createGroup(props)];
    this.ingressRules = this.admitAlb(props);
  }

  /** @throws Error when the VPC has no subnet of that name */
  subnet(name: string): RoutedSubnet {
    const subnet = this.subnets.get(name);
    if (!subnet) throw new Error(`the web VPC has no subnet "${name}"; it has ${[...this.subnets.keys()].join(", ")}`);
    return subnet;
  }

  private createVpc({ name, cidr, provider }: WebVpcProps): string {
    const vpc = new Vpc(this, "Vpc", {
      provider,
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: `${name}-web` },
    });
    closeDefaultGroup(this, { vpcId: vpc.id, nameTag: `${name}-web-default-closed`, provider });
    return vpc.id;
  }

  /** The group that the web servers are to join; until one does, it is attached to nothing, as checkers find. */
  private createGroup({ name, provider }: WebVpcProps): string {
    const group = new SecurityGroup(this, "Servers", {
      provider,
      name: `${name}-web-servers`,
      description: "Web servers that the bridge reaches",
      vpcId: this.vpcId,
      tags: { Name: `${name}-web-servers` },
    });
    return group.id;
  }

  private admitAlb({ name, albCidrs, targetPorts, provider }: WebVpcProps): VpcSecurityGroupIngressRule[] {
    const severalGroups = this.securityGroupIds.length > 1;
    return this.securityGroupIds.flatMap((securityGroupId, i) =>
      albCidrs.flatMap((cidrIpv4) =>
        targetPorts.map((port) => {
          const group = severalGroups ? `-group-${i}` : "";
          return new VpcSecurityGroupIngressRule(this, `from-alb--${idOf(cidrIpv4)}-${port}${group}`, {
            provider,
            securityGroupId,
            description: `ALB nodes of the bridge ${name}`,
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrIpv4,
            tags: { Name: `${name}-from-alb` },
          });
        }),
      ),
    );
  }
}
