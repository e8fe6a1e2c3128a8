import { reviewPlan } from "../../src/review";
import { type JsonObject } from "../../src/terraform";

type Values = Readonly<Record<string, unknown>>;
type Network = Readonly<Record<string, Values>>;

const RULE = "aws_vpc_security_group_ingress_rule";
const rule = (group: string, range: string): Values => ({
  ...{ id: `sgr-${group}-${range}`, security_group_id: group, cidr_ipv6: range },
  ...{ ip_protocol: "tcp", from_port: 443, to_port: 443 },
});
const aclRule = (acl: string, egress: boolean, number: number, range: string): Values => ({
  ...{ id: `${acl}-${egress}-${number}`, network_acl_id: acl, egress, rule_number: number, rule_action: "allow" },
  ...{ protocol: "-1", ipv6_cidr_block: range, cidr_block: "" },
});

/** A host that may be met from the internet over IPv6 only, and all of what could come into its way. */
const NETWORK: Network = {
  "aws_vpc.v": { id: "vpc-1", cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2600:1f18:1::/56" },
  "aws_subnet.a": { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24", ipv6_cidr_block: "2600:1f18:1::/64" },
  "aws_internet_gateway.g": { id: "igw-1", vpc_id: "vpc-1" },
  "aws_route_table.t": { id: "rtb-1", vpc_id: "vpc-1" },
  "aws_route_table_association.a": { id: "assoc-1", subnet_id: "subnet-1", route_table_id: "rtb-1" },
  "aws_route.all": { id: "r-1", route_table_id: "rtb-1", destination_ipv6_cidr_block: "::/0", gateway_id: "igw-1" },
  "aws_route_table.u": { id: "rtb-2", vpc_id: "vpc-1" },
  "aws_route.other": { id: "r-2", route_table_id: "rtb-2", destination_ipv6_cidr_block: "::/0", gateway_id: "igw-1" },
  "aws_security_group.s": { id: "sg-1", vpc_id: "vpc-1" },
  [`${RULE}.one`]: rule("sg-1", "2001:db8::/32"),
  "aws_security_group.z": { id: "sg-2", vpc_id: "vpc-1" },
  [`${RULE}.two`]: rule("sg-2", "::/0"),
  "aws_network_acl.n": { id: "acl-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1"] },
  "aws_network_acl_rule.out": aclRule("acl-1", true, 100, "::/0"),
  "aws_network_acl_rule.in": aclRule("acl-1", false, 100, "2001:db8::/32"),
  "aws_network_acl.m": { id: "acl-2", vpc_id: "vpc-1", subnet_ids: [] },
  "aws_network_acl_rule.m-out": aclRule("acl-2", true, 100, "::/0"),
  "aws_network_acl_rule.m-in": aclRule("acl-2", false, 100, "::/0"),
  "aws_instance.db": {
    ...{ id: "i-1", subnet_id: "subnet-1", private_ip: "10.0.1.10", ipv6_addresses: ["2600:1f18:1::10"] },
    ...{ vpc_security_group_ids: ["sg-1"], public_ip: "", associate_public_ip_address: false },
  },
};

function resource(address: string, values: Values) {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/aws", values };
}

function planOf(before: Network, after: Network): JsonObject {
  const addresses = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const moduleOf = (network: Network) => ({
    root_module: { resources: Object.entries(network).map(([address, values]) => resource(address, values)) },
  });
  const expressionsOf = (values: Values) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { constant_value: value }]));
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    prior_state: { format_version: "1.0", terraform_version: "1.11.4", values: moduleOf(before) },
    planned_values: moduleOf(after),
    configuration: {
      root_module: {
        resources: Object.entries(after).map(([address, { id, ...values }]) => ({
          ...resource(address, { id }),
          expressions: expressionsOf(values),
        })),
      },
    },
    resource_changes: addresses.map((address) => {
      const [was, will] = [before[address] ?? null, after[address] ?? null];
      const action = !was ? "create" : !will ? "delete" : was === will ? "no-op" : "update";
      return { ...resource(address, {}), change: { actions: [action], before: was, after: will, after_unknown: {} } };
    }),
  } as unknown as JsonObject;
}

function edited(...changes: readonly (readonly [string, Values])[]): Network {
  return { ...NETWORK, ...Object.fromEntries(changes.map(([at, values]) => [at, { ...NETWORK[at], ...values }])) };
}

