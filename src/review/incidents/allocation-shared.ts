import { itemsOf, type Reader } from "./named";
import { type Resource } from "../../terraform";
import { uniqueRule } from "./unique";

/** Elastic IP addresses that the resource holds for itself alone. */
function allocations({ values }: Resource, reader: Reader): (string | undefined)[] {
  const listed = itemsOf(reader.graph, values.secondary_allocation_ids) ?? [];
  return [values.allocation_id, ...listed].map((value) => reader.name(value));
}

/** AWS refuses: an Elastic IP address serves one NAT gateway (VPC user guide, NAT gateway basics). */
export const allocationShared = uniqueRule({
  name: "elastic-ip-shared",
  types: ["aws_nat_gateway"],
  keys: allocations,
  second: "NAT gateway on one Elastic IP address",
  advice: "give each NAT gateway an `aws_eip` of its own",
  replacing: "leave `create_before_destroy` away from the NAT gateway, or replace its `aws_eip` too",
});
