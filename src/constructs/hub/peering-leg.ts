import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import { VpcPeeringConnectionAccepterA } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter";
import { VpcPeeringConnectionOptions } from "@cdktf/provider-aws/lib/vpc-peering-connection-options";
import { Construct } from "constructs";
import { idOf } from "../construct-id";
import { type RoutedSubnet } from "../routed-subnet";

/** The other VPC's account, where it is not the hub's. */
export interface PeerAccountProps {
  readonly accountId: string;
  readonly provider: AwsProvider;
}

/** A peering between the hub and a web VPC. */
export interface PeeringLegProps {
  /** Value of the Name tags. */
  readonly name: string;
  readonly hubVpcId: string;
  readonly webVpcId: string;
  /** Subnets of the hub that this peering is for. Others have other routes, so VPCs with the same ranges may be peered. */
  readonly hubSubnets: readonly RoutedSubnet[];
  /** Ranges of the web VPC that they get to. */
  readonly destinations: readonly string[];
  /** One of the web subnets of each route table that needs the way back. */
  readonly webSubnets: readonly RoutedSubnet[];
  /** Ranges of the hub's subnets, as few as possible. */
  readonly hubCidrs: readonly string[];
  /** @default - both VPCs are in the stack's account */
  readonly peer?: PeerAccountProps;
}

/** Names of the other VPC's hosts are not resolved to private addresses: nobody here asks for them. */
const NO_NAMES = { allowRemoteVpcDnsResolution: false };

/** A peering, accepted by the web VPC's account, and the routes on both sides. */
export class PeeringLeg extends Construct {
  /** Id of the accepted connection. */
  readonly connectionId: string;
  readonly webRoutes: readonly Route[];

  constructor(scope: Construct, id: string, props: PeeringLegProps) {
    super(scope, id);
    const { name, peer } = props;
    const connection = new VpcPeeringConnection(this, "Connection", {
      vpcId: props.hubVpcId,
      peerVpcId: props.webVpcId,
      ...(peer ? { peerOwnerId: peer.accountId } : { autoAccept: true }),
      tags: { Name: name },
    });
    this.connectionId = peer ? this.accept(connection, peer, name) : connection.id;
    this.setOptions(peer);
    for (const subnet of props.hubSubnets) for (const cidr of props.destinations) this.route(subnet, cidr);
    this.webRoutes = props.webSubnets.flatMap((subnet) =>
      props.hubCidrs.map((cidr) => this.route(subnet, cidr, peer?.provider)),
    );
  }

  private accept(connection: VpcPeeringConnection, { provider }: PeerAccountProps, name: string): string {
    const accepter = new VpcPeeringConnectionAccepterA(this, "Accepter", {
      provider,
      vpcPeeringConnectionId: connection.id,
      autoAccept: true,
      tags: { Name: name },
    });
    return accepter.id;
  }

  /** Each side's options are set by its own account; of an accepted connection only. */
  private setOptions(peer: PeerAccountProps | undefined): void {
    const vpcPeeringConnectionId = this.connectionId;
    if (!peer) {
      new VpcPeeringConnectionOptions(this, "Options", {
        vpcPeeringConnectionId,
        requester: NO_NAMES,
        accepter: NO_NAMES,
      });
      return;
    }
    new VpcPeeringConnectionOptions(this, "requester", { vpcPeeringConnectionId, requester: NO_NAMES });
    new VpcPeeringConnectionOptions(this, "accepter", {
      provider: peer.provider,
      vpcPeeringConnectionId,
      accepter: NO_NAMES,
    });
  }

  private route({ name, routeTableId }: RoutedSubnet, cidr: string, provider?: AwsProvider): Route {
    return new Route(this, `${name}--${idOf(cidr)}`, {
      provider,
      routeTableId,
      destinationCidrBlock: cidr,
      vpcPeeringConnectionId: this.connectionId,
    });
  }
}
