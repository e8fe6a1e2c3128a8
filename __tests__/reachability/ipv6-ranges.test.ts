import {
  across,
  acrossIpv4,
  ALL_6,
  internet,
  PEERING,
  RANGE,
  TRANSIT,
  type TwoVpcs,
  twoVpcs,
} from "../support/two-vpcs";

const OF_POOL = { ipv6_cidr_block: undefined, ipv6_ipam_pool_id: "ipam-pool-1" };
const NOT_KNOWN = { ipv6_cidr_block: "${var.x}" };

const over = (family: "ipv4" | "ipv6", shape: TwoVpcs, to = "aws_instance.b") =>
  twoVpcs(shape).verdict("aws_instance.a", to, 443, { family });

const WAYS: readonly [string, TwoVpcs][] = [
  ["a peering", { routes: across(PEERING) }],
  ["a transit gateway", { routes: across(TRANSIT) }],
  [
    "the internet",
    {
      routes: {
        a: [{ ipv6_cidr_block: "::/0", ...internet("a") }],
        b: [{ ipv6_cidr_block: "::/0", ...internet("b") }],
      },
    },
  ],
];

describe.each(WAYS)("to a VPC whose range of IPv6 is not known, by %s", (_, way) => {
  it("is open, and was not with the range", () => {
    expect(over("ipv6", way)).toBe("ALLOWED");
    for (const vpc of [{ b: OF_POOL }, { b: NOT_KNOWN }, { a: OF_POOL }, { a: NOT_KNOWN }])
      expect(over("ipv6", { ...way, vpc })).toBe("UNKNOWN");
  });

  it("stays denied where no group admits it", () => {
    expect(over("ipv6", { ...way, vpc: { b: OF_POOL }, ingress: { b: [] } })).toBe("DENIED");
  });
});

describe("a range of IPv6 that is not known", () => {
  it.each([
    ["a peering", PEERING],
    ["a transit gateway", TRANSIT],
  ])("leaves IPv4 by %s as it is", (_, target) => {
    expect(over("ipv4", { routes: acrossIpv4(target), vpc: { b: OF_POOL } })).toBe("ALLOWED");
  });

  it("of one VPC leaves a transit gateway's way to another as it is", () => {
    const third = {
      aws_vpc: { c: { cidr_block: "10.3.0.0/16", ipv6_ipam_pool_id: "ipam-pool-1" } },
      aws_subnet: { c: { vpc_id: "${aws_vpc.c.id}", cidr_block: "10.3.1.0/24" } },
      aws_ec2_transit_gateway_vpc_attachment: {
        c: {
          ...TRANSIT,
          vpc_id: "${aws_vpc.c.id}",
          subnet_ids: ["${aws_subnet.c.id}"],
          ipv6_support: "enable",
        },
      },
    };
    const shape = { routes: across(TRANSIT), more: third };
    expect(over("ipv6", shape)).toBe("ALLOWED");
    const routes = { ...shape.routes, a: [{ ipv6_cidr_block: "2600::/12", ...TRANSIT }] };
    expect(over("ipv6", { ...shape, routes }, "2600:1f14:c::1")).toBe("UNKNOWN");
    expect(over("ipv6", { routes }, "2600:1f14:c::1")).toBe("DENIED");
  });

  it("may be the far side's of a peering, also where that is not in the input", () => {
    const to = "2600:1f14:a:2ff::1";
    const peered = { routes: across(PEERING) };
    expect(over("ipv6", { ...peered, vpc: { b: OF_POOL } }, to)).toBe("UNKNOWN");
    const more = { aws_vpc_peering_connection: { p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "vpc-1" } } };
    expect(over("ipv6", { ...peered, more }, to)).toBe("UNKNOWN");
    expect(over("ipv6", peered, to)).toBe("DENIED");
  });

  it("is no range that a rule means by the VPC's own", () => {
    const ingress = { b: [{ ...ALL_6, ipv6_cidr_blocks: ["${aws_vpc.b.ipv6_cidr_block}"] }] };
    const inside = { subnet_id: "${aws_subnet.b.id}" };
    const neighbours = (vpc: object) =>
      over("ipv6", { vpc: { b: vpc }, ingress, host: { a: inside }, subnet: { a: { vpc_id: "${aws_vpc.b.id}" } } });
    expect(neighbours({})).toBe("ALLOWED");
    expect(neighbours(OF_POOL)).toBe("UNKNOWN");
  });
});

