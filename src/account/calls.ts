import { type JsonObject } from "../terraform";
import { forwards } from "./forwards";

/** The services whose answers are read, as the AWS CLI and IAM spell them. */
export type AwsService = "ec2" | "elasticloadbalancing" | "ram" | "servicequotas" | "vpc-lattice";

/** A call that asks about one thing that another call has listed. */
interface AskedOf {
  /** The call that lists those things. */
  readonly call: string;
  /** The key of an item of that call that holds what is asked about. */
  readonly key: string;
  /** The parameter that takes it. */
  readonly parameter: string;
  /** The key of each listed item whose own list has the things. @default - the items are the things */
  readonly within?: string;
  /** Which of the things are asked about. @default - all */
  readonly only?: (thing: JsonObject) => boolean;
  /** Whether several may be asked about at once; the parameter is a list then. @default - one at a time */
  readonly isList?: true;
}

/** What an answer of AWS looks like, and what it is asked with. */
export interface CallShape {
  readonly service: AwsService;
  /** The operation of the API, which is the IAM action's name too. */
  readonly operation: string;
  /** The answer's key that holds the list; `WHOLE` where the answer itself is the one thing that was asked about. */
  readonly list: string;
  /** Keys that each item of this list has, of which another list of the same name lacks one. */
  readonly item: readonly string[];
  /** @default - asked once in each Region of each account */
  readonly of?: AskedOf;
  /** Parameters besides. @default - none */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Parameters with each of which it is asked once; what is answered belongs together. @default - asked once */
  readonly each?: readonly Readonly<Record<string, unknown>>[];
  /** A capture asks it only where somebody wants it to. @default - always */
  readonly isOnRequest?: true;
}

/** The answer is no list: it is what was asked about. */
export const WHOLE = "";

const ec2 = (operation: string, list: string, ...item: string[]) =>
  ({ service: "ec2", operation, list, item }) as const satisfies CallShape;
const elb = (operation: string, list: string, ...item: string[]) =>
  ({ service: "elasticloadbalancing", operation, list, item }) as const satisfies CallShape;

const lattice = (operation: string, ...item: string[]) =>
  ({ service: "vpc-lattice", operation, list: "items", item }) as const satisfies CallShape;

/**
 * Every call that is read, by the name of its operation [EC2 and Elastic Load Balancing (2015-12-01) API references]. What a
 * capture asks, what the folder of the AWS CLI's outputs may hold and what the least IAM policy allows follow from this table.
 */
