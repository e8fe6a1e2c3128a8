import { type JsonObject, readPlan, readState, type Value } from "../../src/terraform";
import { MIRRORS } from "../../src/terraform/mirrors";

type Values = Record<string, unknown>;

/** A parent whose attribute repeats what its child adds, beside something else that nobody here manages. */
interface Pair {
  readonly parent: string;
  readonly values: Values;
  readonly child: string;
  readonly adds: Values;
  /** The attribute, as it is with and without the child. */
  readonly attribute: string;
  readonly without: unknown;
}

const rule = (peers: Values): Values => ({
  ...{ protocol: "tcp", from_port: 80, to_port: 80, cidr_blocks: [], ipv6_cidr_blocks: [] },
  ...{ prefix_list_ids: [], security_groups: [], self: false, description: "" },
  ...peers,
});
const tcp80 = { from_port: 80, to_port: 80 };
const acl = (rule_no: number): Values => ({ rule_no, action: "deny", protocol: "-1", cidr_block: "0.0.0.0/0" });

/** A child that names its parent under `names`, and adds what it names under `adds` to a list of the parent's. */
function listed(
  parent: string,
  attribute: string,
  child: string,
  { names, adds }: Record<"names" | "adds", string>,
): Pair {
  const values = { id: "p-1", [attribute]: ["other", "own"] };
  return { parent, values, child, adds: { [names]: "p-1", [adds]: "own" }, attribute, without: ["other"] };
}

const group = (ingress: Values[], child: string, adds: Values, without: Values[]): Pair => ({
  parent: "aws_security_group",
  values: { id: "sg-1", ingress, egress: [] },
  child,
  adds: { security_group_id: "sg-1", ...adds },
  attribute: "ingress",
  without,
});

