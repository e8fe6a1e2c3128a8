import "../../src/jest";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

const id = (address: string) => `\${${address}.id}`;
const list = (...cidrs: string[]) => ({
  name: "l",
  address_family: "IPv4",
  max_entries: 9,
  entry: cidrs.map((cidr) => ({ cidr })),
});

/** VPCs a and b, peered, each with a host; b answers everybody in 10/8. */
const network = (route: object[], lists: Record<string, object>) =>
  asked({
    aws_vpc: { a: { cidr_block: "10.1.0.0/16" }, b: { cidr_block: "10.2.0.0/16" } },
    aws_subnet: {
      a: { vpc_id: id("aws_vpc.a"), cidr_block: "10.1.1.0/24", availability_zone: "eu-central-1a" },
      a2: { vpc_id: id("aws_vpc.a"), cidr_block: "10.1.2.0/24", availability_zone: "eu-central-1a" },
      b: { vpc_id: id("aws_vpc.b"), cidr_block: "10.2.1.0/24", availability_zone: "eu-central-1a" },
    },
    aws_ec2_managed_prefix_list: lists,
    aws_ec2_transit_gateway: { t: {} },
    aws_vpc_peering_connection: { p: { vpc_id: id("aws_vpc.a"), peer_vpc_id: id("aws_vpc.b"), auto_accept: true } },
    aws_default_route_table: {
      a: { default_route_table_id: "${aws_vpc.a.default_route_table_id}", route },
      b: {
        default_route_table_id: "${aws_vpc.b.default_route_table_id}",
        route: [{ cidr_block: "10.0.0.0/8", vpc_peering_connection_id: id("aws_vpc_peering_connection.p") }],
      },
    },
    aws_security_group: Object.fromEntries(
      ["a", "b"].map((vpc) => [vpc, { vpc_id: id(`aws_vpc.${vpc}`), ingress: [ALL_OUT], egress: [ALL_OUT] }]),
    ),
    aws_instance: Object.fromEntries(
      ["a", "a2", "b"].map((subnet) => [
        subnet,
        {
          ...INSTANCE,
          subnet_id: id(`aws_subnet.${subnet}`),
          vpc_security_group_ids: [id(`aws_security_group.${subnet[0]}`)],
        },
      ]),
    ),
  });
const over = (name: string, target: object) => ({
  destination_prefix_list_id: id(`aws_ec2_managed_prefix_list.${name}`),
  ...target,
});
const PEERING = { vpc_peering_connection_id: id("aws_vpc_peering_connection.p") };
const GATEWAY = { transit_gateway_id: id("aws_ec2_transit_gateway.t") };

describe("a route by a prefix list", () => {
  it("does not take the VPC's own range from the local route", () => {
    const { verdict } = network([over("all", PEERING)], { all: list("10.1.0.0/16", "10.2.0.0/16") });
    expect(verdict("aws_instance.a", "aws_instance.a2", 80)).toBe("ALLOWED");
    expect(verdict("aws_instance.a", "aws_instance.b", 80)).toBe("ALLOWED");
    expect(verdict("aws_instance.b", "aws_instance.a", 80)).toBe("ALLOWED");
  });

  it("that holds a part of it leaves a doubt there and nowhere else", () => {
    const { verdict } = network([over("all", PEERING)], { all: list("10.1.2.0/24", "10.2.0.0/16") });
    expect(verdict("aws_instance.a", "aws_instance.a2", 80)).toBe("UNKNOWN");
    expect(verdict("aws_instance.a", "aws_instance.b", 80)).toBe("ALLOWED");
  });

  it("gives way to a route with the same destination, in whichever order they stand", () => {
    const routes = [over("all", GATEWAY), { cidr_block: "10.2.0.0/16", ...PEERING }];
    for (const order of [routes, [...routes].reverse()])
      expect(network(order, { all: list("10.2.0.0/16") }).verdict("aws_instance.a", "aws_instance.b", 80)).toBe(
        "ALLOWED",
      );
  });

  it("is one of two that AWS picks from, when another list sends the same elsewhere", () => {
    const lists = { one: list("10.2.0.0/16"), two: list("10.2.0.0/16") };
    const differing = network([over("one", PEERING), over("two", GATEWAY)], lists);
    expect(differing.verdict("aws_instance.a", "aws_instance.b", 80)).toBe("UNKNOWN");
    const agreeing = network([over("one", PEERING), over("two", PEERING)], lists);
    expect(agreeing).toReach({ from: "aws_instance.a", to: "aws_instance.b", port: 80 });
  });
});
