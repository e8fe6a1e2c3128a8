import { Construct } from "constructs";
import { createVpc } from "../created-vpc";
import { RoutedSubnet, type SubnetProps } from "../routed-subnet";

/** The VPC between the sides. */
export interface HubVpcProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  /** Its range, which overlaps with nothing. */
  readonly cidr: string;
  /** Subnets of load balancers, each with a route table of its own. */
  readonly balancerSubnets: readonly SubnetProps[];
  /**
   * Subnets of the transit gateway attachment, one per zone.
   * @default - none
   */
  readonly attachmentSubnets?: readonly SubnetProps[];
}

/** The hub: load balancers' subnets and the attachment's, nothing else. */
export class HubVpc extends Construct {
  readonly vpcId: string;
  readonly attachmentSubnets: readonly RoutedSubnet[];
  private readonly balancers: ReadonlyMap<string, RoutedSubnet>;

  constructor(scope: Construct, id: string, props: HubVpcProps) {
    super(scope, id);
    const { name, region, cidr } = props;
    this.vpcId = createVpc(this, { cidr, nameTag: `${name}-hub` });
    // Named by web sides, so they get a scope where no name of ours can be in their way.
    const add = (group: Construct, { name: own, ...subnet }: SubnetProps): RoutedSubnet =>
      new RoutedSubnet(group, own, { ...subnet, vpcId: this.vpcId, region, nameTag: `${name}-${own}` });
    const balancers = new Construct(this, "balancers");
    this.balancers = new Map(props.balancerSubnets.map((subnet) => [subnet.name, add(balancers, subnet)]));
    this.attachmentSubnets = (props.attachmentSubnets ?? []).map((subnet) => add(this, subnet));
  }

  /** @throws Error when the hub has no load balancer subnet of that name */
  balancerSubnet(name: string): RoutedSubnet {
    const subnet = this.balancers.get(name);
    if (!subnet) throw new Error(`the hub has no subnet "${name}"; it has ${[...this.balancers.keys()].join(", ")}`);
    return subnet;
  }
}