/** The same host, open to all of the internet. */
const OPEN = edited([`${RULE}.one`, { cidr_ipv6: "::/0" }], ["aws_network_acl_rule.in", { ipv6_cidr_block: "::/0" }]);
const changed = (...changes: readonly (readonly [string, Values])[]): Network => ({
  ...OPEN,
  ...Object.fromEntries(changes.map(([at, values]) => [at, { ...OPEN[at], ...values }])),
});
const without = (address: string): Network =>
  Object.fromEntries(Object.entries(OPEN).filter(([name]) => name !== address));

/** What shuts the host that is open to the internet. */
const SHUT: readonly (readonly [string, Network])[] = [
  ["its rule is narrowed", changed([`${RULE}.one`, { cidr_ipv6: "2001:db8::/32" }])],
  ["its rule goes", without(`${RULE}.one`)],
  [
    "the rule of the network ACL is narrowed",
    changed(["aws_network_acl_rule.in", { ipv6_cidr_block: "2001:db8::/32" }]),
  ],
  ["the answers' rule of the network ACL goes", without("aws_network_acl_rule.out")],
  ["the route goes", without("aws_route.all")],
  ["the route is narrowed", changed(["aws_route.all", { destination_ipv6_cidr_block: "2001:db8::/32" }])],
  ["the internet gateway goes", without("aws_internet_gateway.g")],
  ["the address goes", changed(["aws_instance.db", { ipv6_addresses: [] }])],
];

/** What changes nothing for it. */
const KEPT: readonly (readonly [string, Network])[] = [
  ["a second rule", changed([`${RULE}.wide`, rule("sg-1", "2001:db8::/32")])],
  ["a second group", changed(["aws_instance.db", { vpc_security_group_ids: ["sg-1", "sg-2"] }])],
  ["another table with the same routes", changed(["aws_route_table_association.a", { route_table_id: "rtb-2" }])],
  ["a later rule of the network ACL", changed(["aws_network_acl_rule.more", aclRule("acl-1", false, 110, "::/0")])],
  ["another description", changed([`${RULE}.one`, { description: "the office" }])],
  ["another subnet", changed(["aws_subnet.b", { id: "subnet-2", vpc_id: "vpc-1", cidr_block: "10.0.2.0/24" }])],
];

const IN = "internet > aws_instance.db";

function flowsOf(before: Network, after: Network) {
  const { flows } = reviewPlan(planOf(before, after));
  const names = (lines: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[]): string[] =>
    lines.map(({ from, to }) => `${from.join()} > ${to.join()}`);
  return { broken: names(flows.broken), opened: names(flows.opened), undecided: names(flows.undecided) };
}

describe("a host that the internet reaches over IPv6 only", () => {
  test.each(SHUT)("is shut where %s, and open again the other way round", (_, shut) => {
    expect(flowsOf(OPEN, shut)).toMatchObject({ broken: expect.arrayContaining([IN]) as unknown, opened: [] });
    expect(flowsOf(shut, OPEN)).toMatchObject({ opened: expect.arrayContaining([IN]) as unknown, broken: [] });
  });

  test.each(KEPT)("stays open with %s", (_, after) => {
    for (const [old, next] of [
      [OPEN, after],
      [after, OPEN],
    ] as const) {
      const { broken, opened } = flowsOf(old, next);
      expect([...broken, ...opened].filter((one) => one === IN)).toEqual([]);
    }
  });

  test("answers pings as long as its rule is for their type of ICMPv6", () => {
    const pinged = (type: number) =>
      changed([`${RULE}.one`, { ip_protocol: "icmpv6", from_port: type, to_port: -1, cidr_ipv6: "::/0" }]);
    expect(flowsOf(pinged(128), pinged(135))).toMatchObject({ broken: expect.arrayContaining([IN]) as unknown });
    expect(flowsOf(pinged(135), pinged(128))).toMatchObject({ opened: expect.arrayContaining([IN]) as unknown });
    const review = reviewPlan(planOf(pinged(128), pinged(135)));
    expect(JSON.stringify(review.filters)).toMatch(/icmpv6 type 135.*icmpv6 type 128/s);
  });
});

