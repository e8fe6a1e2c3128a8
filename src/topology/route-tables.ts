import { push, type Resource, typesOf } from "../terraform";
import { isSet, noteOf } from "./arguments";
import { emptyTable } from "./defaults";
import { doubtOf } from "./doubts";
import { readEndpointRoutes } from "./endpoint-routes";
import { associateGroup, blockOf, candidatesOf, type LostAssociation } from "./lost-indexes";
import { type RouteTable, type Subnet, type Vpc } from "./model";
import { type Registry, TABLE_TYPES } from "./registry";
import { RouteTargetFinder, type RouteTargets } from "./route-targets";
import { readRouteServers } from "./route-servers";
import { readRoutes } from "./routes";
import { readVpnPropagation } from "./vpn-propagation";

/** Route tables with their routes, the main tables, and which subnet uses which. */
export function readRouteTables(registry: Registry, to: RouteTargets): void {
  makeTables(registry);
  findMainTables(registry);
  readMainTables(registry);
  readAssociations(registry, to);
  readRoutes(registry, new RouteTargetFinder(registry, to));
  readEndpointRoutes(registry);
  readRouteServers(registry);
  readVpnPropagation(registry, to.premises);
  const tables = registry.everyTable();
  for (const table of tables) sortRoutes(table);
  registry.ipv6.markRoutes([...tables, ...to.transit.tables.values()]);
}

function makeTables(registry: Registry): void {
  for (const resource of registry.resources(TABLE_TYPES)) {
    const value = resource.values.default_route_table_id;
    const owner = isSet(value)
      ? registry.defaultOwner(registry.args.link(value), value, "default_route_table_id")
      : undefined;
    const doubts =
      resource.mode === "data" && typeof resource.values.id !== "string"
        ? [doubtOf(resource, "routes", "its routes are not in the input")]
        : [];
    const table = emptyTable(resource.address, doubts, owner ?? registry.vpc(resource.values.vpc_id));
    if (resource.origin) table.origin = resource.origin;
    registry.tables.set(resource.address, table);
    if (resource.type !== "aws_default_route_table") continue;
    if (!owner) registry.unreadable.push(noteOf(resource, "its VPC is not known"));
    else replaceDefault(owner, table);
  }
}

/** A state tells which table is the main one only by the VPC's attribute, unless the association is managed too. */
function findMainTables({ graph, tables, vpcs }: Registry): void {
  for (const [address, vpc] of vpcs) {
    const id = graph.get(address)?.values.main_route_table_id;
    const named = typeof id === "string" ? graph.withIdentity(id) : [];
    const table = named.flatMap((resource) => tables.get(resource.address) ?? [])[0];
    if (table && table !== vpc.mainTable) useMain(vpc, table);
  }
}

function replaceDefault(vpc: Vpc, table: RouteTable): void {
  const before = vpc.defaultTable;
  vpc.defaultTable = table;
  if (vpc.mainTable === before) useMain(vpc, table);
}

function useMain(vpc: Vpc, table: RouteTable): void {
  for (const subnet of vpc.subnets) if (subnet.table === vpc.mainTable) subnet.table = table;
  vpc.mainTable = table;
}

function readMainTables(registry: Registry): void {
  for (const resource of registry.graph.ofType(typesOf("main-table-association"), "managed")) {
    const [vpc, table] = [registry.vpc(resource.values.vpc_id), registry.table(resource.values.route_table_id)];
    if (vpc && table) useMain(vpc, table);
    else
      for (const one of vpc ? [vpc] : registry.vpcs.values())
        one.mainTable.doubts.routes.push(doubtOf(resource, "routes", "which table becomes the main one is not known"));
  }
}

function readAssociations(registry: Registry, to: RouteTargets): void {
  const { args, graph } = registry;
  const open = new Map<string, LostAssociation[]>();
  const taken = new Set<Subnet>();
  for (const resource of graph.ofType(typesOf("table-association"), "managed")) {
    const subnet = registry.subnet(resource.values.subnet_id);
    if (isSet(resource.values.gateway_id)) associateGateway(registry, to, resource);
    else if (subnet) associateSubnet(registry, resource, subnet, taken);
    else {
      const value = resource.values.route_table_id;
      const table = registry.table(value);
      const candidates = registry.maybeSubnets(resource.values.subnet_id);
      const tables = table ? [table] : candidatesOf(args, value, registry.tables);
      push(open, blockOf(resource), { resource, tables, candidates });
    }
  }
  for (const group of open.values()) associateGroup(group, taken, registry.subnets.values());
  for (const resource of registry.resources(["aws_route_table"]).filter((one) => one.mode === "data"))
    for (const block of args.blocks(resource.values.associations)) {
      const [subnet, table] = [registry.subnet(block.subnet_id), registry.tables.get(resource.address)];
      if (subnet && table && !taken.has(subnet)) subnet.table = table;
    }
}

/** @param taken the subnets that have an association; this one is added */
function associateSubnet(registry: Registry, resource: Resource, subnet: Subnet, taken: Set<Subnet>): void {
  const value = resource.values.route_table_id;
  const table = registry.table(value);
  if (taken.has(subnet) && table !== subnet.table)
    subnet.doubts.table.push(doubtOf(resource, "table", "the subnet has two associations, of which AWS refuses one"));
  taken.add(subnet);
  if (table) {
    subnet.table = table;
    return;
  }
  subnet.doubts.table.push(doubtOf(resource, "table", "which route table it uses is not known"));
  const tables = candidatesOf(registry.args, value, registry.tables);
  if (tables.length > 0) subnet.maybeTables = tables;
}

function associateGateway(registry: Registry, { gateways, premises }: RouteTargets, resource: Resource): void {
  const table = registry.table(resource.values.route_table_id);
  const linked = registry.args.link(resource.values.gateway_id);
  const gateway =
    (linked.kind === "resource" ? gateways.internet.get(linked.resource.address) : undefined) ??
    premises.vpnGateway(linked);
  const maybeTable = (reason: string): RouteTable =>
    emptyTable(resource.address, [doubtOf(resource, "routes", reason)]);
  if (gateway) {
    gateway.edgeTable = table ?? maybeTable("its route table is not known");
    return;
  }
  registry.unreadable.push(noteOf(resource, "the gateway that it associates is not known"));
  const isMeant = ({ address }: { readonly address: string }): boolean =>
    linked.kind === "unknown" &&
    (linked.candidates.length === 0 || linked.candidates.some((one) => one.address === address));
  for (const one of [...gateways.internet.values(), ...premises.gateways.values()])
    if (isMeant(one)) one.edgeTable ??= maybeTable("which gateway it is associated with is not known");
}

/** Longest prefix first; static before propagated. */
function sortRoutes(table: RouteTable): void {
  table.routes.sort((a, b) => b.cidr.length - a.cidr.length || Number(a.propagated) - Number(b.propagated));
}
