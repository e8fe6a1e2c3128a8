/**
 * What AWS and the provider make of a configuration: a state as `terraform show -json` prints it right after an apply, and
 * after the refresh that every later plan starts with. Written from the provider's read functions (5.100.0), forwards, and
 * apart from what the judge knows of them.
 */
import { type Body, type Stack } from "../../lab/draft";

/** Addresses and attributes, as in a state. */
export type Values = Readonly<Record<string, unknown>>;
export type Objects = ReadonlyMap<string, Values>;

const REFERENCE = /\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z0-9_]+)\}/g;

/** Everything that a body names, as [address, attribute]. */
export function referencesIn(value: unknown): [string, string][] {
  if (typeof value === "string") return [...value.matchAll(REFERENCE)].map((match) => [match[1]!, match[2]!]);
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

/** The bodies of a stack by address, those first that others name. */
export function bodiesOf(stack: Stack): Map<string, Body> {
  const all = new Map<string, Body>();
  for (const [prefix, types] of [
    ["", stack.resource],
    ["data.", stack.data],
  ] as const)
    for (const [type, named] of Object.entries(types))
      for (const [name, body] of Object.entries(named)) all.set(`${prefix}${type}.${name}`, body);
  const sorted = new Map<string, Body>();
  const visit = (address: string): void => {
    const body = all.get(address);
    if (!body || sorted.has(address)) return;
    for (const [to] of referencesIn(body)) visit(to);
    sorted.set(address, body);
  };
  for (const address of all.keys()) visit(address);
  return sorted;
}

export const typeOf = (address: string): string => address.replace(/^data\./, "").split(".")[0]!;

/** A body with its references followed; `find` says what an attribute is. */
export function followed(value: unknown, find: (address: string, attribute: string) => unknown): unknown {
  if (typeof value === "string") {
    const [whole] = value.matchAll(REFERENCE);
    if (whole && whole[0] === value) return find(whole[1]!, whole[2]!);
    const parts = [...value.matchAll(REFERENCE)].map((match) => find(match[1]!, match[2]!));
    // A text of which a part is not known is not known.
    const open = parts.find((part) => typeof part === "symbol");
    return open ?? value.replace(REFERENCE, () => String(parts.shift()));
  }
  if (Array.isArray(value)) return value.map((one) => followed(one, find));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, followed(one, find)]));
}

const EMPTY_LISTS: Readonly<Record<string, readonly string[]>> = {
  aws_route_table: ["route", "propagating_vgws"],
  aws_default_route_table: ["route", "propagating_vgws"],
  aws_security_group: ["ingress", "egress"],
  aws_network_acl: ["ingress", "egress", "subnet_ids"],
  aws_ec2_managed_prefix_list: ["entry"],
};

/** The provider reads the flag from there being an address. */
const hasPublic = (address: unknown): Values => ({ public_ip: address, associate_public_ip_address: address !== "" });

/** What AWS and the provider fill in when something is created. */
function computed(address: string, id: string, body: Values, isMapped: boolean): Values {
  switch (typeOf(address)) {
    case "aws_vpc":
      return {
        ...{ default_route_table_id: `rtb-of-${id}`, main_route_table_id: `rtb-of-${id}` },
        ...{ default_security_group_id: `sg-of-${id}`, default_network_acl_id: `acl-of-${id}` },
      };
    case "aws_default_route_table":
      return { id: body.default_route_table_id };
    case "aws_instance":
      return { primary_network_interface_id: `eni-of-${id}`, ...(isMapped ? hasPublic("203.0.113.9") : hasPublic("")) };
    case "aws_eip":
      return { public_ip: `198.51.100.${[...id].reduce((sum, one) => (sum * 7 + one.charCodeAt(0)) % 250, 1)}` };
    case "aws_lb":
    case "aws_lb_target_group":
    case "aws_lb_listener":
    case "aws_lb_listener_rule":
      return { arn: id };
    case "aws_vpc_peering_connection":
      return { accept_status: "active", peer_region: "us-east-1" };
    default:
      return {};
  }
}

/** A lookup of an attachment's interface finds one in its subnet. */
function lookedUp(body: Values): Values {
  const filters = (body.filter ?? []) as { name: string; values: string[] }[];
  const at = (name: string): string | undefined => filters.find((one) => one.name === name)?.values[0];
  return { description: at("description"), subnet_id: at("subnet-id"), interface_type: "transit_gateway" };
}

/**
 * The objects after an apply, nothing refreshed.
 * @param ids of what is there already and stays
 */
