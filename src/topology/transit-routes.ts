import { cidrEquals } from "../ip";
import { isUnknown, type Resource, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { doubtOf } from "./doubts";
import { blockOf, candidatesOf } from "./lost-indexes";
import { type LostTransitRoute, placeLostTransitRoutes } from "./lost-transit-routes";
import { type TransitRoute } from "./model";
import { prefixListOf } from "./prefix-lists";
import { type TransitRegistry } from "./transit-registry";

/** Static routes and references to prefix lists; what is propagated has to be in the tables before. */
export function readTransitRoutes(transit: TransitRegistry): void {
  const lost: LostTransitRoute[] = [];
  for (const resource of transit.registry.graph.ofType(typesOf("transit-route"), "managed"))
    lost.push(...readStatic(transit, resource));
  placeLostTransitRoutes(lost);
  readPrefixLists(transit);
  for (const table of transit.tables.values())
    table.routes.sort((a, b) => b.cidr.length - a.cidr.length || Number(a.propagated) - Number(b.propagated));
  stateRanges(transit);
}

/** What static routes lead to a static connection is the network behind it, unless they lead everything there. */
function stateRanges({ attachments, tables }: TransitRegistry): void {
  const all = [...tables.values()].flatMap(({ routes }) => routes.filter(({ propagated }) => !propagated));
  for (const one of new Set(attachments.values())) {
    const known = one.kind === "foreign" ? one.link?.routes : undefined;
    const own = all.filter(({ attachment }) => attachment === one);
    if (!known || own.some(({ cidr }) => cidr.length === 0)) continue;
    for (const { address, cidr } of own)
      if (!known.some((route) => cidrEquals(route.cidr, cidr))) known.push({ address, cidr });
  }
}

/** @returns the route where a plan has lost which table it is in */
function readStatic(transit: TransitRegistry, resource: Resource): LostTransitRoute[] {
  const { args } = transit.registry;
  const value = resource.values.transit_gateway_route_table_id;
  const table = transit.table(value);
  const named = table ? [table] : candidatesOf(args, value, transit.tables);
  const touched = named.length > 0 ? named : [...transit.tables.values()];
  const destination = resource.values.destination_cidr_block;
  const cidr = args.cidr(destination) ?? transit.registry.ipv6.rangeOf(destination);
  if (!cidr) {
    for (const one of touched) one.doubts.routes.push(doubtOf(resource, "routes", "its destination is not known"));
    return [];
  }
  const route = routeOf(transit, resource, cidr);
  if (!table) return [{ route, block: blockOf(resource), resource, touched, isNamed: named.length > 0 }];
  table.routes.push(route);
  return [];
}

function readPrefixLists(transit: TransitRegistry): void {
  const { graph } = transit.registry;
  for (const resource of graph.ofType(typesOf("transit-prefix-reference"), "managed")) {
    const table = transit.table(resource.values.transit_gateway_route_table_id);
    const list = prefixListOf(transit.registry, resource.values.prefix_list_id);
    const family = list.kind === "unknown" ? list.family : undefined;
    if (table && list.kind === "ranges")
      for (const cidr of list.cidrs) table.routes.push(routeOf(transit, resource, cidr));
    else
      for (const one of table ? [table] : transit.tables.values())
        one.doubts.routes.push({
          ...doubtOf(resource, "routes", "its prefix list is not known"),
          ...(family && { family }),
        });
  }
}

function routeOf(transit: TransitRegistry, resource: Resource, cidr: TransitRoute["cidr"]): TransitRoute {
  // Only what AWS told of a table has these; the provider's resource is a static route.
  const { type, state } = resource.values;
  const isTold = transit.isTold && state === "active";
  const base = { address: resource.address, cidr, propagated: type === "propagated", ...(isTold && { isTold }) };
  if (transit.registry.args.flag(resource, "blackhole") === true) return base;
  if (isUnknown(resource.values.blackhole))
    return { ...base, note: noteOf(resource, "whether it is a blackhole is not known") };
  const attachment = transit.attachment(resource.values.transit_gateway_attachment_id);
  return attachment
    ? { ...base, attachment }
    : { ...base, note: noteOf(resource, "which attachment it leads to is not known") };
}
