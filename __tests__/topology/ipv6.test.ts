import { configured, id, type Resources, SOMETHING } from "../support/networks";

const RANGE = { assign_generated_ipv6_cidr_block: true };
const SUBNET = { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.1.0/24" };
const six = { ipv6_cidr_block: "2001:db8::/64" };
function network(vpc: object, subnet: object, parts: Resources = {}) {
  const found = configured({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", ...vpc } },
    aws_subnet: { a: { ...SUBNET, ...subnet } },
    ...parts,
  });
  return { ...found, vpc: found.vpcs[0]!, subnet: found.subnets[0]! };
}

test("a VPC and a subnet have IPv6 where something gives them a range, or may", () => {
  expect([network({}, {}).vpc.ipv6, network({}, {}).subnet.ipv6]).toEqual([undefined, undefined]);
  expect(network(RANGE, {}).vpc.ipv6).toBe(true);
  expect(network({ assign_generated_ipv6_cidr_block: SOMETHING }, {}).vpc.ipv6).toBe(true);
  expect(network({ assign_generated_ipv6_cidr_block: false }, {}).vpc.ipv6).toBeUndefined();
  expect(network(RANGE, six).subnet.ipv6).toBe(true);
  expect(network(RANGE, {}).subnet.ipv6).toBeUndefined();
});

test("a range that is added to a VPC that is not known may be any VPC's", () => {
  const added = (vpc_id: string) =>
    network({}, {}, { aws_vpc_ipv6_cidr_block_association: { x: { vpc_id } } }).vpc.ipv6;
  expect([added(id("aws_vpc.v")), added(SOMETHING)]).toEqual([true, true]);
});

describe("an interface", () => {
  const nic = (values: object, subnet: object = six) =>
    network(RANGE, subnet, { aws_network_interface: { i: { subnet_id: id("aws_subnet.a"), ...values } } }).nics[0]!
      .ipv6;

  test("has an address of IPv6 where it asks for one, or may", () => {
    expect(nic({})).toBeUndefined();
    expect(nic({ ipv6_address_count: 1 })).toBe(true);
    expect(nic({ ipv6_address_count: 0 })).toBeUndefined();
    expect(nic({ ipv6_address_count: SOMETHING })).toBe(true);
  });

  test("gets one unasked where its subnet gives them", () => {
    expect(nic({}, { ...six, assign_ipv6_address_on_creation: true })).toBe(true);
  });
});

test("a load balancer's nodes have one where it says dualstack", () => {
  const nodes = (values: object) =>
    network(RANGE, six, { aws_lb: { l: { subnets: [id("aws_subnet.a")], ...values } } }).loadBalancers[0]!.nodes;
  expect(nodes({}).map(({ ipv6 }) => ipv6)).toEqual([undefined]);
  expect(nodes({ ip_address_type: "dualstack" }).map(({ ipv6 }) => ipv6)).toEqual([true]);
});
