import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { createVpc } from "../created-vpc";
import { RoutedSubnet, type SubnetProps } from "../routed-subnet";

/** A VPC that a hub joins, and its subnets. */
export interface SideVpcProps {
  /** Begins the Name tags. */
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
  readonly subnets: readonly SubnetProps[];
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/** A client or web VPC of a hub. One that exists is only referred to. */
export class SideVpc extends Construct {
  readonly vpcId: string;
  readonly provider?: AwsProvider;
  private readonly subnets = new Map<string, RoutedSubnet>();

  constructor(scope: Construct, id: string, props: SideVpcProps) {
    super(scope, id);
    const { name, region, provider, cidr } = props;
    const vpcId = props.vpcId ?? createVpc(this, { cidr, nameTag: name, provider });
    this.vpcId = vpcId;
    this.provider = provider;
    for (const { name: own, ...subnet } of props.subnets)
      this.subnets.set(
        own,
        new RoutedSubnet(this, own, { ...subnet, vpcId, region, nameTag: `${name}-${own}`, provider }),
      );
  }

  /** @throws Error when the VPC has no subnet of that name */
  subnet(name: string): RoutedSubnet {
    const subnet = this.subnets.get(name);
    if (!subnet)
      throw new Error(`${this.node.id} has no subnet "${name}"; it has ${[...this.subnets.keys()].join(", ")}`);
    return subnet;
  }
}
