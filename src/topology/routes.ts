import { type Cidr, type Family } from "../ip";
import { type Resource, typesOf, type ValueObject } from "../terraform";
import { isSet, noteOf } from "./arguments";
import { doubtOf, type Note } from "./doubts";
import { blockOf } from "./lost-indexes";
import { type LostRoute, placeLostRoutes, tablesNamed } from "./lost-routes";
import { type RouteTable, type RouteTarget, type Vpc } from "./model";
import { placeRoute } from "./place-route";
import { prefixListOf } from "./prefix-lists";
import { type Registry, TABLE_TYPES } from "./registry";
import { canOverrideLocal, type RouteTargetFinder, setValues, type WrittenRoute } from "./route-targets";

/** Routes in tables that are found already: inline ones and those of their own. */
export function readRoutes(registry: Registry, targets: RouteTargetFinder): void {
  const inlineOf = readInline(registry, targets);
  const lost: LostRoute[] = [];
  for (const resource of registry.graph.ofType(typesOf("route"), "managed")) {
    const table = registry.table(resource.values.route_table_id);
    const inline = table && inlineOf.get(table);
    if (!table) lost.push(...lostRoute(registry, targets, resource));
    else if (inline) addRemoved(registry, table, resource, inline);
    else addRoute(registry, targets, table, { resource, values: setValues(resource), address: resource.address });
  }
  placeLostRoutes(lost, registry.everyTable());
}

/** The inline routes of tables; of those whose configuration has some, the resource. */
function readInline(registry: Registry, targets: RouteTargetFinder): Map<RouteTable, Resource> {
  const { args } = registry;
  const inlineOf = new Map<RouteTable, Resource>();
  for (const resource of registry.resources(TABLE_TYPES)) {
    const table = registry.tables.get(resource.address);
    if (!table) continue;
    const key = resource.mode === "data" ? "routes" : "route";
    if (resource.mode === "managed" && args.isSetUnknown(resource, key))
      table.doubts.routes.push(doubtOf(resource, "routes", "its inline routes are not known"));
    const blocks = args.blocks(resource.values[key]);
    blocks.forEach((values, i) =>
      addRoute(registry, targets, table, { resource, values, address: `${resource.address}.route[${i}]` }),
    );
    if (resource.configured?.has(key) === true && blocks.length > 0) inlineOf.set(table, resource);
  }
  return inlineOf;
}

/** Terraform deletes routes that it doesn't find among the inline ones (aws_route_table, note on in-line routes). */
function addRemoved(registry: Registry, table: RouteTable, resource: Resource, inline: Resource): void {
  const note = noteOf(resource, `${inline.address} has inline routes too, which remove it at the next apply`);
  const target: RouteTarget = { kind: "unreadable", note };
  const values = setValues(resource);
  const cidr = registry.args.cidr(resource.values.destination_cidr_block);
  if (isSet(values.destination_ipv6_cidr_block))
    addIpv6Route(registry, table, { resource, values, address: resource.address }, target);
  else if (cidr) table.routes.push({ address: resource.address, cidr, target, propagated: false });
  else table.doubts.routes.push({ ...note, covers: "routes" });
}

/** A route whose table is not known; where its destination isn't either, it leaves open whatever it may be about. */
function lostRoute(registry: Registry, targets: RouteTargetFinder, resource: Resource): LostRoute[] {
  const candidates = tablesNamed(registry, resource.values.route_table_id);
  const values = setValues(resource);
  const route = { resource, values, address: resource.address };
  const isIpv6 = isSet(values.destination_ipv6_cidr_block);
  const cidr = isIpv6
    ? registry.ipv6.rangeOf(values.destination_ipv6_cidr_block)
    : registry.args.cidr(values.destination_cidr_block);
  const target = targets.targetOf(route);
  const touched = candidates.length > 0 ? candidates : registry.everyTable();
  const overrides = canOverrideLocal(values);
  if (cidr) return [{ resource, cidr, target, candidates, canOverrideLocal: overrides, block: blockOf(resource) }];
  const note = noteOf(resource, "which route table it belongs to is not known");
  for (const one of touched)
    if (isIpv6) doubtIpv6Routes(one, overrides, note);
    else doubtRoutes(one, overrides, note);
  return [];
}

/** Whether a gateway or a route server brings it: what the table itself says comes before (EC2 API, Route: Origin). */
function isPropagated({ origin }: ValueObject): boolean {
  return origin === "EnableVgwRoutePropagation" || origin === "Advertisement";
}

function addRoute(registry: Registry, targets: RouteTargetFinder, table: RouteTable, written: WrittenRoute): void {
  const { args } = registry;
  const { resource, values, address } = written;
  const vpc = table.vpc ?? vpcUsing(registry, table);
  const target = targets.targetOf({ ...written, ...(vpc && { vpc }) });
  const propagated = isPropagated(values);
  const add = (cidr: Cidr, isListed = false): void =>
    placeRoute(table, { address, cidr, target, propagated, ...(isListed && { isListed }) });
  const doubt = (reason: string, family?: Family): void =>
    doubtRoutes(table, canOverrideLocal(values), noteOf(resource, reason), family);
  const cidrValue = isSet(values.cidr_block) ? values.cidr_block : values.destination_cidr_block;
  const listValue = values.destination_prefix_list_id;
  if (isSet(cidrValue)) {
    const cidr = args.cidr(cidrValue);
    if (cidr) add(cidr);
    else doubt("the destination of a route is not known", "ipv4");
  } else if (isSet(listValue)) {
    const list = prefixListOf(registry, listValue);
    if (list.kind === "ranges") list.cidrs.forEach((one) => add(one, true));
    else if (list.kind === "unknown") doubt(list.reason, list.family);
    else
      table.doubts.serviceRoutes.push(
        doubtOf(resource, "serviceRoutes", `the addresses of ${list.address} are not in the input`),
      );
  }
  addIpv6Route(registry, table, written, target);
}

/** A table is in the VPC of the subnets that use it (EC2 API, AssociateRouteTable). */
function vpcUsing({ subnets }: Registry, table: RouteTable): Vpc | undefined {
  return [...subnets.values()].find((subnet) => subnet.table === table)?.vpc;
}

/** A route for IPv6, which never carries a packet of IPv4: what of it is not known leaves open the others only. */
function addIpv6Route(registry: Registry, table: RouteTable, written: WrittenRoute, target: RouteTarget): void {
  const { values, address, resource } = written;
  const destination = [values.ipv6_cidr_block, values.destination_ipv6_cidr_block].find(isSet);
  if (!isSet(destination)) return;
  const cidr = registry.ipv6.rangeOf(destination);
  if (cidr) placeRoute(table, { address, cidr, target, propagated: isPropagated(values) });
  else doubtIpv6Routes(table, canOverrideLocal(values), noteOf(resource, "the destination of a route is not known"));
}

function doubtIpv6Routes({ doubts }: RouteTable, overridesLocal: boolean, { address, reason }: Note): void {
  if (overridesLocal) doubts.ipv6Overrides.push({ address, reason, covers: "ipv6Overrides" });
  else doubts.ipv6Routes.push({ address, reason, covers: "ipv6Routes" });
}

/** A route that isn't known may catch anything, or all but what the local route takes. */
function doubtRoutes({ doubts }: RouteTable, overridesLocal: boolean, note: Note, family?: Family): void {
  const { address, reason } = note;
  const own = { address, reason, ...(family && { family }) };
  if (overridesLocal) doubts.routes.push({ ...own, covers: "routes" });
  else doubts.outsideRoutes.push({ ...own, covers: "outsideRoutes" });
}
