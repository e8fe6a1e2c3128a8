import { type Resource, type Value, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { doubtOf } from "./doubts";
import { type RouteTarget } from "./model";
import { type Registry } from "./registry";
import { modelOfEndpoint } from "./vpc-endpoints";

/** Puts a gateway endpoint's routes into a table; the addresses of its service may not be in the input. */
function addTo(registry: Registry, endpoint: Resource, value: Value): void {
  const { args } = registry;
  const table = registry.table(value);
  const ranges = args.list(endpoint.values.cidr_blocks).items.flatMap((item) => args.cidr(item) ?? []);
  const target: RouteTarget = { kind: "gateway-endpoint", address: endpoint.address, isOfService: true };
  if (table && ranges.length > 0)
    table.routes.push(...ranges.map((cidr) => ({ address: endpoint.address, cidr, target, propagated: false })));
  else
    for (const one of table ? [table] : registry.everyTable())
      one.doubts.serviceRoutes.push(
        doubtOf(endpoint, "serviceRoutes", "the addresses of the service that it leads to are not in the input"),
      );
}

/** Gateway endpoints put routes into tables that Terraform never shows as routes. */
export function readEndpointRoutes(registry: Registry): void {
  const { args, graph } = registry;
  for (const endpoint of graph.ofType(typesOf("vpc-endpoint"), "managed")) {
    if (modelOfEndpoint(args, endpoint) !== "routes") continue;
    const { items } = args.list(endpoint.values.route_table_ids);
    if (items.length > 0 || !args.isSetUnknown(endpoint, "route_table_ids"))
      for (const item of items) addTo(registry, endpoint, item);
    else
      for (const { doubts } of registry.everyTable())
        doubts.serviceRoutes.push(doubtOf(endpoint, "serviceRoutes", "which route tables it is in is not known"));
  }
  for (const resource of graph.ofType(typesOf("endpoint-table"), "managed")) {
    const linked = args.link(resource.values.vpc_endpoint_id);
    if (linked.kind === "resource") addTo(registry, linked.resource, resource.values.route_table_id ?? null);
    else registry.unreadable.push(noteOf(resource, "its endpoint is not known"));
  }
}
