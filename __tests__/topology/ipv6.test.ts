import { formatAddress, formatCidr } from "../../src/ip";
import { isStandIn } from "../../src/topology";
import { configured, id, type Resources, SOMETHING, VPC } from "../support/networks";

const RANGE = { assign_generated_ipv6_cidr_block: true };
const WRITTEN = { ipv6_cidr_block: "2001:db8::/56" };
const SUBNET = { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.1.0/24" };
const six = { ipv6_cidr_block: "2001:db8::/64" };
const part = { ipv6_cidr_block: "${cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, 1)}" };

function network(vpc: object, subnet: object, parts: Resources = {}) {
  const found = configured({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", ...vpc } },
    aws_subnet: { a: { ...SUBNET, ...subnet } },
    ...parts,
  });
  const [own, only] = [found.vpcs[0]!, found.subnets[0]!];
  return { ...found, vpc: own, subnet: only };
}

/** The ranges of a VPC besides its first one: as they are written, or that AWS picks them, or that they aren't known. */
function rangesOf({ vpc }: ReturnType<typeof network>): string[] {
  const known = vpc.cidrs.slice(1).map((one) => (isStandIn(one) ? "picked" : formatCidr(one)));
  return [...known, ...vpc.doubts.ipv6Ranges.map(() => "not known")];
}

function rangeOf({ subnet }: ReturnType<typeof network>): string {
  if (subnet.doubts.ipv6.length > 0) return "not known";
  return subnet.ipv6Cidr ? (isStandIn(subnet.ipv6Cidr) ? "picked" : formatCidr(subnet.ipv6Cidr)) : "none";
}

test.each([
  ["nothing", {}, []],
  ["a range of Amazon's", RANGE, ["picked"]],
  ["perhaps one", { assign_generated_ipv6_cidr_block: SOMETHING }, ["not known"]],
  ["none", { assign_generated_ipv6_cidr_block: false }, []],
  ["one that is known", { ...RANGE, ...WRITTEN }, ["2001:db8::/56"]],
  ["one of an IPAM pool", { ipv6_ipam_pool_id: "pool", ipv6_netmask_length: 56 }, ["not known"]],
])("a VPC that asks for %s", (_, vpc, ranges) => {
  expect(rangesOf(network(vpc, {}))).toEqual(ranges);
});

test.each([
  ["nothing", RANGE, {}, "none"],
  ["a part of its VPC's range, which AWS picks", RANGE, part, "picked"],
  ["a part of its VPC's range, which is known", WRITTEN, part, "2001:db8:0:1::/64"],
  ["a range that is written", WRITTEN, six, "2001:db8::/64"],
  ["a range of anything", RANGE, { ipv6_cidr_block: SOMETHING }, "not known"],
])("a subnet that asks for %s", (_, vpc, subnet, range) => {
  expect(rangeOf(network(vpc, subnet))).toBe(range);
});

test("a subnet's range tells the range of its VPC, where Amazon picks that", () => {
  expect(rangesOf(network(RANGE, six))).toEqual(["2001:db8::/56"]);
  expect(rangesOf(network({}, six))).toEqual(["2001:db8::/64", "not known"]);
});

test("no two ranges that AWS picks overlap", () => {
  const subnets = { b: { ...SUBNET, cidr_block: "10.0.2.0/24", ...part } };
  const found = configured({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", ...RANGE }, w: { cidr_block: "10.1.0.0/16", ...RANGE } },
    aws_subnet: { a: { ...SUBNET, ...part }, ...subnets },
  });
  const [v, w] = found.vpcs.map(({ cidrs }) => formatCidr(cidrs[1]!));
  const [a, b] = found.subnets.map(({ ipv6Cidr }) => ipv6Cidr && formatCidr(ipv6Cidr));
  expect(new Set([v, w, a, b]).size).toBe(4);
});

test("a range that is added to a VPC that is not known may be any VPC's", () => {
  const added = (vpc_id: string) =>
    rangesOf(network({}, {}, { aws_vpc_ipv6_cidr_block_association: { x: { vpc_id, ...RANGE } } }));
  expect([added(id("aws_vpc.v")), added(SOMETHING)]).toEqual([["picked"], ["not known"]]);
});

describe("an interface", () => {
  const nic = (values: object, subnet: object = six) => {
    const parts = { aws_network_interface: { i: { subnet_id: id("aws_subnet.a"), ...values } } };
    const { ipv6, doubts } = network(WRITTEN, subnet, parts).nics[0]!;
    const known = typeof ipv6 === "object" ? ipv6.map(({ start }) => formatAddress(start)) : (ipv6 ?? "none");
    return doubts.ipv6.length > 0 ? "not known" : known;
  };

  test("has an address of IPv6 where it asks for one, or may", () => {
    expect(nic({})).toBe("none");
    expect(nic({ ipv6_address_count: 1 })).toBe("picked");
    expect(nic({ ipv6_address_count: 0 })).toBe("none");
    expect(nic({ ipv6_address_count: SOMETHING })).toBe("not known");
    expect(nic({ ipv6_addresses: ["2001:db8::8", "2001:db8::9"] })).toEqual(["2001:db8::8"]);
  });

  test("gets one unasked where its subnet gives them", () => {
    expect(nic({}, { ...six, assign_ipv6_address_on_creation: true })).toBe("picked");
  });
});

test("an interface in a subnet that is not managed here may have the address that it asks for", () => {
  const asks = (subnet_id: string) =>
    configured({
      ...VPC,
      aws_network_interface: { i: { subnet_id, ipv6_address_count: 1 } },
    }).nics[0]!;
  expect(asks("subnet-1").doubts.ipv6).toHaveLength(1);
  expect(asks(id("aws_subnet.a")).doubts.ipv6).toEqual([]);
});

test("a load balancer's nodes have one where it says dualstack, and internal ones are kept from the internet", () => {
  const nodes = (values: object) =>
    network(WRITTEN, six, { aws_lb: { l: { subnets: [id("aws_subnet.a")], ...values } } }).loadBalancers[0]!.nodes;
  expect(nodes({}).map(({ ipv6 }) => ipv6)).toEqual([undefined]);
  expect(nodes({ ip_address_type: "dualstack" }).map(({ ipv6 }) => ipv6)).toEqual(["picked"]);
  const [internal] = nodes({ ip_address_type: "dualstack", internal: true });
  expect(internal?.isKeptFromInternet).toBe(true);
});
