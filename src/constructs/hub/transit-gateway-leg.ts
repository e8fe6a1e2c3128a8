import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Ec2TransitGatewayVpcAttachmentAccepter } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment-accepter";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route } from "@cdktf/provider-aws/lib/route";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { idOf } from "../construct-id";
import { type RoutedSubnet } from "../routed-subnet";
import { type ExistingAttachment, NO_DEFAULT_TABLE } from "../transit";
import { type SharedGateway } from "./shared-gateway";

/** A VPC on a transit gateway. */
export interface TransitGatewayLegProps {
  /** Value of the Name tags. */
  readonly name: string;
  readonly gateway: SharedGateway;
  readonly vpcId: string;
  /** Subnets, one per zone, that hold the attachment. */
  readonly subnets: readonly RoutedSubnet[];
  /**
   * Ids of an attachment that exists and of the route table that it is associated with.
   * @default - they are created
   */
  readonly existing?: ExistingAttachment;
  /**
   * Set where the VPC's account is not the gateway's: what has to exist before it can attach.
   * @default - one account
   */
  readonly shared?: readonly ITerraformDependable[];
  /**
   * The VPC's account.
   * @default - the stack's provider
   */
  readonly provider?: AwsProvider;
}

/** An attachment with a route table of its own, which holds static routes only. */
export class TransitGatewayLeg extends Construct {
  readonly attachmentId: string;
  /** Routes in the VPC that lead to the gateway, in the order they were made. */
  readonly vpcRoutes: Route[] = [];
  private readonly props: TransitGatewayLegProps;
  private readonly routeTableId: string;
  private readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TransitGatewayLegProps) {
    super(scope, id);
    this.props = props;
    const { existing, name, gateway } = props;
    if (existing) {
      this.attachmentId = existing.attachmentId;
      this.routeTableId = existing.routeTableId;
      this.dependables = [];
      return;
    }
    const attachment = this.attach(props);
    this.attachmentId = attachment.id;
    this.dependables = [attachment];
    const { provider } = gateway;
    const table = new Ec2TransitGatewayRouteTable(this, "RouteTable", {
      provider,
      transitGatewayId: gateway.gatewayId,
      tags: { Name: `${name}-from` },
    });
    new Ec2TransitGatewayRouteTableAssociation(this, "Association", {
      provider,
      transitGatewayAttachmentId: attachment.id,
      transitGatewayRouteTableId: table.id,
    });
    this.routeTableId = table.id;
  }

  /** Packets that come from this VPC to a range go on to another VPC of the gateway. */
  leadTo(cidr: string, other: TransitGatewayLeg): void {
    new Ec2TransitGatewayRoute(this, idOf(cidr), {
      provider: this.props.gateway.provider,
      transitGatewayRouteTableId: this.routeTableId,
      destinationCidrBlock: cidr,
      transitGatewayAttachmentId: other.attachmentId,
    });
  }

  /** Packets from a subnet of this VPC to a range go to the gateway. */
  routeFrom(subnet: RoutedSubnet, cidr: string): void {
    const { gateway, provider } = this.props;
    this.vpcRoutes.push(
      new Route(this, `${subnet.name}--${idOf(cidr)}`, {
        provider,
        routeTableId: subnet.routeTableId,
        destinationCidrBlock: cidr,
        transitGatewayId: gateway.gatewayId,
        dependsOn: [...this.dependables],
      }),
    );
  }

  /** The sharee attaches; default tables are the owner's to refuse, in the accepter. */
  private attach(
    props: TransitGatewayLegProps,
  ): Ec2TransitGatewayVpcAttachment | Ec2TransitGatewayVpcAttachmentAccepter {
    const { name, gateway, vpcId, subnets, shared, provider } = props;
    const attachment = new Ec2TransitGatewayVpcAttachment(this, "Attachment", {
      provider,
      transitGatewayId: gateway.gatewayId,
      vpcId,
      subnetIds: subnets.map(({ subnetId }) => subnetId),
      ...(!shared && NO_DEFAULT_TABLE),
      tags: { Name: name },
      ...(shared && { dependsOn: [...shared] }),
    });
    if (!shared) return attachment;
    return new Ec2TransitGatewayVpcAttachmentAccepter(this, "Accepter", {
      provider: gateway.provider,
      transitGatewayAttachmentId: attachment.id,
      ...NO_DEFAULT_TABLE,
      tags: { Name: name },
    });
  }
}
