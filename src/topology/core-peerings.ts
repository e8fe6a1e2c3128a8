import { typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { candidatesOf } from "./lost-indexes";
import { type TransitRegistry } from "./transit-registry";

/**
 * Peerings with core networks of Cloud WAN: attachments of the gateway behind which nothing is known. They propagate only
 * to the tables that are attached to the core network (Cloud WAN guide, peerings), and what they propagate is not in the input.
 */
export function readCorePeerings(transit: TransitRegistry): void {
  for (const { address, values } of transit.registry.resources(typesOf("transit-core-peering"))) {
    const gateway = transit.gateway(values.transit_gateway_arn);
    if (gateway) transit.attachments.set(address, { kind: "foreign", address, gateway, doubts: { policy: [] } });
  }
  const { args, graph } = transit.registry;
  for (const resource of graph.ofType(typesOf("transit-core-table"), "managed")) {
    const value = resource.values.transit_gateway_route_table_arn;
    const table = transit.table(value);
    const named = table ? [table] : candidatesOf(args, value, transit.tables);
    const reason = "what Cloud WAN propagates into it is not in the input";
    for (const one of named.length > 0 ? named : transit.tables.values())
      one.doubts.learnedRoutes.push(doubtOf(resource, "learnedRoutes", reason));
  }
}
