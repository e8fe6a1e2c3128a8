import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** AWS refuses: one table a subnet or gateway (EC2 API, AssociateRouteTable). */
export const secondTable = uniqueRule({
  name: "second-route-table",
  types: ["aws_route_table_association"],
  keys: ({ values }, reader) => [keyOf(reader.name(values.subnet_id)), keyOf(reader.name(values.gateway_id))],
  second: "route table of one subnet or gateway",
  advice: "keep one association",
  replacing: "leave `create_before_destroy` away from the association and from what makes it wait",
});