export const CALLS = {
  DescribeVpcs: ec2("DescribeVpcs", "Vpcs", "VpcId", "CidrBlock"),
  DescribeSubnets: ec2("DescribeSubnets", "Subnets", "SubnetId", "VpcId"),
  DescribeRouteTables: ec2("DescribeRouteTables", "RouteTables", "RouteTableId", "Routes"),
  DescribeNetworkAcls: ec2("DescribeNetworkAcls", "NetworkAcls", "NetworkAclId", "Entries"),
  DescribeSecurityGroups: ec2("DescribeSecurityGroups", "SecurityGroups", "GroupId", "IpPermissions"),
  DescribeSecurityGroupRules: ec2("DescribeSecurityGroupRules", "SecurityGroupRules", "SecurityGroupRuleId"),
  DescribeNetworkInterfaces: ec2("DescribeNetworkInterfaces", "NetworkInterfaces", "NetworkInterfaceId"),
  DescribeInstances: ec2("DescribeInstances", "Reservations", "Instances"),
  /** What an instance that forwards was started with; a capture keeps no more than a hash of it. */
  DescribeInstanceAttribute: {
    ...ec2("DescribeInstanceAttribute", WHOLE, "InstanceId", "UserData"),
    of: {
      ...{ call: "DescribeInstances", key: "InstanceId", parameter: "InstanceId", within: "Instances" },
      only: forwards,
    },
    input: { Attribute: "userData" },
    isOnRequest: true,
  },
  DescribeAddresses: ec2("DescribeAddresses", "Addresses", "PublicIp"),
  DescribeInternetGateways: ec2("DescribeInternetGateways", "InternetGateways", "InternetGatewayId"),
  DescribeEgressOnlyInternetGateways: ec2(
    "DescribeEgressOnlyInternetGateways",
    "EgressOnlyInternetGateways",
    "EgressOnlyInternetGatewayId",
  ),
  DescribeNatGateways: ec2("DescribeNatGateways", "NatGateways", "NatGatewayId"),
  DescribeVpnGateways: ec2("DescribeVpnGateways", "VpnGateways", "VpnGatewayId"),
  DescribeCustomerGateways: ec2("DescribeCustomerGateways", "CustomerGateways", "CustomerGatewayId"),
  DescribeVpnConnections: ec2("DescribeVpnConnections", "VpnConnections", "VpnConnectionId"),
  DescribeVpcPeeringConnections: ec2(
    "DescribeVpcPeeringConnections",
    "VpcPeeringConnections",
    "VpcPeeringConnectionId",
  ),
  DescribeVpcEndpoints: ec2("DescribeVpcEndpoints", "VpcEndpoints", "VpcEndpointId", "VpcEndpointType"),
  DescribeVpcEndpointServiceConfigurations: ec2(
    "DescribeVpcEndpointServiceConfigurations",
    "ServiceConfigurations",
    "ServiceId",
  ),
  DescribeVpcEndpointServicePermissions: {
    ...ec2("DescribeVpcEndpointServicePermissions", "AllowedPrincipals", "Principal"),
    of: { call: "DescribeVpcEndpointServiceConfigurations", key: "ServiceId", parameter: "ServiceId" },
  },
  DescribeVpcEndpointConnections: ec2(
    "DescribeVpcEndpointConnections",
    "VpcEndpointConnections",
    "VpcEndpointId",
    "VpcEndpointState",
  ),
  DescribeManagedPrefixLists: ec2("DescribeManagedPrefixLists", "PrefixLists", "PrefixListId", "State"),
  GetManagedPrefixListEntries: {
    ...ec2("GetManagedPrefixListEntries", "Entries", "Cidr"),
    of: { call: "DescribeManagedPrefixLists", key: "PrefixListId", parameter: "PrefixListId" },
  },
  DescribeTransitGateways: ec2("DescribeTransitGateways", "TransitGateways", "TransitGatewayId", "Options"),
  DescribeTransitGatewayAttachments: ec2(
    "DescribeTransitGatewayAttachments",
    "TransitGatewayAttachments",
    "TransitGatewayAttachmentId",
    "ResourceType",
  ),
  DescribeTransitGatewayVpcAttachments: ec2(
    "DescribeTransitGatewayVpcAttachments",
    "TransitGatewayVpcAttachments",
    "TransitGatewayAttachmentId",
    "SubnetIds",
  ),
  DescribeTransitGatewayPeeringAttachments: ec2(
    "DescribeTransitGatewayPeeringAttachments",
    "TransitGatewayPeeringAttachments",
    "TransitGatewayAttachmentId",
  ),
  DescribeTransitGatewayRouteTables: ec2(
    "DescribeTransitGatewayRouteTables",
    "TransitGatewayRouteTables",
    "TransitGatewayRouteTableId",
    "DefaultAssociationRouteTable",
  ),
  GetTransitGatewayRouteTableAssociations: {
    ...ec2("GetTransitGatewayRouteTableAssociations", "Associations", "TransitGatewayAttachmentId"),
    of: {
      call: "DescribeTransitGatewayRouteTables",
      key: "TransitGatewayRouteTableId",
      parameter: "TransitGatewayRouteTableId",
    },
  },
  GetTransitGatewayRouteTablePropagations: {
    ...ec2(
      "GetTransitGatewayRouteTablePropagations",
      "TransitGatewayRouteTablePropagations",
      "TransitGatewayAttachmentId",
    ),
    of: {
      call: "DescribeTransitGatewayRouteTables",
      key: "TransitGatewayRouteTableId",
      parameter: "TransitGatewayRouteTableId",
    },
  },
  SearchTransitGatewayRoutes: {
    ...ec2("SearchTransitGatewayRoutes", "Routes", "Type", "State"),
    of: {
      call: "DescribeTransitGatewayRouteTables",
      key: "TransitGatewayRouteTableId",
      parameter: "TransitGatewayRouteTableId",
    },
    input: { Filters: [{ Name: "state", Values: ["active", "blackhole"] }], MaxResults: 1000 },
  },
  DescribeTransitGatewayPolicyTables: ec2(
    "DescribeTransitGatewayPolicyTables",
    "TransitGatewayPolicyTables",
    "TransitGatewayPolicyTableId",
  ),
  GetTransitGatewayPolicyTableAssociations: {
    ...ec2("GetTransitGatewayPolicyTableAssociations", "Associations", "TransitGatewayPolicyTableId"),
    of: {
      call: "DescribeTransitGatewayPolicyTables",
      key: "TransitGatewayPolicyTableId",
      parameter: "TransitGatewayPolicyTableId",
    },
  },
  GetTransitGatewayPrefixListReferences: {
    ...ec2("GetTransitGatewayPrefixListReferences", "TransitGatewayPrefixListReferences", "PrefixListId"),
    of: {
      call: "DescribeTransitGatewayRouteTables",
      key: "TransitGatewayRouteTableId",
      parameter: "TransitGatewayRouteTableId",
    },
  },
  DescribeVpcEncryptionControls: ec2(
    "DescribeVpcEncryptionControls",
    "VpcEncryptionControls",
    "VpcEncryptionControlId",
  ),
  DescribeLoadBalancers: elb("DescribeLoadBalancers", "LoadBalancers", "LoadBalancerArn"),
  DescribeListeners: {
    ...elb("DescribeListeners", "Listeners", "ListenerArn"),
    of: { call: "DescribeLoadBalancers", key: "LoadBalancerArn", parameter: "LoadBalancerArn" },
  },
  DescribeRules: {
    ...elb("DescribeRules", "Rules", "RuleArn"),
    of: { call: "DescribeListeners", key: "ListenerArn", parameter: "ListenerArn" },
  },
  DescribeTargetGroups: elb("DescribeTargetGroups", "TargetGroups", "TargetGroupArn"),
  DescribeLoadBalancerAttributes: {
    ...elb("DescribeLoadBalancerAttributes", "Attributes", "Key"),
    of: { call: "DescribeLoadBalancers", key: "LoadBalancerArn", parameter: "LoadBalancerArn" },
  },
  DescribeTargetGroupAttributes: {
    ...elb("DescribeTargetGroupAttributes", "Attributes", "Key"),
    of: { call: "DescribeTargetGroups", key: "TargetGroupArn", parameter: "TargetGroupArn" },
  },
  DescribeTargetHealth: {
    ...elb("DescribeTargetHealth", "TargetHealthDescriptions", "Target"),
    of: { call: "DescribeTargetGroups", key: "TargetGroupArn", parameter: "TargetGroupArn" },
  },
  ListServiceNetworkVpcAssociations: {
    ...lattice("ListServiceNetworkVpcAssociations", "vpcId", "serviceNetworkId"),
    of: { call: "DescribeVpcs", key: "VpcId", parameter: "vpcIdentifier" },
  },
  ListTargetGroups: lattice("ListTargetGroups", "arn", "type", "serviceArns"),
  ListResourceConfigurations: lattice("ListResourceConfigurations", "arn", "type", "status"),
  GetResourceConfiguration: {
    service: "vpc-lattice",
    operation: "GetResourceConfiguration",
    list: WHOLE,
    item: ["id", "type", "resourceConfigurationDefinition"],
    of: { call: "ListResourceConfigurations", key: "id", parameter: "resourceConfigurationIdentifier" },
  },
  ListTargets: {
    ...lattice("ListTargets", "id", "status"),
    of: { call: "ListTargetGroups", key: "id", parameter: "targetGroupIdentifier" },
  },
  GetResourceShares: {
    service: "ram",
    operation: "GetResourceShares",
    list: "resourceShares",
    item: ["resourceShareArn", "owningAccountId"],
    input: { resourceOwner: "SELF" },
  },
  ListServiceQuotas: {
    service: "servicequotas",
    operation: "ListServiceQuotas",
    list: "Quotas",
    item: ["QuotaCode", "Value"],
    each: [{ ServiceCode: "vpc" }, { ServiceCode: "ec2" }, { ServiceCode: "elasticloadbalancing" }],
  },
} as const satisfies Record<string, CallShape>;

/** The name of a call that is read: that of its operation. */
export type CallName = keyof typeof CALLS;

/** The shape of a call. */
export function shapeOf(name: CallName): CallShape {
  return CALLS[name];
}

/** The call that lists what a call asks about; undefined for calls that list everything. */
export function parentOf(name: CallName): { readonly call: CallName; readonly key: string } | undefined {
  const { of } = shapeOf(name);
  return of && Object.hasOwn(CALLS, of.call) ? { call: of.call as CallName, key: of.key } : undefined;
}
