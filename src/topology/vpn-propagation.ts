import { isUnknown, type Resource, typesOf, type Value } from "../terraform";
import { doubtOf, firstDoubt } from "./doubts";
import { type RouteTable } from "./model";
import { type Premises } from "./premises";
import { type Registry } from "./registry";

/**
 * Routes that VPN gateways propagate: the static ones of their connections (VPC user guide, route priority). What BGP tells
 * a gateway is nowhere in Terraform's JSON.
 */
export function readVpnPropagation(registry: Registry, premises: Premises): void {
  for (const resource of registry.graph.ofType(typesOf("vpn-propagation"), "managed")) {
    const table = registry.table(resource.values.route_table_id);
    for (const one of table ? [table] : registry.everyTable())
      if (table) propagate(registry, premises, table, { resource, gateway: resource.values.vpn_gateway_id });
      else
        one.doubts.outsideRoutes.push(doubtOf(resource, "outsideRoutes", "which table it adds routes to is not known"));
  }
  // AWS itself lists what is propagated among a table's routes.
  const tables = registry.graph.isWhole ? [] : registry.resources(typesOf("route-table"));
  for (const resource of tables) {
    const { propagating_vgws: gateways } = resource.values;
    const table = registry.tables.get(resource.address);
    if (!table) continue;
    // A gateway that is named is one, also where its id is not known yet; a whole list that nobody set and AWS fills in is none.
    const items = isUnknown(gateways) ? [] : registry.args.list(gateways).items;
    for (const gateway of items) propagate(registry, premises, table, { resource, gateway });
    if (items.length === 0 && registry.args.isSetUnknown(resource, "propagating_vgws"))
      propagate(registry, premises, table, { resource, gateway: undefined });
  }
  readLookedUp(registry, premises);
}

/** A lookup of a table leaves out what is propagated into it (AWS provider, aws_route_table), and whether anything is. */
function readLookedUp(registry: Registry, premises: Premises): void {
  for (const { address, mode } of registry.resources(typesOf("route-table"))) {
    const table = registry.tables.get(address);
    if (mode !== "data" || !table) continue;
    for (const gateway of premises.gateways.values())
      if (table.vpc && gateway.vpc === table.vpc)
        table.doubts.outsideRoutes.push(
          doubtOf(gateway, "outsideRoutes", `whether it propagates routes into ${address} is not in the input`),
        );
  }
}

interface Propagation {
  readonly resource: Resource;
  readonly gateway: Value | undefined;
}

function propagate(
  { args }: Registry,
  premises: Premises,
  table: RouteTable,
  { resource, gateway }: Propagation,
): void {
  const known = premises.vpnGateway(args.link(gateway));
  const doubt = (reason: string): void =>
    void table.doubts.outsideRoutes.push(doubtOf(resource, "outsideRoutes", reason));
  if (!known) {
    doubt("routes that a VPN gateway propagates are not in the input");
    return;
  }
  const note = firstDoubt(known, "links");
  if (known.links.length === 0 && !note)
    doubt(`no connection of ${known.address}, which propagates routes, is in the input`);
  if (note) doubt(`${known.address} propagates routes into it, and ${note.reason}`);
  for (const link of known.links) {
    const open = link.routes && firstDoubt(link, "ranges");
    if (!link.routes) doubt(`what ${link.address} learns by BGP and ${known.address} propagates is not in the input`);
    else if (open) doubt(`${known.address} propagates static routes of ${link.address}, and ${open.reason}`);
    for (const { address, cidr } of link.routes ?? [])
      table.routes.push({ address, cidr, target: { kind: "vpn-gateway", gateway: known }, propagated: true });
  }
}
