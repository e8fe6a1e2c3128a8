import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** RouteAlreadyExists: one static route a destination in each table (ministryofjustice/modernisation-platform 4810). */
export const duplicateTransitRoute = uniqueRule({
  name: "transit-gateway-route-twice",
  types: ["aws_ec2_transit_gateway_route"],
  keys: ({ values }, reader) => [
    keyOf(reader.name(values.transit_gateway_route_table_id), reader.text(values.destination_cidr_block)),
  ],
  second: "static route to one destination in one transit gateway table",
  advice: "keep one of them",
  replacing: "leave `create_before_destroy` away from the route and from what makes it wait",
});
