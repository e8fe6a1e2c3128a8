import { typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { type Registry } from "./registry";

/**
 * A route server writes the routes that its peers announce by BGP into the tables that it propagates to, and takes them
 * out again (VPC user guide, VPC Route Server): none of them is in Terraform's JSON.
 */
export function readRouteServers(registry: Registry): void {
  for (const resource of registry.graph.ofType(typesOf("route-server-propagation"), "managed")) {
    const table = registry.table(resource.values.route_table_id);
    const reason = table
      ? "a route server writes routes into it that are not in the input"
      : "into which tables a route server writes routes is not known";
    for (const one of table ? [table] : registry.everyTable())
      one.doubts.routes.push(doubtOf(resource, "routes", reason));
  }
}
