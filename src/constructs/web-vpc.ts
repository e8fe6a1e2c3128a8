import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { createVpc } from "./created-vpc";
import { RoutedSubnet, type SubnetProps } from "./routed-subnet";
import { admitBalancers, createServerGroup } from "./server-groups";

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
    const { name: bridge, albCidrs, targetPorts } = props;
    const vpcId = props.vpcId ?? createVpc(this, { cidr: props.cidr, nameTag: `${bridge}-web`, provider });
    this.vpcId = vpcId;
    for (const { name, ...subnet } of props.subnets) {
      const nameTag = `${props.name}-web-${name}`;
      this.subnets.set(name, new RoutedSubnet(this, name, { ...subnet, vpcId, region, nameTag, provider }));
    }
    const name = `${bridge}-web-servers`;
    this.securityGroupIds = props.securityGroupIds ?? [createServerGroup(this, { name, vpcId, provider })];
    this.ingressRules = admitBalancers(this, {
      name: bridge,
      description: "ALB nodes of the bridge",
      groupIds: this.securityGroupIds,
      balancerCidrs: albCidrs,
      ports: targetPorts,
      provider,
    });
  }

  /** @throws Error when the VPC has no subnet of that name */
  subnet(name: string): RoutedSubnet {
    const subnet = this.subnets.get(name);
    if (!subnet) throw new Error(`the web VPC has no subnet "${name}"; it has ${[...this.subnets.keys()].join(", ")}`);
    return subnet;
  }
}