/** The same host, met over IPv4 too: each family has its rule of the group, its route and its rules of the network ACL. */
const BOTH: Network = {
  ...OPEN,
  "aws_route.all4": { id: "r-3", route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-1" },
  [`${RULE}.four`]: { ...rule("sg-1", ""), id: "sgr-4", cidr_ipv6: null, cidr_ipv4: "0.0.0.0/0" },
  "aws_network_acl_rule.in4": { ...aclRule("acl-1", false, 90, ""), ipv6_cidr_block: "", cidr_block: "0.0.0.0/0" },
  "aws_network_acl_rule.out4": { ...aclRule("acl-1", true, 90, ""), ipv6_cidr_block: "", cidr_block: "0.0.0.0/0" },
  "aws_instance.db": { ...OPEN["aws_instance.db"], public_ip: "3.3.3.3", associate_public_ip_address: true },
};
const lacking = (...addresses: readonly string[]): Network =>
  Object.fromEntries(Object.entries(BOTH).filter(([name]) => !addresses.includes(name)));

/** What is told of the flow from the internet to the host. */
function toldOf(before: Network, after: Network) {
  const { flows, forbidden, verdict } = reviewPlan(planOf(before, after));
  const own = (lines: typeof flows.opened) =>
    lines
      .filter(({ from, to }) => from.includes("internet") && to.includes("aws_instance.db"))
      .map(({ family, ports, causes }) => [family ?? "both", ports, ...causes.map(({ address }) => address)]);
  const rules = forbidden.map(({ rule }) => rule);
  return { verdict, opened: own(flows.opened), broken: own(flows.broken), rules };
}

describe("a host that the internet reaches over both families", () => {
  test.each([
    ["ipv6", `${RULE}.one`],
    ["ipv4", `${RULE}.four`],
    ["ipv6", "aws_route.all"],
    ["ipv4", "aws_route.all4"],
    ["ipv4", "aws_network_acl_rule.in4"],
  ])("is told of over %s alone where %s comes or goes", (family, address) => {
    const less = lacking(address);
    const line = [[family, "443", address]];
    expect(toldOf(less, BOTH)).toEqual({
      verdict: "opens",
      opened: line,
      broken: [],
      rules: ["opened-to-the-internet"],
    });
    expect(toldOf(BOTH, less)).toMatchObject({ verdict: "cuts", opened: [], broken: line });
  });

  test("is told of once where the same becomes of both", () => {
    const line = [["both", "443", "aws_internet_gateway.g"]];
    const gone = lacking("aws_internet_gateway.g");
    expect(toldOf(BOTH, gone)).toMatchObject({ broken: line });
    expect(reviewPlan(planOf(BOTH, gone)).flows.counts).toEqual(
      expect.objectContaining({
        broken: reviewPlan(planOf(BOTH, gone)).flows.broken.reduce((sum, { pairs }) => sum + pairs, 0),
      }),
    );
  });

  test("is moved to the other family by a plan that says so in two lines", () => {
    const [four, six] = [lacking(`${RULE}.one`), lacking(`${RULE}.four`)];
    expect(toldOf(four, six)).toMatchObject({
      opened: [["ipv6", "443", `${RULE}.one`]],
      broken: [["ipv4", "443", `${RULE}.four`]],
    });
  });

  test("is quiet where nothing of the network changes", () => {
    const renamed = { ...BOTH, "aws_vpc.v": { ...BOTH["aws_vpc.v"], tags: { Name: "v" } } };
    expect(toldOf(BOTH, renamed)).toEqual({ verdict: "safe", opened: [], broken: [], rules: [] });
  });
});

describe("a VPC that is replaced", () => {
  /** As a plan has it: the new one's id and range are not known. */
  function replaced() {
    const plan = planOf(BOTH, BOTH) as unknown as {
      resource_changes: { address: string; change: Record<string, unknown> }[];
      planned_values: { root_module: { resources: { address: string; values: Record<string, unknown> }[] } };
    };
    const change = plan.resource_changes.find(({ address }) => address === "aws_vpc.v")!.change;
    change.actions = ["delete", "create"];
    change.after = { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true };
    change.after_unknown = { id: true, ipv6_cidr_block: true };
    plan.planned_values.root_module.resources.find(({ address }) => address === "aws_vpc.v")!.values =
      change.after as never;
    return plan as unknown as JsonObject;
  }

  test("opens nothing to the internet, whichever range AWS picks for it", () => {
    const { flows, verdict } = reviewPlan(replaced());
    expect(flows.opened).toEqual([]);
    expect(verdict).not.toBe("safe");
  });
});
