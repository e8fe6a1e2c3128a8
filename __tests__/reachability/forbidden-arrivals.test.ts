import { endOfNic, endOfSubnet, judge, TCP, Walker } from "../../src/reachability";
import { topologyOf } from "../support/networks";

/** Whether no packet of subnet a may arrive at the server in the peered VPC b, whose way back leads to `back`. */
function forbidden(back: object, groups: readonly string[]) {
  const resource = {
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "us-east-1a" },
      b: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.1.1.0/24", availability_zone: "us-east-1a" },
    },
    aws_vpc_peering_connection: {
      both: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
    },
    aws_default_route_table: {
      a: {
        default_route_table_id: "${aws_vpc.a.default_route_table_id}",
        route: [{ cidr_block: "10.1.0.0/16", vpc_peering_connection_id: "${aws_vpc_peering_connection.both.id}" }],
      },
      b: { default_route_table_id: "${aws_vpc.b.default_route_table_id}", route: [back] },
    },
    aws_security_group: {
      open: {
        vpc_id: "${aws_vpc.b.id}",
        ingress: [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }],
      },
    },
    aws_network_interface: {
      server: { subnet_id: "${aws_subnet.b.id}", private_ips: ["10.1.1.10"], security_groups: groups },
    },
  };
  const topology = topologyOf({ resource });
  const from = topology.subnets.find(({ address }) => address === "aws_subnet.a")!;
  const { verdict, holds } = judge(new Walker(topology), {
    kind: "reach",
    text: "nothing arrives",
    from: [endOfSubnet(from)],
    to: [endOfNic(topology.nics[0]!)],
    flows: [{ protocol: TCP, port: 443 }],
    expected: "DENIED",
  });
  return [verdict, holds];
}

const OPEN = ["${aws_security_group.open.id}"];
const NOWHERE = { cidr_block: "10.9.0.0/16", vpc_peering_connection_id: "${aws_vpc_peering_connection.both.id}" };
const UNKNOWN = { cidr_block: "10.0.0.0/16", gateway_id: "vgw-0123456789abcdef0" };

describe("what must not even arrive", () => {
  test("is broken by packets that arrive for certain, whether an answer gets back or not, or nobody knows", () => {
    expect(forbidden(NOWHERE, OPEN)).toEqual(["ALLOWED", false]);
    expect(forbidden(UNKNOWN, OPEN)).toEqual(["ALLOWED", false]);
  });

  test("is UNKNOWN for packets that may arrive, also when no answer could get back", () => {
    expect(forbidden(NOWHERE, ["sg-0123456789abcdef0"])).toEqual(["UNKNOWN", false]);
    expect(forbidden(UNKNOWN, ["sg-0123456789abcdef0"])).toEqual(["UNKNOWN", false]);
  });

  test("holds when no packet arrives", () => {
    expect(forbidden(NOWHERE, [])).toEqual(["DENIED", true]);
  });
});
