import { itemsOf, keyOf, type Reader } from "./named";
import { type Resource } from "../../terraform";
import { uniqueRule } from "./unique";

/** The names that an endpoint puts into its VPC, or the tables into which it puts a service's routes. */
function keys({ values }: Resource, reader: Reader): (string | undefined)[] {
  const service = reader.text(values.service_name);
  if (reader.text(values.vpc_endpoint_type) === "Interface")
    return values.private_dns_enabled === true ? [keyOf("names", reader.name(values.vpc_id), service)] : [];
  const tables = itemsOf(reader.graph, values.route_table_ids) ?? [];
  return tables.map((table) => keyOf("routes", reader.name(table), service));
}

/** AWS refuses the second name, and the second route of a service (PrivateLink guide, private DNS; gateway endpoints). */
export const endpointNameTaken = uniqueRule({
  name: "endpoint-of-one-service-twice",
  types: ["aws_vpc_endpoint"],
  keys,
  second: "endpoint with the private names, or in the route table, of one service",
  advice: "keep one of them, or switch `private_dns_enabled` off on all but one",
  replacing: "leave `create_before_destroy` away from the endpoint and from what makes it wait",
});
