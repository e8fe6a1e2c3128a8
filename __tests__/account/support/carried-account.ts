import { FORWARD, FRONT, group as targetGroup, listener, LISTENER, node, target, WEB } from "./balanced-account";
import { ATTACHMENT_A, ATTACHMENT_B, GATEWAY, HUB, TABLE, route as transitRoute, vpcAttachment } from "./hub-account";
import { type Told } from "./told";
import { acl, eni, group, instance, local, permission, route, subnet, table, vpc } from "./two-vpcs-told";

const in80 = permission(80, { IpRanges: [{ CidrIp: "10.0.0.0/8" }] });
const in8080 = permission(8080, { IpRanges: [{ CidrIp: "10.0.0.0/16" }] });
const groups = (id: string) => ({ Groups: [{ GroupId: id, GroupName: id }] });
const on = (id: string) => ({ Attachment: { InstanceId: id, DeviceIndex: 0, Status: "attached" } });

const CLIENT = eni("eni-client", "subnet-0a", "vpc-0a", ["10.0.0.50"], { ...groups("sg-client"), ...on("i-client") });
const SERVER = eni("eni-web", "subnet-0b", "vpc-0b", ["10.1.0.20"], { ...groups("sg-web"), ...on("i-web") });
const toGateway = (range: string) => route(range, { TransitGatewayId: GATEWAY });

/** An attachment's interface, which has no security group. */
const attachmentNic = (id: string, of: string, inSubnet: string, ofVpc: string, address: string) =>
  eni(id, inSubnet, ofVpc, [address], {
    InterfaceType: "transit_gateway",
    Description: `Network Interface for Transit Gateway Attachment ${of}`,
    RequesterManaged: true,
    SourceDestCheck: false,
  });

const BALANCER = {
  LoadBalancerArn: FRONT,
  LoadBalancerName: "front",
  Scheme: "internal",
  Type: "application",
  VpcId: "vpc-0a",
  State: { Code: "active" },
  AvailabilityZones: [{ ZoneName: "eu-west-1a", SubnetId: "subnet-0a", LoadBalancerAddresses: [] }],
  SecurityGroups: ["sg-front"],
  IpAddressType: "ipv4",
};

/** A client and a load balancer in one VPC, by a transit gateway the web server in another one. */
export const CARRIED: Told = {
  ...(HUB as Told),
  DescribeVpcs: [vpc("vpc-0a", "10.0.0.0/16"), vpc("vpc-0b", "10.1.0.0/16")],
  DescribeSubnets: [subnet("subnet-0a", "vpc-0a", "10.0.0.0/24"), subnet("subnet-0b", "vpc-0b", "10.1.0.0/24")],
  DescribeRouteTables: [
    table("rtb-a", "vpc-0a", [local("10.0.0.0/16"), toGateway("10.1.0.0/16")]),
    table("rtb-b", "vpc-0b", [local("10.1.0.0/16"), toGateway("10.0.0.0/16")]),
  ],
  DescribeNetworkAcls: [acl("acl-a", "vpc-0a", ["subnet-0a"]), acl("acl-b", "vpc-0b", ["subnet-0b"])],
  DescribeSecurityGroups: [
    group("sg-default-a", "vpc-0a", []),
    group("sg-default-b", "vpc-0b", []),
    group("sg-client", "vpc-0a", []),
    group("sg-front", "vpc-0a", [in80]),
    group("sg-web", "vpc-0b", [in8080]),
  ],
  DescribeInternetGateways: [],
  DescribeEgressOnlyInternetGateways: [],
  DescribeNatGateways: [],
  DescribeVpcPeeringConnections: [],
  DescribeVpcEndpoints: [],
  DescribeVpnGateways: [],
  DescribeVpnConnections: [],
  DescribeNetworkInterfaces: [
    CLIENT,
    SERVER,
    { ...node("eni-0a", "subnet-0a", "10.0.0.10"), ...groups("sg-front") },
    attachmentNic("eni-ta", ATTACHMENT_A, "subnet-0a", "vpc-0a", "10.0.0.200"),
    attachmentNic("eni-tb", ATTACHMENT_B, "subnet-0b", "vpc-0b", "10.1.0.200"),
  ],
  DescribeInstances: [
    instance("i-client", "subnet-0a", "vpc-0a", [CLIENT]),
    instance("i-web", "subnet-0b", "vpc-0b", [SERVER]),
  ],
  DescribeAddresses: [],
  DescribeTransitGatewayVpcAttachments: [
    vpcAttachment(ATTACHMENT_A, "vpc-0a", "subnet-0a"),
    vpcAttachment(ATTACHMENT_B, "vpc-0b", "subnet-0b"),
  ],
  SearchTransitGatewayRoutes: {
    [TABLE]: [transitRoute("10.0.0.0/16", ATTACHMENT_A), transitRoute("10.1.0.0/16", ATTACHMENT_B)],
  },
  DescribeLoadBalancers: [BALANCER],
  DescribeLoadBalancerAttributes: { [FRONT]: [{ Key: "load_balancing.cross_zone.enabled", Value: "true" }] },
  DescribeListeners: { [FRONT]: [listener({ DefaultActions: [FORWARD] })] },
  DescribeRules: { [LISTENER]: [] },
  DescribeTargetGroups: [targetGroup()],
  DescribeTargetGroupAttributes: { [WEB]: [{ Key: "deregistration_delay.timeout_seconds", Value: "300" }] },
  DescribeTargetHealth: {
    [WEB]: [{ ...target("10.1.0.20", "healthy"), Target: { Id: "10.1.0.20", Port: 8080, AvailabilityZone: "all" } }],
  },
};