export function applied(stack: Stack, ids: ReadonlyMap<string, string>): Objects {
  const objects = new Map<string, Values>();
  for (const [address, body] of bodiesOf(stack)) {
    const isData = address.startsWith("data.");
    const values = followed(body, (to, attribute) => objects.get(to)?.[attribute] ?? `${attribute}-of-${to}`) as Values;
    const id = ids.get(address) ?? `new-${address.replace(/[^a-z0-9]/gi, "-")}`;
    const lists = Object.fromEntries((EMPTY_LISTS[typeOf(address)] ?? []).map((key) => [key, []]));
    const subnet = [...objects.values()].find((one) => one.id === values.subnet_id);
    const isMapped = subnet?.map_public_ip_on_launch === true;
    const filled = isData ? lookedUp(values) : computed(address, id, values, isMapped);
    objects.set(address, { ...lists, ...values, id, ...filled });
  }
  return objects;
}

function valuesAt(objects: Map<string, Values>, types: readonly string[], key: string, id: unknown): string[] {
  return [...objects].flatMap(([address, values]) =>
    types.includes(typeOf(address)) && values[key] === id && id !== undefined && id !== null ? [address] : [],
  );
}

type Fill = (child: Values, parent: Values) => Values;

const add = (list: unknown, item: unknown): unknown[] => [...((list ?? []) as unknown[]), item];

const ROUTE_TARGETS = [
  ...["gateway_id", "nat_gateway_id", "network_interface_id", "transit_gateway_id", "vpc_peering_connection_id"],
  ...["egress_only_gateway_id", "vpc_endpoint_id"],
];

function routeEntry(route: Values): Values {
  const targets = Object.fromEntries(ROUTE_TARGETS.map((key) => [key, route[key] ?? ""]));
  return {
    cidr_block: route.destination_cidr_block ?? "",
    ipv6_cidr_block: route.destination_ipv6_cidr_block ?? "",
    destination_prefix_list_id: route.destination_prefix_list_id ?? "",
    ...targets,
  };
}

const PORTS = (rule: Values): Values => {
  const protocol = String(rule.protocol ?? rule.ip_protocol);
  const has = ["tcp", "udp", "icmp", "6", "17", "1"].includes(protocol);
  return { protocol, from_port: has ? rule.from_port : 0, to_port: has ? rule.to_port : 0 };
};

/** One permission of a group, as the provider lists it: rules of the same protocol and ports are one entry. */
function withPermission(group: Values, direction: string, rule: Values): Values {
  const of = (...keys: string[]): unknown[] => keys.flatMap((key) => (rule[key] ?? []) as unknown[]);
  const named = of("source_security_group_id", "referenced_security_group_id");
  const peers = {
    cidr_blocks: of("cidr_blocks", "cidr_ipv4"),
    ipv6_cidr_blocks: of("ipv6_cidr_blocks", "cidr_ipv6"),
    prefix_list_ids: of("prefix_list_ids", "prefix_list_id"),
    security_groups: named.filter((one) => one !== group.id),
  };
  const self = rule.self === true || named.includes(group.id);
  const ports = PORTS(rule);
  const entries = (group[direction] ?? []) as Values[];
  const key = (one: Values): string => JSON.stringify([one.protocol, one.from_port, one.to_port]);
  const twin = entries.find((one) => key(PORTS(one)) === key(ports));
  const joined = (list: keyof typeof peers): unknown[] => [
    ...new Set([...((twin?.[list] ?? []) as unknown[]), ...peers[list]]),
  ];
  const merged = {
    ...{ description: "", ...ports, cidr_blocks: joined("cidr_blocks") },
    ipv6_cidr_blocks: joined("ipv6_cidr_blocks"),
    ...{ prefix_list_ids: joined("prefix_list_ids"), security_groups: joined("security_groups") },
    self: self || twin?.self === true,
  };
  return { [direction]: [...entries.filter((one) => one !== twin), merged] };
}

function aclEntry(rule: Values): Values {
  return {
    ...{ rule_no: rule.rule_number, action: rule.rule_action, protocol: rule.protocol, cidr_block: rule.cidr_block },
    ...{ from_port: rule.from_port ?? 0, to_port: rule.to_port ?? 0 },
    ...{ icmp_type: rule.icmp_type ?? 0, icmp_code: rule.icmp_code ?? 0, ipv6_cidr_block: "" },
  };
}

