import { type ResourceGraph } from "../../terraform";
import { type IncidentRule } from "./incident";
import { named } from "./named";
import { blocksOf, overQuota, ownerAt, weightOfList, Weights } from "./quota";

/** "Routes per route table", adjustable (Amazon VPC quotas, read 2026-11-26; 50 until June 2025). */
const QUOTA = 500;

/** Routes by table; a list counts with all the entries that it may hold. */
function weightsOf(graph: ResourceGraph): Weights {
  const [separate, inline] = [new Weights(), new Weights()];
  for (const { values } of graph.ofType(["aws_route"], "managed")) {
    const list = values.destination_prefix_list_id;
    const isListed = list !== undefined && list !== null && list !== "";
    separate.add(ownerAt(named(graph, values.route_table_id)), isListed ? weightOfList(graph, named(graph, list)) : 1);
  }
  for (const table of graph.ofType(["aws_route_table", "aws_default_route_table"], "managed"))
    if (table.configured?.has("route") ?? true)
      for (const block of blocksOf(graph, table, "route"))
        inline.add(ownerAt(table.address), weightOfList(graph, named(graph, block.destination_prefix_list_id)));
  return Weights.largest([separate, inline]);
}

/** RouteLimitExceeded (EC2 API, error codes). */
export const routeQuota: IncidentRule = {
  name: "route-table-over-quota",
  find: ({ before, after }) =>
    overQuota(weightsOf(before.graph), weightsOf(after.graph), QUOTA).map(({ address }) => ({
      addresses: [address],
      text: "its routes are more than AWS's default quota of 500, and no table here shows that it was raised; a prefix list counts with its `max_entries`",
      advice: "ask for a higher quota first (Service Quotas, L-93826ACB), lower `max_entries`, or join ranges",
    })),
};
