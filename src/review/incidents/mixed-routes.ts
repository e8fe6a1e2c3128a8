import { noMixedRoutes } from "../../reachability";
import { type IncidentRule } from "./incident";

/** Terraform deletes routes that it doesn't find among a table's inline ones (aws_route_table, note on in-line routes). */
export const mixedRoutes: IncidentRule = {
  name: "inline-and-separate-routes",
  find: ({ after: { graph } }) =>
    noMixedRoutes(graph).explanations.map(({ address, reason }) => ({
      addresses: [address, ...(reason.kind === "has-inline-routes" ? [reason.table] : [])],
      text: "the table has inline `route` blocks too, so every other apply deletes this route",
      advice: "use either inline blocks or `aws_route`, for all routes of the table",
    })),
};