const PAIRS: readonly Pair[] = [
  ...["aws_route_table", "aws_default_route_table"].map((parent) => ({
    parent,
    values: { id: "rtb-1", route: [{ cidr_block: "10.1.0.0/16" }, { cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }] },
    child: "aws_route",
    adds: { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-1" },
    attribute: "route",
    without: [{ cidr_block: "10.1.0.0/16" }],
  })),
  {
    parent: "aws_route_table",
    values: { id: "rtb-1", route: [{ ipv6_cidr_block: "::/0" }, { destination_prefix_list_id: "pl-1" }] },
    child: "aws_route",
    adds: { route_table_id: "rtb-1", destination_prefix_list_id: "pl-1" },
    attribute: "route",
    without: [{ ipv6_cidr_block: "::/0" }],
  },
  {
    parent: "aws_route_table",
    values: { id: "rtb-1", associations: [{ subnet_id: "subnet-1" }, { subnet_id: "subnet-2" }] },
    child: "aws_route_table_association",
    adds: { route_table_id: "rtb-1", subnet_id: "subnet-2" },
    attribute: "associations",
    without: [{ subnet_id: "subnet-1" }],
  },
  {
    parent: "aws_vpc",
    values: { id: "vpc-1", main_route_table_id: "rtb-2" },
    child: "aws_main_route_table_association",
    adds: { vpc_id: "vpc-1", route_table_id: "rtb-2", original_route_table_id: "rtb-1" },
    attribute: "main_route_table_id",
    without: "rtb-1",
  },
  ...(["association", "propagation"] as const).map((what) => ({
    parent: "aws_ec2_transit_gateway",
    values: { id: "tgw-1", [`${what}_default_route_table_id`]: "tgw-rtb-2" },
    child: `aws_ec2_transit_gateway_default_route_table_${what}`,
    adds: {
      transit_gateway_id: "tgw-1",
      transit_gateway_route_table_id: "tgw-rtb-2",
      original_default_route_table_id: "tgw-rtb-1",
    },
    attribute: `${what}_default_route_table_id`,
    without: "tgw-rtb-1",
  })),
  ...(["internet", "vpn"] as const).map((what) => ({
    parent: `aws_${what}_gateway`,
    values: { id: "gw-1", vpc_id: "vpc-1" },
    child: `aws_${what}_gateway_attachment`,
    adds: { [`${what}_gateway_id`]: "gw-1", vpc_id: "vpc-1" },
    attribute: "vpc_id",
    without: null,
  })),
  listed("aws_route_table", "propagating_vgws", "aws_vpn_gateway_route_propagation", {
    names: "route_table_id",
    adds: "vpn_gateway_id",
  }),
  listed("aws_vpc_endpoint", "route_table_ids", "aws_vpc_endpoint_route_table_association", {
    names: "vpc_endpoint_id",
    adds: "route_table_id",
  }),
  listed("aws_vpc_endpoint", "subnet_ids", "aws_vpc_endpoint_subnet_association", {
    names: "vpc_endpoint_id",
    adds: "subnet_id",
  }),
  listed("aws_vpc_endpoint", "security_group_ids", "aws_vpc_endpoint_security_group_association", {
    names: "vpc_endpoint_id",
    adds: "security_group_id",
  }),
  listed("aws_network_acl", "subnet_ids", "aws_network_acl_association", {
    names: "network_acl_id",
    adds: "subnet_id",
  }),
  listed("aws_network_interface", "security_groups", "aws_network_interface_sg_attachment", {
    names: "network_interface_id",
    adds: "security_group_id",
  }),
  listed("aws_autoscaling_group", "target_group_arns", "aws_autoscaling_attachment", {
    names: "autoscaling_group_name",
    adds: "lb_target_group_arn",
  }),
  // Rules of the same protocol and ports are one entry, whoever made them.
  group(
    [
      rule({ cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] }),
      rule({ from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] }),
    ],
    "aws_vpc_security_group_ingress_rule",
    { ip_protocol: "tcp", ...tcp80, cidr_ipv4: "0.0.0.0/0" },
    [rule({ cidr_blocks: ["10.0.0.0/8"] }), rule({ from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] })],
  ),
  group(
    [rule({ protocol: "-1", from_port: 0, to_port: 0, self: true })],
    "aws_vpc_security_group_ingress_rule",
    { ip_protocol: "-1", from_port: null, to_port: null, referenced_security_group_id: "sg-1" },
    [],
  ),
  group(
    [rule({ cidr_blocks: ["10.0.0.0/8"], security_groups: ["sg-2"], ipv6_cidr_blocks: ["::/0"], self: true })],
    "aws_security_group_rule",
    { type: "ingress", protocol: "6", ...tcp80, cidr_blocks: ["10.0.0.0/8"], ipv6_cidr_blocks: ["::/0"], self: true },
    [rule({ security_groups: ["sg-2"] })],
  ),
  group(
    [rule({ security_groups: ["sg-3"], prefix_list_ids: ["pl-1"] })],
    "aws_security_group_rule",
    {
      type: "ingress",
      protocol: "tcp",
      ...tcp80,
      source_security_group_id: "111122223333/sg-3",
      prefix_list_ids: ["pl-1"],
    },
    [],
  ),
  {
    parent: "aws_default_security_group",
    values: { id: "sg-1", egress: [rule({ cidr_blocks: ["0.0.0.0/0"] })] },
    child: "aws_vpc_security_group_egress_rule",
    adds: { security_group_id: "sg-1", ip_protocol: "tcp", ...tcp80, cidr_ipv4: "0.0.0.0/0" },
    attribute: "egress",
    without: [],
  },
  ...["aws_network_acl", "aws_default_network_acl"].map((parent) => ({
    parent,
    values: { id: "acl-1", ingress: [acl(100), acl(50)], egress: [acl(50)] },
    child: "aws_network_acl_rule",
    adds: { network_acl_id: "acl-1", egress: false, rule_number: 50 },
    attribute: "ingress",
    without: [acl(100)],
  })),
  {
    parent: "aws_ec2_managed_prefix_list",
    values: { id: "pl-1", entry: [{ cidr: "10.1.0.0/16" }, { cidr: "10.2.0.0/16" }] },
    child: "aws_ec2_managed_prefix_list_entry",
    adds: { prefix_list_id: "pl-1", cidr: "10.2.0.0/16" },
    attribute: "entry",
    without: [{ cidr: "10.1.0.0/16" }],
  },
  {
    parent: "aws_instance",
    values: { id: "i-1", primary_network_interface_id: "eni-1", vpc_security_group_ids: ["sg-1", "sg-2"] },
    child: "aws_network_interface_sg_attachment",
    adds: { network_interface_id: "eni-1", security_group_id: "sg-2" },
    attribute: "vpc_security_group_ids",
    without: ["sg-1"],
  },
  {
    parent: "aws_eip",
    values: { id: "eipalloc-1", instance: "i-1", network_interface: "eni-1" },
    child: "aws_eip_association",
    adds: { allocation_id: "eipalloc-1", instance_id: "i-1", public_ip: "198.51.100.1" },
    attribute: "instance",
    without: null,
  },
  ...["aws_eip", "aws_eip_association"].flatMap((child) =>
    [
      { instance: "i-1", instance_id: "i-1" },
      { network_interface: "eni-1", network_interface_id: "eni-1" },
    ].map((names) => ({
      parent: "aws_instance",
      values: { id: "i-1", primary_network_interface_id: "eni-1", public_ip: "198.51.100.1" },
      child,
      adds: { ...names, public_ip: "198.51.100.1" },
      attribute: "public_ip",
      without: null,
    })),
  ),
  {
    parent: "aws_network_interface",
    values: { id: "eni-1", attachment: [{ instance: "i-1", device_index: 1 }] },
    child: "aws_network_interface_attachment",
    adds: { network_interface_id: "eni-1", instance_id: "i-1" },
    attribute: "attachment",
    without: [],
  },
  {
    parent: "aws_instance",
    values: { id: "i-1", network_interface: [{ network_interface_id: "eni-0" }, { network_interface_id: "eni-1" }] },
    child: "aws_network_interface_attachment",
    adds: { network_interface_id: "eni-1", instance_id: "i-1" },
    attribute: "network_interface",
    without: [{ network_interface_id: "eni-0" }],
  },
  {
    parent: "aws_vpc",
    values: { id: "vpc-1", cidr_block_associations: [{ cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" }] },
    child: "aws_vpc_ipv4_cidr_block_association",
    adds: { vpc_id: "vpc-1", cidr_block: "10.1.0.0/16" },
    attribute: "cidr_block_associations",
    without: [{ cidr_block: "10.0.0.0/16" }],
  },
  {
    parent: "aws_vpc",
    values: { id: "vpc-1", ipv6_cidr_block: "2001:db8::/56" },
    child: "aws_vpc_ipv6_cidr_block_association",
    adds: { vpc_id: "vpc-1", ipv6_cidr_block: "2001:db8::/56" },
    attribute: "ipv6_cidr_block",
    without: null,
  },
  {
    parent: "aws_vpn_connection",
    values: {
      id: "vpn-1",
      routes: [{ destination_cidr_block: "10.1.0.0/16" }, { destination_cidr_block: "10.2.0.0/16" }],
    },
    child: "aws_vpn_connection_route",
    adds: { vpn_connection_id: "vpn-1", destination_cidr_block: "10.2.0.0/16" },
    attribute: "routes",
    without: [{ destination_cidr_block: "10.1.0.0/16" }],
  },
];

const named = (type: string, name: string) => ({ address: `${type}.${name}`, mode: "managed", type, name });

function attributeOf(graph: ReturnType<typeof readState>, { parent, attribute }: Pair): Value | undefined {
  return graph.get(`${parent}.p`)?.values[attribute];
}

function state({ parent, values, child, adds }: Pair): JsonObject {
  const resources = [
    { ...named(parent, "p"), values },
    { ...named(child, "c"), values: adds },
  ];
  return { format_version: "1.0", values: { root_module: { resources } } } as unknown as JsonObject;
}

interface Variant {
  readonly child: { readonly actions: readonly string[]; readonly after: Values | null };
  /** The parent's arguments in the configuration. */
  readonly written?: readonly string[];
}

function plan(pair: Pair, { child, written = [] }: Variant): JsonObject {
  const { parent, values, adds } = pair;
  const expressions = Object.fromEntries(written.map((key) => [key, {}]));
  const changes = [
    { ...named(parent, "p"), change: { actions: ["no-op"], before: values, after: values } },
    { ...named(pair.child, "c"), change: { before: adds, ...child } },
  ];
  const configuration = { root_module: { resources: [{ ...named(parent, "p"), expressions }] } };
  return { format_version: "1.2", resource_changes: changes, configuration } as unknown as JsonObject;
}

const GONE = { actions: ["delete"], after: null };
const name = ({ parent, child, attribute }: Pair, i: number): string => `${parent}.${attribute} and ${child} (${i})`;

describe.each(PAIRS.map((pair, i) => [name(pair, i), pair] as const))("%s", (_, pair) => {
  const kept = { actions: ["no-op"], after: pair.adds };

  test("in a state only what the child does not say itself is left", () => {
    expect(attributeOf(readState(state(pair)), pair)).toEqual(pair.without);
  });

  test("what the plan destroys is gone, also where the configuration writes the attribute", () => {
    expect(attributeOf(readPlan(plan(pair, { child: GONE })), pair)).toEqual(pair.without);
    const written = [pair.attribute];
    expect(attributeOf(readPlan(plan(pair, { child: GONE, written })), pair)).toEqual(pair.without);
  });

  test("a child that stays takes nothing from what the configuration writes", () => {
    expect(attributeOf(readPlan(plan(pair, { child: kept })), pair)).toEqual(pair.without);
    const written = [pair.attribute];
    expect(attributeOf(readPlan(plan(pair, { child: kept, written })), pair)).toEqual(pair.values[pair.attribute]);
  });

  test("a child of another parent takes nothing", () => {
    const other = Object.fromEntries(
      Object.entries(pair.adds).map(([key, value]) => [
        key,
        value === pair.values.id || value === "eni-1" ? "x" : value,
      ]),
    );
    expect(attributeOf(readState(state({ ...pair, adds: other })), pair)).toEqual(pair.values[pair.attribute]);
  });
});

test("every mirror has a pair here", () => {
  const known = new Set(PAIRS.map(({ parent, child }) => `${parent} ${child}`));
  const missing = MIRRORS.flatMap(({ parents, children }) =>
    children.flatMap((child) =>
      parents.some((parent) => known.has(`${parent} ${child}`)) ? [] : [`${parents.join()} ${child}`],
    ),
  );
  expect(missing).toEqual([]);
});

test("what the plan itself writes anew into a parent stays there", () => {
  const table = { id: "rtb-1", route: [] };
  const route = { cidr_block: "0.0.0.0/0", gateway_id: "igw-1" };
  const child = { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-1" };
  const json = {
    format_version: "1.2",
    resource_changes: [
      {
        ...named("aws_route_table", "p"),
        change: { actions: ["update"], before: table, after: { ...table, route: [route] } },
      },
      { ...named("aws_route", "c"), change: { actions: ["delete"], before: child, after: null } },
    ],
  } as unknown as JsonObject;
  expect(readPlan(json).get("aws_route_table.p")?.values.route).toEqual([route]);
});

test("an Elastic IP address that goes may be followed by another public address", () => {
  const subnet = { id: "subnet-1", map_public_ip_on_launch: true };
  const instance = {
    ...{ id: "i-1", subnet_id: "subnet-1", primary_network_interface_id: "eni-1" },
    ...{ public_ip: "198.51.100.1", associate_public_ip_address: true },
  };
  const eip = { instance: "i-1", public_ip: "198.51.100.1" };
  const json = (isMapped: boolean): JsonObject => ({
    format_version: "1.2",
    resource_changes: [
      {
        ...named("aws_subnet", "s"),
        change: { actions: ["no-op"], before: subnet, after: { ...subnet, map_public_ip_on_launch: isMapped } },
      },
      { ...named("aws_instance", "i"), change: { actions: ["no-op"], before: instance, after: instance } },
      { ...named("aws_eip", "e"), change: { actions: ["delete"], before: eip, after: null } },
    ],
  });
  const flag = (isMapped: boolean): unknown =>
    readPlan(json(isMapped)).get("aws_instance.i")?.values.associate_public_ip_address;
  expect(flag(true)).toMatchObject({ candidates: [], exact: false });
  expect(flag(false)).toBeNull();
});