/** Child type -> parent types, the argument that names the parent, the parent's key, and what a refresh puts there. */
const REFRESHES: readonly (readonly [string, readonly string[], string, string, Fill])[] = [
  [
    "aws_route",
    ["aws_route_table", "aws_default_route_table"],
    ...(["route_table_id", "id"] as const),
    (child, parent) => ({ route: add(parent.route, routeEntry(child)) }),
  ],
  [
    "aws_vpc_security_group_ingress_rule",
    ["aws_security_group"],
    ...(["security_group_id", "id"] as const),
    (child, parent) => withPermission(parent, "ingress", child),
  ],
  [
    "aws_vpc_security_group_egress_rule",
    ["aws_security_group"],
    ...(["security_group_id", "id"] as const),
    (child, parent) => withPermission(parent, "egress", child),
  ],
  [
    "aws_security_group_rule",
    ["aws_security_group"],
    ...(["security_group_id", "id"] as const),
    (child, parent) => withPermission(parent, String(child.type), child),
  ],
  [
    "aws_network_acl_rule",
    ["aws_network_acl"],
    ...(["network_acl_id", "id"] as const),
    (child, parent) => {
      const direction = child.egress === true ? "egress" : "ingress";
      return { [direction]: add(parent[direction], aclEntry(child)) };
    },
  ],
  [
    "aws_network_acl_association",
    ["aws_network_acl"],
    ...(["network_acl_id", "id"] as const),
    (child, parent) => ({ subnet_ids: add(parent.subnet_ids, child.subnet_id) }),
  ],
  [
    "aws_ec2_managed_prefix_list_entry",
    ["aws_ec2_managed_prefix_list"],
    ...(["prefix_list_id", "id"] as const),
    (child, parent) => ({ entry: add(parent.entry, { cidr: child.cidr, description: "" }) }),
  ],
  [
    "aws_main_route_table_association",
    ["aws_vpc"],
    "vpc_id",
    "id",
    (child) => ({ main_route_table_id: child.route_table_id }),
  ],
  [
    "aws_internet_gateway_attachment",
    ["aws_internet_gateway"],
    "internet_gateway_id",
    "id",
    ({ vpc_id }) => ({ vpc_id }),
  ],
  [
    "aws_vpc_ipv6_cidr_block_association",
    ["aws_vpc"],
    ...(["vpc_id", "id"] as const),
    ({ ipv6_cidr_block }) => ({ ipv6_cidr_block }),
  ],
  ["aws_vpn_gateway_attachment", ["aws_vpn_gateway"], "vpn_gateway_id", "id", ({ vpc_id }) => ({ vpc_id })],
  [
    "aws_vpn_gateway_route_propagation",
    ["aws_route_table"],
    ...(["route_table_id", "id"] as const),
    (child, parent) => ({ propagating_vgws: add(parent.propagating_vgws, child.vpn_gateway_id) }),
  ],
  [
    "aws_vpn_connection_route",
    ["aws_vpn_connection"],
    ...(["vpn_connection_id", "id"] as const),
    ({ destination_cidr_block }, parent) => ({
      routes: add(parent.routes, { destination_cidr_block, source: "Static", state: "available" }),
    }),
  ],
  [
    "aws_eip_association",
    ["aws_eip"],
    ...(["allocation_id", "id"] as const),
    (child) => ({ instance: child.instance_id ?? "", network_interface: child.network_interface_id ?? "" }),
  ],
];

/** What the next refresh makes of the objects. */
export function refreshed(objects: Objects): Objects {
  const all = new Map(objects);
  for (const [type, parents, names, key, fill] of REFRESHES)
    for (const child of [...all.keys()].filter((one) => typeOf(one) === type))
      for (const parent of valuesAt(all, parents, key, all.get(child)?.[names]))
        all.set(parent, { ...all.get(parent), ...fill(all.get(child)!, all.get(parent)!) });
  for (const eip of [...all].filter(([one]) => typeOf(one) === "aws_eip").map(([, values]) => values))
    for (const instance of valuesAt(all, ["aws_instance"], "id", eip.instance || undefined))
      all.set(instance, { ...all.get(instance), ...hasPublic(eip.public_ip) });
  return all;
}

/** The objects as `terraform show -json` prints a state. */
export function stateOf(objects: Objects, stack: Stack): object {
  const bodies = bodiesOf(stack);
  const resources = [...objects].map(([address, values]) => {
    const [type, name] = address.replace(/^data\./, "").split(".");
    const dependsOn = [...new Set(referencesIn(bodies.get(address)).map(([to]) => to))];
    const mode = address.startsWith("data.") ? "data" : "managed";
    return { address, mode, type, name, values, depends_on: dependsOn };
  });
  return { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources } } };
}
