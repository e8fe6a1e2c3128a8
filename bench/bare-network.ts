import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { LocalBackend, type TerraformStack } from "cdktf";
import { BRIDGE } from "./bridge-file";

export interface BareNetwork {
  readonly clientVpc: Vpc;
  readonly webVpc: Vpc;
  readonly clients: Subnet;
  readonly albSubnets: readonly Subnet[];
}

interface BareSubnet {
  readonly subnet: Subnet;
  readonly table: RouteTable;
}

/** The network of {@link bridgeFile}, resource by resource in plain cdktf: no plan, no checks, every value a literal. */
export function bareNetwork(stack: TerraformStack): BareNetwork {
  new LocalBackend(stack, { path: `../../../state/${BRIDGE}.tfstate` });
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  const [clientVpc, webVpc] = [bareVpc(stack, "client"), bareVpc(stack, "web")];
  const range = new VpcIpv4CidrBlockAssociation(stack, "range", { vpcId: clientVpc.id, cidrBlock: "100.64.0.0/24" });

  const clients = bareSubnet(stack, "clients", clientVpc.id, "10.64.0.0/20", "a");
  const albA = bareSubnet(stack, "alb-a", range.vpcId, "100.64.0.0/27", "a");
  const albB = bareSubnet(stack, "alb-b", range.vpcId, "100.64.0.32/27", "b");
  const natA = bareSubnet(stack, "nat-a", range.vpcId, "100.64.0.128/28", "a");
  const natB = bareSubnet(stack, "nat-b", range.vpcId, "100.64.0.144/28", "b");
  const attachmentA = bareSubnet(stack, "attachment-a", range.vpcId, "100.64.0.192/28", "a");
  const attachmentB = bareSubnet(stack, "attachment-b", range.vpcId, "100.64.0.208/28", "b");
  const servers = bareSubnet(stack, "servers", webVpc.id, "10.64.0.0/20", "a");

  const gatewayA = bareNat(stack, "nat-gateway-a", natA.subnet, "100.64.0.132");
  bareNat(stack, "nat-gateway-b", natB.subnet, "100.64.0.148");
  for (const { subnet } of [albA, albB]) {
    new Route(stack, `clients-to-${subnet.node.id}`, {
      routeTableId: clients.table.id,
      destinationCidrBlock: subnet.cidrBlockInput,
      natGatewayId: gatewayA.id,
      dependsOn: [subnet],
    });
  }

  const transit = new Ec2TransitGateway(stack, "transit", {
    description: `Bridge ${BRIDGE} between two VPCs with the same addresses`,
    amazonSideAsn: 64512,
    defaultRouteTableAssociation: "disable",
    defaultRouteTablePropagation: "disable",
    autoAcceptSharedAttachments: "disable",
    tags: { Name: BRIDGE },
  });
  const clientSide = bareAttachment(stack, "client", transit, clientVpc, [attachmentA.subnet, attachmentB.subnet]);
  const webSide = bareAttachment(stack, "web", transit, webVpc, [servers.subnet]);
  bareTransitTable(stack, "client", transit, clientSide, "10.64.0.0/20", webSide);
  bareTransitTable(stack, "web", transit, webSide, "100.64.0.0/26", clientSide);

  for (const [alb, attachment] of [
    [albA, attachmentA],
    [albB, attachmentB],
  ] as const) {
    const found = new DataAwsNetworkInterface(stack, `interface-${attachment.subnet.node.id}`, {
      filter: [
        { name: "description", values: [`Network Interface for Transit Gateway Attachment ${clientSide.id}`] },
        { name: "interface-type", values: ["transit_gateway"] },
        { name: "subnet-id", values: [attachment.subnet.id] },
      ],
    });
    new Route(stack, `steer-${alb.subnet.node.id}`, {
      routeTableId: alb.table.id,
      destinationCidrBlock: "10.64.0.0/20",
      networkInterfaceId: found.id,
      dependsOn: [clients.subnet],
    });
  }
  new Route(stack, "web-to-alb", {
    routeTableId: servers.table.id,
    destinationCidrBlock: "100.64.0.0/26",
    transitGatewayId: transit.id,
    dependsOn: [webSide],
  });
  return { clientVpc, webVpc, clients: clients.subnet, albSubnets: [albA.subnet, albB.subnet] };
}

function bareVpc(stack: TerraformStack, side: string): Vpc {
  const vpc = new Vpc(stack, `${side}-vpc`, {
    cidrBlock: "10.64.0.0/16",
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: `${BRIDGE}-${side}` },
  });
  new DefaultSecurityGroup(stack, `${side}-default-group`, {
    vpcId: vpc.id,
    ingress: [],
    egress: [],
    tags: { Name: `${BRIDGE}-${side}-default-closed` },
  });
  return vpc;
}

function bareSubnet(stack: TerraformStack, id: string, vpcId: string, cidrBlock: string, zone: string): BareSubnet {
  const tags = { Name: `${BRIDGE}-${id}` };
  const subnet = new Subnet(stack, id, {
    vpcId,
    cidrBlock,
    availabilityZone: `us-east-1${zone}`,
    mapPublicIpOnLaunch: false,
    tags,
  });
  const table = new RouteTable(stack, `${id}-table`, { vpcId, tags });
  new RouteTableAssociation(stack, `${id}-association`, { subnetId: subnet.id, routeTableId: table.id });
  return { subnet, table };
}

function bareNat(stack: TerraformStack, id: string, subnet: Subnet, privateIp: string): NatGateway {
  return new NatGateway(stack, id, {
    connectivityType: "private",
    subnetId: subnet.id,
    privateIp,
    secondaryPrivateIpAddresses: [],
    tags: { Name: `${BRIDGE}-${id}` },
  });
}

function bareAttachment(
  stack: TerraformStack,
  side: string,
  transit: Ec2TransitGateway,
  vpc: Vpc,
  subnets: readonly Subnet[],
): Ec2TransitGatewayVpcAttachment {
  return new Ec2TransitGatewayVpcAttachment(stack, `${side}-attachment`, {
    transitGatewayId: transit.id,
    vpcId: vpc.id,
    subnetIds: subnets.map((subnet) => subnet.id),
    transitGatewayDefaultRouteTableAssociation: false,
    transitGatewayDefaultRouteTablePropagation: false,
    tags: { Name: `${BRIDGE}-${side}` },
  });
}

function bareTransitTable(
  stack: TerraformStack,
  side: string,
  transit: Ec2TransitGateway,
  from: Ec2TransitGatewayVpcAttachment,
  destinationCidrBlock: string,
  to: Ec2TransitGatewayVpcAttachment,
): void {
  const table = new Ec2TransitGatewayRouteTable(stack, `${side}-transit-table`, {
    transitGatewayId: transit.id,
    tags: { Name: `${BRIDGE}-from-${side}` },
  });
  new Ec2TransitGatewayRouteTableAssociation(stack, `${side}-transit-association`, {
    transitGatewayAttachmentId: from.id,
    transitGatewayRouteTableId: table.id,
  });
  new Ec2TransitGatewayRoute(stack, `${side}-transit-route`, {
    transitGatewayRouteTableId: table.id,
    destinationCidrBlock,
    transitGatewayAttachmentId: to.id,
  });
}
