import { type Cidr, type Family } from "../ip";
import { type Resource, type Value, hasRole, typesOf } from "../terraform";
import { type Arguments } from "./arguments";
import { type Registry } from "./registry";

/** What a reference to a prefix list stands for: ranges, an AWS service's list (addresses not in the input), or unknown. */
export type PrefixList =
  | { readonly kind: "ranges"; readonly cidrs: readonly Cidr[] }
  | { readonly kind: "service"; readonly address: string }
  /** With the family, where that is known: entries are of one (VPC user guide, customer-managed prefix lists). */
  | { readonly kind: "unknown"; readonly reason: string; readonly family?: Family };

/** Managed prefix lists with constant entries, inline or as entry resources. */
export function prefixListOf(registry: Registry, value: Value | undefined): PrefixList {
  const { args } = registry;
  const linked = args.link(value);
  const resource = linked.kind === "resource" ? linked.resource : endpointWith(args, value);
  if (!resource) {
    const id = linked.kind === "outside" ? linked.id : linked.kind === "unknown" ? linked.text : "";
    return { kind: "unknown", reason: `the entries of prefix list ${id} are not in the input` };
  }
  const lists = KNOWN.get(args) ?? new Map<Resource, PrefixList>();
  KNOWN.set(args, lists);
  const known = lists.get(resource) ?? readList(registry, resource);
  lists.set(resource, known);
  return known;
}

/** What was read once: hundreds of rules may name one list of a thousand entries. */
const KNOWN = new WeakMap<Arguments, Map<Resource, PrefixList>>();

function readList(registry: Registry, resource: Resource): PrefixList {
  const { args } = registry;
  if (hasRole(resource.type, "vpc-endpoint") || resource.type === "aws_prefix_list") {
    const blocks = args.list(resource.values.cidr_blocks).items.flatMap((item) => args.cidr(item) ?? []);
    return blocks.length > 0 ? { kind: "ranges", cidrs: blocks } : { kind: "service", address: resource.address };
  }
  const entries = args.blocks(resource.values.entry).concat(args.blocks(resource.values.entries));
  const separate = args.graph
    .ofType(typesOf("prefix-list-entry"))
    .filter((entry) => {
      const list = args.link(entry.values.prefix_list_id);
      return list.kind === "resource" && list.resource === resource;
    })
    .map((entry) => entry.values);
  const family = familyIn(args, resource);
  const unknown = (reason: string): PrefixList => ({ kind: "unknown", reason, ...(family && { family }) });
  if (args.isSetUnknown(resource, "entry")) return unknown(`the entries of ${resource.address} are not known`);
  if (resource.mode === "data" && entries.length === 0)
    return isOfService(args, resource)
      ? { kind: "service", address: resource.address }
      : unknown(`the entries of ${resource.address} are not in the input`);
  const cidrs: Cidr[] = [];
  for (const entry of [...entries, ...separate]) {
    const cidr = args.cidr(entry.cidr) ?? registry.ipv6.rangeOf(entry.cidr);
    if (!cidr) return unknown(`an entry of ${resource.address} is not known`);
    cidrs.push(cidr);
  }
  return { kind: "ranges", cidrs };
}

function familyIn(args: Arguments, resource: Resource): Family | undefined {
  const family = args.text(resource, "address_family")?.toLowerCase();
  return family === "ipv4" || family === "ipv6" ? family : undefined;
}

/** A state has ids in place of links; a gateway endpoint tells the id of its service's list. */
function endpointWith(args: Arguments, list: Value | undefined): Resource | undefined {
  const id = args.textOf(list);
  if (id === undefined || id === "") return undefined;
  return args.graph.ofType(typesOf("vpc-endpoint")).find(({ values }) => args.textOf(values.prefix_list_id) === id);
}

/** AWS's own lists are named after the service, and hold public addresses only; a customer's may hold any. */
function isOfService(args: Arguments, list: Resource): boolean {
  const filters = args.blocks(list.values.filter).flatMap((filter) => args.list(filter.values).items);
  return [list.values.name, ...filters].some((name) => args.textOf(name)?.startsWith("com.amazonaws.") === true);
}
