import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Ec2TransitGatewayVpcAttachmentAccepter } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment-accepter";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";
import { partitionOf } from "../config/regions";
import { type Cidr, formatCidr } from "../ipv4";
import type { ClientVpc } from "./client-vpc";
import { GatewayShare } from "./gateway-share";
import type { WebVpc } from "./web-vpc";
import { idOf } from "./construct-id";

export interface TransitProps {
  readonly plan: AddressPlan;
  readonly clientVpc: ClientVpc;
  readonly webVpc: WebVpc;
  /** Set when the web side lives in another account: the gateway is shared with it, its attachment accepted. */
  readonly webProvider?: AwsProvider;
}

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
    const { plan, clientVpc } = props;
    const gateway = existingGateway(plan) ?? this.createGateway(plan);
    this.gatewayId = gateway.id;

    const clientSide = new Construct(this, "client");
    const webSide = new Construct(this, "web");
    const clientAttachment = new Ec2TransitGatewayVpcAttachment(clientSide, "Attachment", {
      transitGatewayId: this.gatewayId,
      vpcId: clientVpc.vpcId,
      subnetIds: plan.attachmentSubnets.map((subnet) => clientVpc.subnet(subnet).subnetId),
      ...NO_DEFAULT_TABLE,
      tags: { Name: `${plan.name}-client` },
    });
    this.clientAttachment = clientAttachment;
    this.clientAttachmentId = clientAttachment.id;
    const web = props.webProvider
      ? this.attachOtherAccount(webSide, props, gateway.arn, props.webProvider)
      : this.attachWeb(webSide, props);
    this.webAttachment = web;
    this.webAttachmentId = web.id;

    const toWeb = plan.steers.map((steer) => steer.destination);
    this.routeFrom(clientSide, plan, this.clientAttachmentId, toWeb, this.webAttachmentId);
    this.routeFrom(webSide, plan, this.webAttachmentId, plan.albPrefixes, this.clientAttachmentId);
  }

  private createGateway(plan: AddressPlan): GatewayNames {
    return new Ec2TransitGateway(this, "Gateway", {
      description: `Bridge ${plan.name} between two VPCs with the same addresses`,
      amazonSideAsn: plan.config.transit_gateway.asn,
      // A default table would let every attachment reach every other one.
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      autoAcceptSharedAttachments: "disable",
      tags: { Name: plan.name },
    });
  }

  private attachWeb(side: Construct, { plan, webVpc }: TransitProps): Ec2TransitGatewayVpcAttachment {
    return new Ec2TransitGatewayVpcAttachment(side, "Attachment", {
      transitGatewayId: this.gatewayId,
      vpcId: webVpc.vpcId,
      subnetIds: plan.webAttachmentSubnets.map((subnet) => webVpc.subnet(subnet).subnetId),
      ...NO_DEFAULT_TABLE,
      tags: { Name: `${plan.name}-web` },
    });
  }

  /** The sharee attaches; default tables are the owner's to refuse, in the accepter. */
  private attachOtherAccount(
    side: Construct,
    { plan, webVpc }: TransitProps,
    gatewayArn: string,
    webProvider: AwsProvider,
  ): Ec2TransitGatewayVpcAttachmentAccepter {
    const share = new GatewayShare(this, "share", { plan, gatewayArn, webProvider });
    const attachment = new Ec2TransitGatewayVpcAttachment(side, "Attachment", {
      provider: webProvider,
      transitGatewayId: this.gatewayId,
      vpcId: webVpc.vpcId,
      subnetIds: plan.webAttachmentSubnets.map((subnet) => webVpc.subnet(subnet).subnetId),
      tags: { Name: `${plan.name}-web` },
      dependsOn: [...share.dependables],
    });
    return new Ec2TransitGatewayVpcAttachmentAccepter(side, "Accepter", {
      transitGatewayAttachmentId: attachment.id,
      ...NO_DEFAULT_TABLE,
      tags: { Name: `${plan.name}-web` },
    });
  }

  /** The route table that packets from one attachment are looked up in, with static routes to the other one. */
  private routeFrom(
    side: Construct,
    plan: AddressPlan,
    attachmentId: string,
    destinations: readonly Cidr[],
    nextAttachmentId: string,
  ): void {
    const table = new Ec2TransitGatewayRouteTable(side, "RouteTable", {
      transitGatewayId: this.gatewayId,
      tags: { Name: `${plan.name}-from-${side.node.id}` },
    });
    new Ec2TransitGatewayRouteTableAssociation(side, "Association", {
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: table.id,
    });
    for (const destination of destinations) {
      const destinationCidrBlock = formatCidr(destination);
      new Ec2TransitGatewayRoute(side, idOf(destinationCidrBlock), {
        transitGatewayRouteTableId: table.id,
        destinationCidrBlock,
        transitGatewayAttachmentId: nextAttachmentId,
      });
    }
  }
}

/** Off on the gateway and on each attachment: a default table of an existing gateway would associate it first. */
const NO_DEFAULT_TABLE = {
  transitGatewayDefaultRouteTableAssociation: false,
  transitGatewayDefaultRouteTablePropagation: false,
};

interface GatewayNames {
  readonly id: string;
  readonly arn: string;
}

/** The ARN follows from the id, so that nothing has to be looked up. */
function existingGateway({ config }: AddressPlan): GatewayNames | undefined {
  const { id } = config.transit_gateway;
  if (!id) return undefined;
  return {
    id,
    arn: `arn:${partitionOf(config.region)}:ec2:${config.region}:${config.client.account?.id}:transit-gateway/${id}`,
  };
}
