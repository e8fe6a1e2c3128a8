import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { Construct } from "constructs";
import { createVpc } from "./created-vpc";
import { RoutedSubnet, type SubnetProps } from "./routed-subnet";

/** The client side's VPC and its subnets. */
export interface ClientVpcProps {
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
  /** The secondary range that is added for the bridge; it overlaps with neither side. */
  readonly bridgeCidr: string;
  /** Subnets of the clients. */
  readonly subnets: readonly SubnetProps[];
  /** Subnets in the secondary range: of the NAT gateways, the ALB and, if it has its own, the transit gateway attachment. */
  readonly bridgeSubnets: readonly SubnetProps[];
  /**
   * Empty subnets in the primary range that make a route to a web subnet of the same range legal.
   * @default - none
   */
  readonly shadowSubnets?: readonly SubnetProps[];
}

/** The client VPC with its bridge: the secondary range and the subnets of NAT gateways, ALB and attachment in it. */
export class ClientVpc extends Construct {
  readonly vpcId: string;
  private readonly subnets = new Map<string, RoutedSubnet>();

  constructor(scope: Construct, id: string, props: ClientVpcProps) {
    super(scope, id);
    this.vpcId = props.vpcId ?? createVpc(this, { cidr: props.cidr, nameTag: `${props.name}-client` });
    const association = new VpcIpv4CidrBlockAssociation(this, "BridgeCidr", {
      vpcId: this.vpcId,
      cidrBlock: props.bridgeCidr,
    });
    const add = (vpcId: string, { name, ...subnet }: SubnetProps): void => {
      const { region } = props;
      this.subnets.set(
        name,
        new RoutedSubnet(this, name, { ...subnet, vpcId, region, nameTag: `${props.name}-${name}` }),
      );
    };
    for (const subnet of props.subnets) add(this.vpcId, subnet);
    // Through the association, or creating and destroying would race with the range itself.
    for (const subnet of props.bridgeSubnets) add(association.vpcId, subnet);
    for (const subnet of props.shadowSubnets ?? []) add(this.vpcId, subnet);
  }

  /** @throws Error when the VPC has no subnet of that name */
  subnet(name: string): RoutedSubnet {
    const subnet = this.subnets.get(name);
    if (!subnet)
      throw new Error(`the client VPC has no subnet "${name}"; it has ${[...this.subnets.keys()].join(", ")}`);
    return subnet;
  }
}
