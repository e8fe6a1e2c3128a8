import { across, acrossIpv4, ALL_4, ALL_6, PEERING, TRANSIT, type TwoVpcs, twoVpcs } from "../support/two-vpcs";

const over = (family: "ipv4" | "ipv6", shape: TwoVpcs) =>
  twoVpcs(shape).verdict("aws_instance.a", "aws_instance.b", 443, { family });

const LIST = "${aws_ec2_managed_prefix_list.l.id}";
const list = (address_family: string, cidr: string) => ({
  aws_ec2_managed_prefix_list: { l: { name: "l", max_entries: 5, address_family, entry: [{ cidr }] } },
});
const both = (target: object): TwoVpcs["routes"] => ({
  a: [...(across(target).a ?? []), ...(acrossIpv4(target).a ?? [])],
  b: [...(across(target).b ?? []), ...(acrossIpv4(target).b ?? [])],
});
const listed = { ...ALL_4, cidr_blocks: [], prefix_list_ids: [LIST] };

/** A prefix list has entries of one family, and so has a rule or route that names ranges (EC2 API, IpRange and Ipv6Range). */
describe("what is not known of a rule leaves the other family as it is", () => {
  it.each<[string, "ipv4" | "ipv6", object, TwoVpcs["more"]]>([
    ["ranges of IPv4", "ipv4", { ...ALL_4, cidr_blocks: ["${var.x}"] }, {}],
    ["a list of ranges of IPv4", "ipv4", { ...ALL_4, cidr_blocks: "${var.x}" }, {}],
    ["ranges of IPv6", "ipv6", { ...ALL_6, ipv6_cidr_blocks: ["${var.x}"] }, {}],
    ["a prefix list of IPv4", "ipv4", listed, list("IPv4", "${var.x}")],
    ["a prefix list of IPv6", "ipv6", listed, list("IPv6", "${var.x}")],
  ])("%s", (_, open, rule, more) => {
    const shape = { routes: both(PEERING), ingress: { b: [rule] }, more };
    expect(over(open, shape)).toBe("UNKNOWN");
    expect(over(open === "ipv4" ? "ipv6" : "ipv4", shape)).toBe("DENIED");
  });

  it("a prefix list of which not even that is known leaves both open", () => {
    const shape = { routes: both(PEERING), ingress: { b: [listed] }, more: list("${var.x}", "${var.x}") };
    expect([over("ipv4", shape), over("ipv6", shape)]).toEqual(["UNKNOWN", "UNKNOWN"]);
  });
});

describe("what is not known of a route leaves the other family as it is", () => {
  const beside = (target: object, route: object): TwoVpcs["routes"] => ({
    ...both(target),
    a: [...(both(target)?.a ?? []), { ...route, ...target }],
  });
  it.each<[string, "ipv4" | "ipv6", object, TwoVpcs["more"]]>([
    ["a destination of IPv4", "ipv4", { cidr_block: "${var.x}" }, {}],
    ["a destination of IPv6", "ipv6", { ipv6_cidr_block: "${var.x}" }, {}],
    ["a prefix list of IPv4", "ipv4", { destination_prefix_list_id: LIST }, list("IPv4", "${var.x}")],
    ["a prefix list of IPv6", "ipv6", { destination_prefix_list_id: LIST }, list("IPv6", "${var.x}")],
  ])("%s", (_, open, route, more) => {
    const shape = { routes: beside(PEERING, route), more };
    expect(over(open, shape)).toBe("UNKNOWN");
    expect(over(open === "ipv4" ? "ipv6" : "ipv4", shape)).toBe("ALLOWED");
  });

  it.each<["ipv4" | "ipv6", string]>([
    ["ipv4", "IPv4"],
    ["ipv6", "IPv6"],
  ])("a prefix list of %s in a transit gateway's table", (open, family) => {
    const reference = {
      prefix_list_id: LIST,
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway.t.association_default_route_table_id}",
      transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.b.id}",
    };
    const more = { ...list(family, "${var.x}"), aws_ec2_transit_gateway_prefix_list_reference: { r: reference } };
    const shape = { routes: both(TRANSIT), more };
    expect(over(open, shape)).toBe("UNKNOWN");
    expect(over(open === "ipv4" ? "ipv6" : "ipv4", shape)).toBe("ALLOWED");
  });

  it("a range of IPv4 that a transit gateway learns", () => {
    const range = { vpc_id: "${aws_vpc.b.id}", cidr_block: "${var.x}" };
    const shape = { routes: both(TRANSIT), more: { aws_vpc_ipv4_cidr_block_association: { r: range } } };
    expect(over("ipv4", shape)).toBe("UNKNOWN");
    expect(over("ipv6", shape)).toBe("ALLOWED");
  });
});

it("a prefix list holds the range that AWS picks for a VPC or subnet which an entry names", () => {
  const picked = (subnet: string) => ({
    routes: { ...across(PEERING), b: [{ destination_prefix_list_id: LIST, ...PEERING }] },
    vpc: { a: { ipv6_cidr_block: undefined, assign_generated_ipv6_cidr_block: true } },
    subnet: { a: { ipv6_cidr_block: "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 1)}" } },
    ingress: { b: [listed] },
    more: list("IPv6", subnet),
  });
  expect(over("ipv6", picked("${aws_vpc.a.ipv6_cidr_block}"))).toBe("ALLOWED");
  expect(over("ipv6", picked("${aws_subnet.a.ipv6_cidr_block}"))).toBe("ALLOWED");
  expect(over("ipv6", picked("fd00::/8"))).toBe("DENIED");
});
