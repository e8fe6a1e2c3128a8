import { ACCOUNT, type Told } from "./captured";
import { acl, table } from "./two-vpcs-told";

export const GATEWAY = "tgw-0a1";
export const TABLE = "tgw-rtb-0a1";
export const ATTACHMENT_A = "tgw-attach-0a";
export const ATTACHMENT_B = "tgw-attach-0b";

export const vpc = (id: string, range: string) => ({
  VpcId: id,
  CidrBlock: range,
  OwnerId: ACCOUNT,
  State: "available",
  CidrBlockAssociationSet: [
    { AssociationId: `vpc-cidr-assoc-${id}`, CidrBlock: range, CidrBlockState: { State: "associated" } },
  ],
});

export const subnet = (id: string, ofVpc: string, range: string, zone = "eu-central-1a") => ({
  SubnetId: id,
  VpcId: ofVpc,
  CidrBlock: range,
  AvailabilityZone: zone,
  OwnerId: ACCOUNT,
  State: "available",
});

export const vpcAttachment = (id: string, ofVpc: string, inSubnet: string) => ({
  TransitGatewayAttachmentId: id,
  TransitGatewayId: GATEWAY,
  VpcId: ofVpc,
  VpcOwnerId: ACCOUNT,
  State: "available",
  SubnetIds: [inSubnet],
  Options: {
    DnsSupport: "enable",
    SecurityGroupReferencingSupport: "enable",
    Ipv6Support: "disable",
    ApplianceModeSupport: "disable",
  },
});

export const attachment = (id: string, type: string, resource: string) => ({
  TransitGatewayAttachmentId: id,
  TransitGatewayId: GATEWAY,
  TransitGatewayOwnerId: ACCOUNT,
  ResourceOwnerId: ACCOUNT,
  ResourceType: type,
  ResourceId: resource,
  State: "available",
  Association: { TransitGatewayRouteTableId: TABLE, State: "associated" },
});

export const route = (cidr: string, to: string, more: object = {}) => ({
  DestinationCidrBlock: cidr,
  TransitGatewayAttachments: [{ ResourceId: `of-${to}`, TransitGatewayAttachmentId: to, ResourceType: "vpc" }],
  Type: "propagated",
  State: "active",
  ...more,
});

/** Two VPCs at one transit gateway with its default table, as AWS tells of them. */
export const HUB: Told = {
  DescribeVpcs: [vpc("vpc-0a", "10.0.0.0/16"), vpc("vpc-0b", "10.1.0.0/16")],
  DescribeSubnets: [subnet("subnet-0a", "vpc-0a", "10.0.0.0/24"), subnet("subnet-0b", "vpc-0b", "10.1.0.0/24")],
  DescribeRouteTables: [table("rtb-0a", "vpc-0a", []), table("rtb-0b", "vpc-0b", [])],
  DescribeNetworkAcls: [acl("acl-0a", "vpc-0a", ["subnet-0a"]), acl("acl-0b", "vpc-0b", ["subnet-0b"])],
  DescribeSecurityGroups: [],
  DescribeInternetGateways: [],
  DescribeNetworkInterfaces: [],
  DescribeTransitGateways: [
    {
      TransitGatewayId: GATEWAY,
      TransitGatewayArn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:transit-gateway/${GATEWAY}`,
      State: "available",
      OwnerId: ACCOUNT,
      Options: {
        AmazonSideAsn: 64512,
        AutoAcceptSharedAttachments: "disable",
        DefaultRouteTableAssociation: "enable",
        AssociationDefaultRouteTableId: TABLE,
        DefaultRouteTablePropagation: "enable",
        PropagationDefaultRouteTableId: TABLE,
        SecurityGroupReferencingSupport: "disable",
      },
    },
  ],
  DescribeTransitGatewayRouteTables: [
    {
      TransitGatewayRouteTableId: TABLE,
      TransitGatewayId: GATEWAY,
      State: "available",
      DefaultAssociationRouteTable: true,
      DefaultPropagationRouteTable: true,
    },
  ],
  DescribeTransitGatewayVpcAttachments: [
    vpcAttachment(ATTACHMENT_A, "vpc-0a", "subnet-0a"),
    vpcAttachment(ATTACHMENT_B, "vpc-0b", "subnet-0b"),
  ],
  DescribeTransitGatewayPeeringAttachments: [],
  DescribeTransitGatewayAttachments: [
    attachment(ATTACHMENT_A, "vpc", "vpc-0a"),
    attachment(ATTACHMENT_B, "vpc", "vpc-0b"),
  ],
  GetTransitGatewayRouteTableAssociations: {
    [TABLE]: [
      { TransitGatewayAttachmentId: ATTACHMENT_A, ResourceId: "vpc-0a", ResourceType: "vpc", State: "associated" },
      { TransitGatewayAttachmentId: ATTACHMENT_B, ResourceId: "vpc-0b", ResourceType: "vpc", State: "associated" },
    ],
  },
  GetTransitGatewayRouteTablePropagations: {
    [TABLE]: [
      { TransitGatewayAttachmentId: ATTACHMENT_A, ResourceId: "vpc-0a", ResourceType: "vpc", State: "enabled" },
      { TransitGatewayAttachmentId: ATTACHMENT_B, ResourceId: "vpc-0b", ResourceType: "vpc", State: "enabled" },
    ],
  },
  SearchTransitGatewayRoutes: { [TABLE]: [route("10.0.0.0/16", ATTACHMENT_A), route("10.1.0.0/16", ATTACHMENT_B)] },
  GetTransitGatewayPrefixListReferences: { [TABLE]: [] },
  DescribeTransitGatewayPolicyTables: [],
};
