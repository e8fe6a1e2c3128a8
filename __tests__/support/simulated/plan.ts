/** What Terraform plans from one configuration's state to another configuration, as `terraform show -json` prints it. */
import { type Stack } from "../../lab/draft";
import { bodiesOf, followed, type Objects, referencesIn, stateOf, typeOf, type Values } from "./apply";

/** What a rule's resource can change of its rule. */
const RULE = [
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "prefix_list_id",
  "referenced_security_group_id",
] as const;

/** Arguments that can be changed in place; all others of these types force a replacement [provider schema 5.100.0]. */
const IN_PLACE: Readonly<Record<string, readonly string[]>> = {
  aws_route: [
    "gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_peering_connection_id",
  ],
  aws_security_group_rule: [],
  aws_network_acl_rule: [],
  aws_network_acl_association: [],
  aws_ec2_managed_prefix_list_entry: [],
  aws_ec2_transit_gateway_route: [],
  aws_ec2_transit_gateway_route_table_association: [],
  aws_ec2_transit_gateway_route_table_propagation: [],
  aws_eip_association: [],
  aws_internet_gateway_attachment: [],
  aws_lb_target_group_attachment: [],
  aws_main_route_table_association: ["route_table_id"],
  aws_route_table_association: ["route_table_id"],
  aws_vpc_security_group_ingress_rule: RULE,
  aws_vpc_security_group_egress_rule: RULE,
};
/** What only AWS knows of something new. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: ["main_route_table_id", "default_route_table_id", "default_security_group_id", "default_network_acl_id"],
  aws_route_table: ["route"],
  aws_security_group: ["ingress", "egress"],
  aws_network_acl: ["ingress", "egress", "subnet_ids"],
  aws_ec2_managed_prefix_list: ["entry"],
  aws_instance: ["public_ip", "primary_network_interface_id", "associate_public_ip_address"],
  aws_eip: ["public_ip", "instance", "network_interface"],
};
const UNKNOWN = Symbol("known after apply");

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The known part of a value, and the mask of what is not known. */
function split(value: unknown): { known: unknown; mask: unknown } {
  if (value === UNKNOWN) return { known: undefined, mask: true };
  if (Array.isArray(value)) {
    const parts = value.map(split);
    // A list of which one item is not known shows null in its place.
    return { known: parts.map(({ known }) => known ?? null), mask: parts.map(({ mask }) => mask) };
  }
  if (typeof value !== "object" || value === null) return { known: value, mask: false };
  const parts = Object.entries(value).map(([key, one]) => [key, split(one)] as const);
  return {
    known: Object.fromEntries(parts.flatMap(([key, { known }]) => (known === undefined ? [] : [[key, known]]))),
    mask: Object.fromEntries(parts.map(([key, { mask }]) => [key, mask])),
  };
}

const AS_ATTRIBUTE = new Set(["ingress", "egress", "route"]);

function expression(key: string, value: unknown): unknown {
  const references = [...new Set(referencesIn(value).flatMap(([to, attribute]) => [`${to}.${attribute}`, to]))];
  const isBlocks = Array.isArray(value) && value.some((one) => typeof one === "object") && !AS_ATTRIBUTE.has(key);
  if (isBlocks) return (value as object[]).map((one) => expressions(one as Values));
  return references.length > 0 ? { references } : { constant_value: value };
}

function expressions(body: Values): object {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, expression(key, value)]));
}

type Action = "no-op" | "update" | "replace" | "create";

/** One instance's change, and what is known of it afterwards. */
interface Planned {
  readonly action: Action;
  readonly after: Values;
}

function plannedOf(address: string, body: Values, was: Values | undefined, is: (value: unknown) => unknown): Planned {
  const wanted = is(body) as Values;
  const type = typeOf(address);
  if (was) {
    const keys = new Set([...Object.keys(body), ...Object.keys(was)]);
    // What is no longer written goes, as far as it was an argument and not filled in.
    const written = [...keys].filter((key) => key in body || (IN_PLACE[type] ?? []).includes(key));
    const changed = written.filter((key) => !same(wanted[key], was[key]) || hasUnknown(wanted[key]));
    if (changed.length === 0) return { action: "no-op", after: was };
    const isReplaced = IN_PLACE[type] !== undefined && changed.some((key) => !IN_PLACE[type]!.includes(key));
    const cleared = Object.fromEntries(changed.map((key) => [key, null]));
    if (!isReplaced) return { action: "update", after: { ...was, ...cleared, ...wanted } };
  }
  const open = Object.fromEntries(["id", "arn", ...(COMPUTED[type] ?? [])].map((key) => [key, UNKNOWN]));
  return { action: was ? "replace" : "create", after: { ...open, ...wanted } };
}

function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

const ACTIONS: Readonly<Record<Action, readonly string[]>> = {
  "no-op": ["no-op"],
  update: ["update"],
  replace: ["delete", "create"],
  create: ["create"],
};

/** What a plan says, and which ids stay. */
export interface Simulated {
  readonly plan: object;
  readonly kept: ReadonlyMap<string, string>;
}

/** Terraform's plan of `next` over the objects of `before`. */
export function planned(before: { readonly stack: Stack; readonly objects: Objects }, next: Stack): Simulated {
  const after = new Map<string, Planned>();
  const is = (value: unknown): unknown =>
    followed(value, (to, attribute) => {
      const known = after.get(to)?.after;
      return known === undefined ? UNKNOWN : (known[attribute] ?? UNKNOWN);
    });
  const bodies = bodiesOf(next);
  for (const [address, body] of bodies) {
    const was = before.objects.get(address);
    if (!address.startsWith("data.")) after.set(address, plannedOf(address, body, was, is));
    else {
      const wanted = is(body) as Values;
      const isRead = !hasUnknown(wanted) && was !== undefined;
      after.set(
        address,
        isRead ? { action: "no-op", after: was } : { action: "create", after: { ...wanted, id: UNKNOWN } },
      );
    }
  }
  const gone = [...before.objects].filter(([address]) => !bodies.has(address) && !address.startsWith("data."));
  const changes = [
    ...[...after]
      .filter(([address, { action }]) => !address.startsWith("data.") || action === "create")
      .map(change(before.objects)),
    ...gone.map(([address, values]) => ({
      ...names(address),
      change: { actions: ["delete"], before: values, after: null, after_unknown: {} },
    })),
  ];
  const resources = [...bodies].map(([address, body]) => ({ ...names(address), expressions: expressions(body) }));
  const plan = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes,
    prior_state: stateOf(before.objects, before.stack),
    configuration: { root_module: { resources } },
  };
  const kept = [...after].flatMap(
    ([
      address,
      {
        action,
        after: { id },
      },
    ]): [string, string][] =>
      (action === "no-op" || action === "update") && typeof id === "string" ? [[address, id]] : [],
  );
  return { plan, kept: new Map(kept) };
}

function names(address: string): object {
  const [type, name] = address.replace(/^data\./, "").split(".");
  return { address, mode: address.startsWith("data.") ? "data" : "managed", type, name };
}

const change =
  (objects: Objects) =>
  ([address, { action, after }]: [string, Planned]): object => {
    const { known, mask } = split(after);
    const isData = address.startsWith("data.");
    return {
      ...names(address),
      change: {
        actions: isData ? ["read"] : ACTIONS[action],
        before: isData ? null : (objects.get(address) ?? null),
        after: known,
        after_unknown: mask,
      },
    };
  };
