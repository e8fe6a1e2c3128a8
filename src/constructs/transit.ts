import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Ec2TransitGatewayVpcAttachmentAccepter } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment-accepter";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type ClientVpc } from "./client-vpc";
import { GatewayShare, type GatewayShareProps } from "./gateway-share";
import { type RoutedSubnet } from "./routed-subnet";
import { type WebVpc } from "./web-vpc";
import { idOf } from "./construct-id";

/** A transit gateway that exists. */
export interface ExistingGateway {
  readonly id: string;
  /** Needed only where it is shared with another account. */
  readonly arn: string;
}

/** The two VPCs and the transit gateway between them. */
export interface TransitProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  readonly clientVpc: ClientVpc;
  /** Subnets, one per zone, that hold the client side's attachment. */
  readonly clientSubnets: readonly RoutedSubnet[];
  readonly webVpc: WebVpc;
  /** Subnets, one per zone, that hold the web side's attachment. */
  readonly webSubnets: readonly RoutedSubnet[];
  /** Ranges of the web side that clients' packets get to. */
  readonly webCidrs: readonly string[];
  /** Ranges of the ALB's subnets, which answers get back to. */
  readonly albCidrs: readonly string[];
  /**
   * A transit gateway of the client account.
   * @default - one is created
   */
  readonly gateway?: ExistingGateway;
  /**
   * Private ASN of the created gateway's Amazon side, 64512 to 4294967294.
   * @default 64512
   */
  readonly asn?: number;
  /**
   * Set when the web side lives in another account: the gateway is shared with it, its attachment accepted.
   * @default - both sides are in one account
   */
  readonly share?: Omit<GatewayShareProps, "name" | "gatewayArn">;
}

const DEFAULT_ASN = 64512;

/** The transit gateway with an attachment, a route table and static routes per side. Nothing is associated or propagated by default. */
export class Transit extends Construct {
  readonly gatewayId: string;
  readonly clientAttachmentId: string;
  readonly webAttachmentId: string;
  /** What a client-side route to the gateway has to wait for. */
  readonly clientAttachment: ITerraformDependable;
  /** What a web-side route to the gateway has to wait for. */
  readonly webAttachment: ITerraformDependable;

  constructor(scope: Construct, id: string, props: TransitProps) {
    super(scope, id);
    const { name, clientVpc } = props;
    const gateway = props.gateway ?? this.createGateway(props);
    this.gatewayId = gateway.id;

    const clientSide = new Construct(this, "client");
    const webSide = new Construct(this, "web");
    const clientAttachment = new Ec2TransitGatewayVpcAttachment(clientSide, "Attachment", {
      transitGatewayId: this.gatewayId,
      vpcId: clientVpc.vpcId,
      subnetIds: props.clientSubnets.map((subnet) => subnet.subnetId),
      ...NO_DEFAULT_TABLE,
      tags: { Name: `${name}-client` },
    });
    this.clientAttachment = clientAttachment;
    this.clientAttachmentId = clientAttachment.id;
    const web = props.share
      ? this.attachOtherAccount(webSide, props, { ...props.share, name, gatewayArn: gateway.arn })
      : this.attachWeb(webSide, props);
    this.webAttachment = web;
    this.webAttachmentId = web.id;

    const from = { client: this.clientAttachmentId, web: this.webAttachmentId };
    this.route(clientSide, name, { from: from.client, to: from.web, cidrs: props.webCidrs });
    this.route(webSide, name, { from: from.web, to: from.client, cidrs: props.albCidrs });
  }

  private createGateway({ name, asn = DEFAULT_ASN }: TransitProps): ExistingGateway {
    return new Ec2TransitGateway(this, "Gateway", {
      description: `Bridge ${name} between two VPCs with the same addresses`,
      amazonSideAsn: asn,
      // A default table would let every attachment reach every other one.
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      autoAcceptSharedAttachments: "disable",
      tags: { Name: name },
    });
  }

  private attachWeb(side: Construct, { name, webVpc, webSubnets }: TransitProps): Ec2TransitGatewayVpcAttachment {
    return new Ec2TransitGatewayVpcAttachment(side, "Attachment", {
      transitGatewayId: this.gatewayId,
      vpcId: webVpc.vpcId,
      subnetIds: webSubnets.map((subnet) => subnet.subnetId),
      ...NO_DEFAULT_TABLE,
      tags: { Name: `${name}-web` },
    });
  }

  /** The sharee attaches; default tables are the owner's to refuse, in the accepter. */
  private attachOtherAccount(
    side: Construct,
    { name, webVpc, webSubnets }: TransitProps,
    shared: GatewayShareProps,
  ): Ec2TransitGatewayVpcAttachmentAccepter {
    const share = new GatewayShare(this, "share", shared);
    const attachment = new Ec2TransitGatewayVpcAttachment(side, "Attachment", {
      provider: shared.provider,
      transitGatewayId: this.gatewayId,
      vpcId: webVpc.vpcId,
      subnetIds: webSubnets.map((subnet) => subnet.subnetId),
      tags: { Name: `${name}-web` },
      dependsOn: [...share.dependables],
    });
    return new Ec2TransitGatewayVpcAttachmentAccepter(side, "Accepter", {
      transitGatewayAttachmentId: attachment.id,
      ...NO_DEFAULT_TABLE,
      tags: { Name: `${name}-web` },
    });
  }

  /** The route table that packets from one attachment are looked up in, with static routes to the other one. */
  private route(side: Construct, name: string, way: Way): void {
    const table = new Ec2TransitGatewayRouteTable(side, "RouteTable", {
      transitGatewayId: this.gatewayId,
      tags: { Name: `${name}-from-${side.node.id}` },
    });
    new Ec2TransitGatewayRouteTableAssociation(side, "Association", {
      transitGatewayAttachmentId: way.from,
      transitGatewayRouteTableId: table.id,
    });
    for (const destinationCidrBlock of way.cidrs) {
      new Ec2TransitGatewayRoute(side, idOf(destinationCidrBlock), {
        transitGatewayRouteTableId: table.id,
        destinationCidrBlock,
        transitGatewayAttachmentId: way.to,
      });
    }
  }
}

/** Packets of one attachment to some ranges, and the attachment that they leave by. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly cidrs: readonly string[];
}

/** Off on the gateway and on each attachment: a default table of an existing gateway would associate it first. */
export const NO_DEFAULT_TABLE = {
  transitGatewayDefaultRouteTableAssociation: false,
  transitGatewayDefaultRouteTablePropagation: false,
};
