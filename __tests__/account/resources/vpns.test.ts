import { formatCidr } from "../../../src/ip";
import { type PremisesLink, type Topology } from "../../../src/topology";
import { type Told, topologyOf, unreadCarriers } from "../support/captured";
import { attachment, GATEWAY, HUB, route, TABLE } from "../support/hub-account";

const CONNECTION = {
  VpnConnectionId: "vpn-0a",
  CustomerGatewayId: "cgw-0a",
  State: "available",
  Type: "ipsec.1",
  Options: {
    StaticRoutesOnly: true,
    LocalIpv4NetworkCidr: "0.0.0.0/0",
    RemoteIpv4NetworkCidr: "0.0.0.0/0",
    TunnelInsideIpVersion: "ipv4",
  },
  Routes: [{ DestinationCidrBlock: "192.168.0.0/16", Source: "Static", State: "available" }],
};
const AT_VPC = { ...CONNECTION, VpnGatewayId: "vgw-0a" };
const AT_TRANSIT = { ...CONNECTION, TransitGatewayId: GATEWAY, Routes: [] };
const VGW = {
  VpnGatewayId: "vgw-0a",
  State: "available",
  VpcAttachments: [{ State: "attached", VpcId: "vpc-0a" }],
  AmazonSideAsn: 64512,
};
const CGW = {
  CustomerGatewayId: "cgw-0a",
  State: "available",
  IpAddress: "203.0.113.9",
  BgpAsn: "65000",
  Type: "ipsec.1",
};

const ON_VPC: Told = {
  ...HUB,
  DescribeVpnGateways: [VGW],
  DescribeCustomerGateways: [CGW],
  DescribeVpnConnections: [AT_VPC],
};
const VIA_TRANSIT: Told = {
  ...HUB,
  DescribeCustomerGateways: [CGW],
  DescribeVpnConnections: [AT_TRANSIT],
  DescribeTransitGatewayAttachments: [attachment("tgw-attach-0v", "vpn", "vpn-0a")],
  SearchTransitGatewayRoutes: { [TABLE]: [route("192.168.0.0/16", "tgw-attach-0v", { Type: "static" })] },
};

const built = (told: Told): Topology => topologyOf({ told });

function linksOf({ onPremises }: Topology): readonly PremisesLink[] {
  return onPremises.flatMap(({ links }) => links);
}

describe("a VPN connection that AWS tells of", () => {
  it("leads from the VPC of its VPN gateway to the network behind its customer gateway, by its static routes", () => {
    const topology = built(ON_VPC);
    expect(topology.onPremises.map(({ address }) => address)).toEqual(["aws_customer_gateway.cgw-0a"]);
    const [link] = linksOf(topology);
    expect(link).toMatchObject({
      address: "aws_vpn_connection.vpn-0a",
      vpnGateway: { address: "aws_vpn_gateway.vgw-0a", vpc: { address: "aws_vpc.vpc-0a" } },
    });
    expect(link!.routes!.map(({ cidr }) => formatCidr(cidr))).toEqual(["192.168.0.0/16"]);
    expect(unreadCarriers(topology)).toEqual([]);
  });

  it.each(["attaching", "detaching", "detached"])("has no VPC while its gateway is %s", (State) => {
    const gateway = { ...VGW, VpcAttachments: [{ State, VpcId: "vpc-0a" }] };
    expect(linksOf(built({ ...ON_VPC, DescribeVpnGateways: [gateway] }))[0]!.vpnGateway!.vpc).toBeUndefined();
  });

  it("has no stated routes where BGP tells them, and none that is deleted", () => {
    const learning = { ...AT_VPC, Options: { StaticRoutesOnly: false } };
    expect(linksOf(built({ ...ON_VPC, DescribeVpnConnections: [learning] }))[0]!.routes).toBeUndefined();
    const gone = { ...AT_VPC, Routes: [{ DestinationCidrBlock: "192.168.0.0/16", State: "deleted" }] };
    expect(linksOf(built({ ...ON_VPC, DescribeVpnConnections: [gone] }))[0]!.routes).toEqual([]);
  });

  it.each(["pending", "deleting", "deleted"])("is not there while it is %s", (State) => {
    expect(linksOf(built({ ...ON_VPC, DescribeVpnConnections: [{ ...AT_VPC, State }] }))).toEqual([]);
  });

  it("is its own attachment at a transit gateway, by the id that the attachment has", () => {
    const topology = built(VIA_TRANSIT);
    const [table] = topology.transitTables;
    expect(table!.routes[0]).toMatchObject({
      attachment: {
        kind: "foreign",
        address: "aws_vpn_connection.vpn-0a",
        link: { address: "aws_vpn_connection.vpn-0a" },
      },
    });
    expect(table!.associations.map(({ address }) => address)).toContain("aws_vpn_connection.vpn-0a");
  });

  it("is an attachment to somewhere where its connection is not told", () => {
    const [table] = built({ ...VIA_TRANSIT, DescribeVpnConnections: undefined }).transitTables;
    expect(table!.routes[0]!.attachment).toMatchObject({ kind: "foreign" });
    expect(table!.routes[0]!.attachment).not.toHaveProperty("link");
  });
});
