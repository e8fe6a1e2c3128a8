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

/** An attachment that exists. */
export interface ExistingAttachment {
  readonly attachmentId: string;
  /** Id of the transit gateway route table that it is associated with. */
  readonly routeTableId: string;
}

/** The two VPCs and the transit gateway between them. */
export interface TransitProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  readonly clientVpc: ClientVpc;
  /** Subnets, one per zone, that hold the client side's attachment. */
  readonly clientSubnets: readonly RoutedSubnet[];
  /** @default - the client side's attachment and its route table are created */
  readonly clientAttachment?: ExistingAttachment;
  readonly webVpc: WebVpc;
  /** Subnets, one per zone, that hold the web side's attachment. */
  readonly webSubnets: readonly RoutedSubnet[];
  /** @default - the web side's attachment and its route table are created */
  readonly webAttachment?: ExistingAttachment;
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
  /** What a client-side route to the gateway has to wait for; nothing where the attachment exists. */
  readonly clientAttachment: readonly ITerraformDependable[];
  /** What a web-side route to the gateway has to wait for; nothing where the attachment exists. */
  readonly webAttachment: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TransitProps) {
    super(scope, id);
    const gateway = props.gateway ?? this.createGateway(props);
    this.gatewayId = gateway.id;

    const clientSide = new Construct(this, "client");
    const webSide = new Construct(this, "web");
    const client = props.clientAttachment ? undefined : this.attachClient(clientSide, props);
    const web = props.webAttachment ? undefined : this.attachWeb(webSide, props, gateway.arn);
    this.clientAttachment = client ? [client] : [];
    this.webAttachment = web ? [web] : [];
    this.clientAttachmentId = client?.id ?? props.clientAttachment?.attachmentId ?? "";
    this.webAttachmentId = web?.id ?? props.webAttachment?.attachmentId ?? "";

    const { name } = props;
    const tables = {
      client: props.clientAttachment?.routeTableId ?? this.createTable(clientSide, name, this.clientAttachmentId),
      web: props.webAttachment?.routeTableId ?? this.createTable(webSide, name, this.webAttachmentId),
    };
    route(clientSide, { table: tables.client, to: this.webAttachmentId, cidrs: props.webCidrs });
    route(webSide, { table: tables.web, to: this.clientAttachmentId, cidrs: props.albCidrs });
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

  private attachClient(
    side: Construct,
    { name, clientVpc, clientSubnets }: TransitProps,
  ): Ec2TransitGatewayVpcAttachment {
    return new Ec2TransitGatewayVpcAttachment(side, "Attachment", {
      transitGatewayId: this.gatewayId,
      vpcId: clientVpc.vpcId,
      subnetIds: clientSubnets.map((subnet) => subnet.subnetId),
      ...NO_DEFAULT_TABLE,
      tags: { Name: `${name}-client` },
    });
  }

  private attachWeb(
    side: Construct,
    props: TransitProps,
    gatewayArn: string,
  ): Ec2TransitGatewayVpcAttachment | Ec2TransitGatewayVpcAttachmentAccepter {
    const { name, webVpc, webSubnets, share } = props;
    if (share) return this.attachOtherAccount(side, props, { ...share, name, gatewayArn });
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

  /** The route table that packets from an attachment are looked up in. */
  private createTable(side: Construct, name: string, attachmentId: string): string {
    const table = new Ec2TransitGatewayRouteTable(side, "RouteTable", {
      transitGatewayId: this.gatewayId,
      tags: { Name: `${name}-from-${side.node.id}` },
    });
    new Ec2TransitGatewayRouteTableAssociation(side, "Association", {
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: table.id,
    });
    return table.id;
  }
}

/** Packets that are looked up in a route table, to some ranges, and the attachment that they leave by. */
interface Way {
  readonly table: string;
  readonly to: string;
  readonly cidrs: readonly string[];
}

/** Static routes from one side to the other one. */
function route(side: Construct, { table, to, cidrs }: Way): void {
  for (const destinationCidrBlock of cidrs)
    new Ec2TransitGatewayRoute(side, idOf(destinationCidrBlock), {
      transitGatewayRouteTableId: table,
      destinationCidrBlock,
      transitGatewayAttachmentId: to,
    });
}

/** Off on the gateway and on each attachment: a default table of an existing gateway would associate it first. */
export const NO_DEFAULT_TABLE = {
  transitGatewayDefaultRouteTableAssociation: false,
  transitGatewayDefaultRouteTablePropagation: false,
};