it("what a subnet's range tells of a range that AWS picks holds wherever that is named", () => {
  const ingress = { b: [{ ...ALL_6, ipv6_cidr_blocks: ["${aws_vpc.a.ipv6_cidr_block}"] }] };
  const vpc = { a: { ipv6_cidr_block: undefined, assign_generated_ipv6_cidr_block: true } };
  const routes = { ...across(PEERING), b: [{ ipv6_cidr_block: "${aws_vpc.a.ipv6_cidr_block}", ...PEERING }] };
  const told = (range: string, named = ingress) =>
    over("ipv6", { vpc, routes, ingress: named, subnet: { a: { ipv6_cidr_block: range } } });
  expect(told("2600:1f14:a:101::/64")).toBe("ALLOWED");
  expect(told("2600:1f14:a:101::/64", { b: [{ ...ALL_6, ipv6_cidr_blocks: [RANGE.b] }] })).toBe("DENIED");
});

/** No two ranges overlap, so what a VPC of the input has holds none that AWS picks for another one. */
describe("a range that is written holds none that AWS picks where a VPC of the input has it", () => {
  const THIRD = "2600:1f14:a:300::/56";
  const third = { aws_vpc: { c: { cidr_block: "10.3.0.0/16", ipv6_cidr_block: THIRD } } };
  const picked: TwoVpcs = {
    vpc: { a: { ipv6_cidr_block: undefined, assign_generated_ipv6_cidr_block: true } },
    subnet: { a: { ipv6_cidr_block: "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 1)}" } },
  };
  const back = (target: object) => ({
    ...across(target),
    b: [{ ipv6_cidr_block: "${aws_vpc.a.ipv6_cidr_block}", ...target }],
  });
  const rule = (range: string) => ({ b: [{ ...ALL_6, ipv6_cidr_blocks: [range] }] });
  const acl = (range: string) => {
    const all = { rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0 };
    return {
      aws_network_acl: {
        n: {
          vpc_id: "${aws_vpc.b.id}",
          subnet_ids: ["${aws_subnet.b.id}"],
          ingress: [{ ...all, ipv6_cidr_block: range }],
          egress: [{ ...all, ipv6_cidr_block: "::/0" }],
        },
      },
    };
  };
  const static6 = (range: string) => ({
    aws_ec2_transit_gateway_route_table: { r: TRANSIT },
    aws_ec2_transit_gateway_route_table_association: {
      r: {
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.r.id}",
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.b.id}",
        replace_existing_association: true,
      },
    },
    aws_ec2_transit_gateway_route: {
      r: {
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.r.id}",
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.a.id}",
        destination_cidr_block: range,
      },
    },
  });
  const SHAPES: readonly [string, (range: string) => TwoVpcs][] = [
    ["a security group", (range) => ({ ...picked, routes: back(PEERING), ingress: rule(range) })],
    ["a network ACL", (range) => ({ ...picked, routes: back(PEERING), more: acl(range) })],
    ["a route", (range) => ({ ...picked, routes: { ...back(PEERING), b: [{ ipv6_cidr_block: range, ...PEERING }] } })],
    ["a transit gateway's route", (range) => ({ ...picked, routes: back(TRANSIT), more: static6(range) })],
  ];

  it.each(SHAPES)("in %s", (_, shape) => {
    expect(over("ipv6", shape("${aws_vpc.a.ipv6_cidr_block}"))).toBe("ALLOWED");
    expect(over("ipv6", shape(RANGE.b))).toBe("DENIED");
    expect(over("ipv6", shape(THIRD))).toBe("UNKNOWN");
    const known = shape(THIRD);
    expect(over("ipv6", { ...known, more: { ...known.more, ...third } })).toBe("DENIED");
  });
});
