import { type NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { Construct } from "constructs";
import { idOf } from "../construct-id";
import { createPrivateNat } from "../private-nat";
import { RoutedSubnet, type SubnetProps } from "../routed-subnet";

/** A NAT gateway of a client VPC. */
interface NatLegGatewayProps {
  /** Its subnet; one that exists where the gateway exists. */
  readonly subnet: SubnetProps;
  /** Its private addresses, 1 to 8; the first one is the primary. */
  readonly addresses: readonly string[];
  /**
   * Id of a gateway that exists.
   * @default - it is created
   */
  readonly gatewayId?: string;
}

/** Clients whose packets a NAT gateway takes. */
interface NatLegClientsProps {
  /** One of the subnets that share a route table. */
  readonly subnet: RoutedSubnet;
  /** Name of the subnet of their NAT gateway. */
  readonly gateway: string;
}

/** A client VPC's secondary range with its private NAT gateways. */
export interface NatLegProps {
  /** Begins the Name tags. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  readonly vpcId: string;
  /**
   * The secondary range that is added.
   * @default - it is there already
   */
  readonly cidr?: string;
  readonly gateways: readonly NatLegGatewayProps[];
  /**
   * Further subnets of the range, for an attachment.
   * @default - none
   */
  readonly attachmentSubnets?: readonly SubnetProps[];
  readonly clients: readonly NatLegClientsProps[];
  /** Where the clients get to through them. */
  readonly destinations: readonly string[];
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/** Gives a client VPC's packets addresses that nobody else has: private NAT gateways in a range of their own. */
export class NatLeg extends Construct {
  /** The gateways that are created, by the name of their subnet. */
  readonly created: ReadonlyMap<string, NatGateway>;
  /** The gateways' subnets, whose tables lead on. */
  readonly subnets: readonly RoutedSubnet[];
  readonly attachmentSubnets: readonly RoutedSubnet[];

  constructor(scope: Construct, id: string, props: NatLegProps) {
    super(scope, id);
    const { provider, region, name } = props;
    // Through the association, or creating and destroying would race with the range itself.
    const vpcId = props.cidr === undefined ? props.vpcId : this.addRange(props.cidr, props);
    const add = ({ name: own, ...subnet }: SubnetProps): RoutedSubnet =>
      new RoutedSubnet(this, own, { ...subnet, vpcId, region, nameTag: `${name}-${own}`, provider });
    const created = new Map<string, NatGateway>();
    const ids = new Map<string, string>();
    const gateways = new Construct(this, "gateway");
    this.subnets = props.gateways.map((gateway) => {
      const subnet = add(gateway.subnet);
      const made =
        gateway.gatewayId === undefined
          ? createPrivateNat(gateways, {
              subnet,
              addresses: gateway.addresses,
              nameTag: `${name}-${subnet.name}`,
              provider,
            })
          : undefined;
      if (made) created.set(subnet.name, made);
      ids.set(subnet.name, made?.id ?? gateway.gatewayId ?? "");
      return subnet;
    });
    this.created = created;
    this.attachmentSubnets = (props.attachmentSubnets ?? []).map(add);
    this.routeClients(props, ids);
  }

  private addRange(cidrBlock: string, { vpcId, provider }: NatLegProps): string {
    return new VpcIpv4CidrBlockAssociation(this, "Range", { provider, vpcId, cidrBlock }).vpcId;
  }

  private routeClients({ clients, destinations, provider }: NatLegProps, ids: ReadonlyMap<string, string>): void {
    const routes = new Construct(this, "clients");
    for (const { subnet, gateway } of clients)
      for (const destinationCidrBlock of destinations)
        new Route(routes, `${subnet.name}--${idOf(destinationCidrBlock)}`, {
          provider,
          routeTableId: subnet.routeTableId,
          destinationCidrBlock,
          natGatewayId: ids.get(gateway),
        });
  }
}
