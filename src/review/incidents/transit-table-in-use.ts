import { inUseRule } from "./in-use";

/** AWS refuses: a table with associations is not deleted (transit gateway guide, delete a route table). */
export const transitTableInUse = inUseRule({
  name: "transit-gateway-table-in-use",
  types: ["aws_ec2_transit_gateway_route_table"],
  usedBy: {
    aws_ec2_transit_gateway_route_table_association: ["transit_gateway_route_table_id"],
    aws_ec2_transit_gateway_route_table_propagation: ["transit_gateway_route_table_id"],
    aws_ec2_transit_gateway: ["association_default_route_table_id", "propagation_default_route_table_id"],
  },
  thing: "the transit gateway route table",
  users: "attachments are still associated with it",
  advice: "move the associations to another table in an apply of its own first",
});
