import { type AddressSet, ALL_ADDRESSES, intersect, setOfCidr, setOfCidrs, subtract, unionOf } from "../ip";
import { type Resource, typesOf, type Value } from "../terraform";
import { doubtOf, isCertain } from "./doubts";
import { type Destinations, type Nic, type Outsider, type Subnet } from "./model";
import { maybeIpv6 } from "./ipv6-addresses";
import { type Registry } from "./registry";

/** A range that a rule or a route names. */
interface Named {
  readonly range: AddressSet;
  readonly length: number;
  readonly isForAll: boolean;
  /** The subnet that a route leads to; undefined where it isn't known. */
  readonly subnet?: Subnet;
}

/** What resources of an endpoint name; `isWhole` is false where one of them isn't known, or may be another endpoint's. */
interface NamedAll {
  readonly named: readonly Named[];
  readonly isWhole: boolean;
}

/** Whether a resource is of this endpoint; undefined where that isn't known. */
function isOf({ args }: Registry, one: Resource, endpoint: Resource): boolean | undefined {
  const linked = args.link(one.values.client_vpn_endpoint_id);
  if (linked.kind === "resource") return linked.resource === endpoint;
  if (linked.kind === "outside") return linked.id === endpoint.values.id;
  return linked.kind === "unknown" ? undefined : false;
}

function namedBy(
  registry: Registry,
  endpoint: Resource,
  role: "client-vpn-rule" | "client-vpn-route",
  range: string,
): NamedAll {
  const { args, graph } = registry;
  const named: Named[] = [];
  let isWhole = true;
  for (const one of graph.ofType(typesOf(role), "managed")) {
    const isOwn = isOf(registry, one, endpoint);
    if (isOwn === false) continue;
    const cidr = args.cidr(one.values[range]);
    if (isOwn === undefined || !cidr) isWhole = false;
    if (!cidr) continue;
    const isForAll = isOwn === true && args.flag(one, "authorize_all_groups") === true;
    const subnet = isOwn ? registry.subnet(one.values.target_vpc_subnet_id) : undefined;
    named.push({ range: setOfCidr(cidr), length: cidr.length, isForAll, ...(subnet && { subnet }) });
  }
  return { named, isWhole };
}

/**
 * Whom the authorization rules let get where. Where several match, the one with the longest prefix decides, so a rule for
 * some groups takes its range from a wider one for all (Client VPN guide, authorization rules).
 */
function authorized({ named, isWhole }: NamedAll): Destinations {
  const maybe = isWhole ? unionOf(named.map(({ range }) => range)) : ALL_ADDRESSES;
  let surely: AddressSet = [];
  const bySize = [...named].sort((a, b) => a.length - b.length || Number(a.isForAll) - Number(b.isForAll));
  for (const { range, isForAll } of bySize) surely = isForAll ? unionOf([surely, range]) : subtract(surely, range);
  return { surely: isWhole ? surely : [], maybe };
}

/**
 * Where an association leads: its subnet's VPC, and what routes name (Client VPN guide, routes). A range that the VPC gets
 * after the association has no route until somebody adds it (target networks), so the VPC's first range alone is sure.
 */
function routedFrom(subnet: Subnet, { named, isWhole }: NamedAll): Destinations {
  const own = setOfCidrs(subnet.vpc.cidrs);
  const first = setOfCidrs(subnet.vpc.cidrs.slice(0, 1));
  const isKnown = isWhole && isCertain(subnet.vpc, "ranges") && subnet.vpc.isOutside !== true;
  const through = (isSure: boolean): AddressSet[] =>
    named.filter((one) => one.subnet === subnet || (!isSure && !one.subnet)).map(({ range }) => range);
  return {
    surely: unionOf([first, ...through(true)]),
    maybe: isKnown ? unionOf([own, ...through(false)]) : ALL_ADDRESSES,
  };
}

/** Where those who come by an endpoint get from all of its associations, and from any. */
function destinationsOf(registry: Registry, endpoint: Resource, subnets: readonly Subnet[]): Destinations {
  const rules = authorized(namedBy(registry, endpoint, "client-vpn-rule", "target_network_cidr"));
  const routes = namedBy(registry, endpoint, "client-vpn-route", "destination_cidr_block");
  const all = subnets.map((subnet) => routedFrom(subnet, routes));
  const everywhere = all.reduce<AddressSet>((left, { surely }) => intersect(left, surely), ALL_ADDRESSES);
  return {
    surely: intersect(rules.surely, everywhere),
    maybe: intersect(rules.maybe, unionOf(all.map(({ maybe }) => maybe))),
  };
}

/** The items of a list; what isn't known of it is one item, so that it is noticed. */
function listed({ args }: Registry, value: Value | undefined): readonly Value[] {
  const { items, unknown } = args.list(value);
  return unknown ? [...items, unknown] : items;
}

/** Its interface in an associated subnet, whose address takes the place of the clients' (Client VPN guide, how it works). */
function nicIn(registry: Registry, endpoint: Resource, subnet: Subnet): Nic {
  const isLeft = endpoint.configured?.has("security_group_ids") === false;
  const named = isLeft ? [] : listed(registry, endpoint.values.security_group_ids);
  const groups = named.flatMap((one) => registry.group(one) ?? []);
  const unsure = doubtOf(endpoint, "groups", "which security groups it has is not known");
  return {
    address: endpoint.address,
    kind: "endpoint",
    subnet,
    groups: named.length > 0 ? groups : [subnet.vpc.defaultGroup],
    doubts: { groups: groups.length < named.length ? [unsure] : [], ipv6: maybeIpv6(endpoint, subnet) },
    sourceDestCheck: false,
    publicIp: "some",
  };
}

const NOT_JUDGED = "whom the client VPN lets get how far is not known from its authorization rules and routes";

/** Client VPN endpoints: whoever comes by one sends from its interfaces, under its groups, where its rules and routes let. */
export function readOutsiders(registry: Registry): Outsider[] {
  const associations = registry.graph.ofType(typesOf("client-vpn-association"));
  return registry.resources(typesOf("client-vpn")).map((resource) => {
    const own = associations.filter((one) => isOf(registry, one, resource) !== false);
    const found = own.map((one) => registry.subnet(one.values.subnet_id));
    const subnets = [...new Set(found.flatMap((subnet) => subnet ?? []))];
    const isWhole = resource.mode === "managed" && found.length > 0 && found.every((subnet) => subnet !== undefined);
    const about = { address: resource.address, reason: NOT_JUDGED };
    if (!isWhole) return { ...about, nics: [] };
    const nics = subnets.map((subnet) => nicIn(registry, resource, subnet));
    return { ...about, nics, destinations: destinationsOf(registry, resource, subnets) };
  });
}
