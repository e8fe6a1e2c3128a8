import { CARRIED } from "./support/carried-account";
import { attachment, GATEWAY, route, TABLE } from "./support/hub-account";
import { askingGraph, changing, graphTold, refusing, type Told } from "./support/told";
import { acl, group, permission, route as vpcRoute } from "./support/two-vpcs-told";

const CGW = { CustomerGatewayId: "cgw-0a", State: "available", IpAddress: "203.0.113.9", BgpAsn: "65000" };
const VGW = { VpnGatewayId: "vgw-0b", State: "available", VpcAttachments: [{ State: "attached", VpcId: "vpc-0b" }] };
const CONNECTION = {
  VpnConnectionId: "vpn-0a",
  CustomerGatewayId: "cgw-0a",
  State: "available",
  Options: { StaticRoutesOnly: true },
  Routes: [],
};
const STATIC = { Routes: [{ DestinationCidrBlock: "192.168.0.0/16", Source: "Static", State: "available" }] };
const admits = group("sg-web", "vpc-0b", [permission(8080, { IpRanges: [{ CidrIp: "192.168.0.0/16" }] })]);
const routed = (target: object): Told =>
  changing(
    changing(CARRIED, "DescribeSecurityGroups", 4, () => admits),
    "DescribeRouteTables",
    1,
    (item) => ({ ...item, Routes: [...(item.Routes as object[]).slice(0, 1), vpcRoute("192.168.0.0/16", target)] }),
  );

/** By a VPN gateway of the VPC. */
const BY_VPC: Told = {
  ...routed({ GatewayId: "vgw-0b" }),
  DescribeCustomerGateways: [CGW],
  DescribeVpnGateways: [VGW],
  DescribeVpnConnections: [{ ...CONNECTION, ...STATIC, VpnGatewayId: "vgw-0b" }],
};

/** By the transit gateway. */
const BY_TRANSIT: Told = {
  ...routed({ TransitGatewayId: GATEWAY }),
  DescribeCustomerGateways: [CGW],
  DescribeVpnConnections: [{ ...CONNECTION, TransitGatewayId: GATEWAY }],
  DescribeTransitGatewayAttachments: [
    attachment("tgw-attach-0a", "vpc", "vpc-0a"),
    attachment("tgw-attach-0b", "vpc", "vpc-0b"),
    attachment("tgw-attach-0v", "vpn", "vpn-0a"),
  ],
  GetTransitGatewayRouteTableAssociations: {
    [TABLE]: ["0a", "0b", "0v"].map((id) => ({ TransitGatewayAttachmentId: `tgw-attach-${id}`, State: "associated" })),
  },
  SearchTransitGatewayRoutes: {
    [TABLE]: [route("10.1.0.0/16", "tgw-attach-0b"), route("192.168.0.0/16", "tgw-attach-0v", { Type: "static" })],
  },
};

const both = (told: Told): readonly string[] => {
  const network = askingGraph(graphTold(told));
  return [
    network.verdict("aws_customer_gateway.cgw-0a", "aws_instance.i-web", 8080),
    network.verdict("aws_instance.i-web", "aws_customer_gateway.cgw-0a", 443),
  ];
};

describe.each([
  ["a VPN gateway", BY_VPC],
  ["a transit gateway", BY_TRANSIT],
])("a network on-premises behind %s of an account", (name, told) => {
  it("gets in and is got to", () => {
    expect(both(told)).toEqual(["ALLOWED", "ALLOWED"]);
  });

  it("does neither through a network ACL that denies", () => {
    const closed = changing(told, "DescribeNetworkAcls", 1, () => ({
      ...acl("acl-b", "vpc-0b", ["subnet-0b"]),
      Entries: [],
    }));
    expect(both(closed)).toEqual(["DENIED", "DENIED"]);
  });

  it("does neither without the connection, for all that is known", () => {
    const without = both({ ...told, DescribeVpnConnections: [] });
    expect(without).not.toContain("ALLOWED");
  });

  it.each([
    ...(["DescribeVpnConnections", "DescribeCustomerGateways"] as const),
    ...(name === "a VPN gateway"
      ? (["DescribeVpnGateways"] as const)
      : (["DescribeTransitGatewayAttachments", "SearchTransitGatewayRoutes"] as const)),
  ])("is not certain where AWS did not tell %s", (call) => {
    const found = both(refusing(told, call));
    expect(found).not.toContain("DENIED");
  });
});
