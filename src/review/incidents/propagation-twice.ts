import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** TransitGatewayRouteTablePropagation.Duplicate (EC2 API, error codes). */
export const propagationTwice = uniqueRule({
  name: "transit-gateway-propagation-twice",
  types: ["aws_ec2_transit_gateway_route_table_propagation"],
  keys: ({ values }, reader) => [
    keyOf(reader.name(values.transit_gateway_attachment_id), reader.name(values.transit_gateway_route_table_id)),
  ],
  second: "propagation of one attachment into one table",
  advice: "keep one of them",
  replacing: "leave `create_before_destroy` away from the propagation",
  isRenamingTold: true,
});
