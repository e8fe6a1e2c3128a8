import { type Resource } from "../../terraform";
import { keyOf, type Reader } from "./named";
import { uniqueRule } from "./unique";

const DESTINATIONS = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];

function destinationOf({ values }: Resource, reader: Reader): string | undefined {
  const [set] = DESTINATIONS.flatMap((name) => reader.name(values[name]) ?? []);
  return set;
}

/** RouteAlreadyExists: one route a destination in each table (EC2 API, CreateRoute). */
export const duplicateRoute = uniqueRule({
  name: "route-to-one-destination-twice",
  types: ["aws_route"],
  keys: (route, reader) => [keyOf(reader.name(route.values.route_table_id), destinationOf(route, reader))],
  second: "route to one destination in one table",
  advice: "keep one of them",
  replacing: "leave `create_before_destroy` away from the route and from what makes it wait",
});
