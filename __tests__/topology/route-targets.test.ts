import { type RouteTarget } from "../../src/topology";
import { applied, configured, id, type Resources, SOMETHING, thing, VPC } from "../support/networks";

const BASE: Resources = {
  ...VPC,
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" }, w: { cidr_block: "10.1.0.0/16" } },
  aws_internet_gateway: { g: { vpc_id: id("aws_vpc.v") } },
  aws_nat_gateway: { n: { subnet_id: id("aws_subnet.a"), connectivity_type: "private" } },
  aws_network_interface: { i: { subnet_id: id("aws_subnet.a") } },
  aws_instance: { h: { subnet_id: id("aws_subnet.a") } },
  aws_ec2_transit_gateway: { t: {} },
  aws_vpc_peering_connection: { p: { vpc_id: id("aws_vpc.v"), peer_vpc_id: id("aws_vpc.w"), auto_accept: true } },
};

function targetOf(target: object): RouteTarget {
  const route = [{ cidr_block: "192.168.0.0/16", ...target }];
  const { tables } = configured({ ...BASE, aws_route_table: { t: { vpc_id: id("aws_vpc.v"), route } } });
  return thing(tables, "aws_route_table.t").routes[0]!.target;
}

test.each([
  [{ gateway_id: "local" }, { kind: "local" }],
  [
    { gateway_id: id("aws_internet_gateway.g") },
    { kind: "internet-gateway", gateway: { address: "aws_internet_gateway.g" } },
  ],
  [{ gateway_id: id("aws_nat_gateway.n") }, { kind: "nat-gateway", gateway: { address: "aws_nat_gateway.n" } }],
  [{ gateway_id: "vpce-1" }, { kind: "gateway-endpoint" }],
  [{ nat_gateway_id: id("aws_nat_gateway.n") }, { kind: "nat-gateway", gateway: { address: "aws_nat_gateway.n" } }],
  [
    { network_interface_id: id("aws_network_interface.i") },
    { kind: "interface", nic: { address: "aws_network_interface.i" } },
  ],
  [
    { network_interface_id: "${aws_instance.h.primary_network_interface_id}" },
    { kind: "interface", nic: { address: "aws_instance.h" } },
  ],
  [
    { transit_gateway_id: id("aws_ec2_transit_gateway.t") },
    { kind: "transit-gateway", gateway: { address: "aws_ec2_transit_gateway.t" } },
  ],
  [
    { vpc_peering_connection_id: id("aws_vpc_peering_connection.p") },
    { kind: "peering", peering: { address: "aws_vpc_peering_connection.p" } },
  ],
  [{}, { kind: "blackhole" }],
])("%j leads to what it names", (target, expected) => {
  expect(targetOf(target)).toMatchObject(expected);
});

test.each([
  [{ gateway_id: "vgw-1" }, "it leads to a gateway that is not in the input"],
  [{ nat_gateway_id: "nat-1" }, "its NAT gateway is not in the input"],
  [{ network_interface_id: "eni-1" }, "its network interface is not in the input"],
  [{ transit_gateway_id: "tgw-1" }, "its transit gateway is not in the input"],
  [{ vpc_peering_connection_id: "pcx-1" }, "its peering connection is not in the input"],
  [{ vpc_endpoint_id: "vpce-1" }, "its endpoint is not in the input"],
  [{ carrier_gateway_id: "cagw-1" }, "its target (carrier_gateway_id) is of a kind that can't be looked into"],
])("%j can't be read, and says why", (target, reason) => {
  expect(targetOf(target)).toMatchObject({ kind: "unreadable", note: { reason } });
});

test("a value that is not known could be several things", () => {
  const found = targetOf({ nat_gateway_id: SOMETHING });
  expect(found).toMatchObject({ kind: "unreadable", note: { address: "aws_route_table.t.route[0]" } });
  expect(found).not.toHaveProperty("anyOf");
});

test("a state names the first interface of an instance by an id that no other resource has", () => {
  const { tables } = applied({
    aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" } },
    aws_instance: { h: { id: "i-1", subnet_id: "subnet-1", primary_network_interface_id: "eni-1" } },
    aws_route_table: {
      t: {
        id: "rtb-1",
        vpc_id: "vpc-1",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "", network_interface_id: "eni-1", instance_id: "i-1" }],
      },
    },
  });
  expect(thing(tables, "aws_route_table.t").routes[0]!.target).toMatchObject({
    kind: "interface",
    nic: { address: "aws_instance.h" },
  });
});

test("a route whose state says blackhole is one, whatever it names", () => {
  expect(targetOf({ nat_gateway_id: id("aws_nat_gateway.n"), state: "blackhole" })).toEqual({ kind: "blackhole" });
});
