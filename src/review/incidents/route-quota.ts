import { type ResourceGraph } from "../../terraform";
import { type IncidentRule } from "./incident";
import { named } from "./named";
import { add, blocksOf, overQuota, weightOfList, type Weights } from "./quota";

/** "Routes per route table", adjustable (Amazon VPC quotas, read 2026-11-26; 50 until June 2025). */
const QUOTA = 500;

/** Routes by table; a list counts with all the entries that it may hold. */
function weightsOf(graph: ResourceGraph): Weights {
  const separate: Weights = new Map();
  const inline: Weights = new Map();
  for (const { values } of graph.ofType(["aws_route"], "managed")) {
    const list = values.destination_prefix_list_id;
    const isListed = list !== undefined && list !== null && list !== "";
    add(separate, named(graph, values.route_table_id), isListed ? weightOfList(graph, named(graph, list)) : 1);
  }
  for (const table of graph.ofType(["aws_route_table", "aws_default_route_table"], "managed"))
    if (table.configured?.has("route") ?? true)
      for (const block of blocksOf(graph, table, "route"))
        add(inline, table.address, weightOfList(graph, named(graph, block.destination_prefix_list_id)));
  const found: Weights = new Map(separate);
  for (const [table, weight] of inline) found.set(table, Math.max(found.get(table) ?? 0, weight));
  return found;
}

/** RouteLimitExceeded (EC2 API, error codes). */
export const routeQuota: IncidentRule = {
  name: "route-table-over-quota",
  find: ({ before, after }) =>
    overQuota(weightsOf(before.graph), weightsOf(after.graph), QUOTA).map(({ key }) => ({
      addresses: [key],
      text: "its routes are more than AWS's default quota of 500, and no table here shows that it was raised; a prefix list counts with its `max_entries`",
      advice: "ask for a higher quota first (Service Quotas, L-93826ACB), lower `max_entries`, or join ranges",
    })),
};
