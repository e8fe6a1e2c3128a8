import { type Cidr, isCidrFault, parseCidr } from "../../ip";
import { type Resource } from "../../terraform";
import { keyOf, type Reader } from "./named";
import { uniqueRule } from "./unique";

function rangeOf({ values }: Resource, reader: Reader): Cidr | undefined {
  const parsed = parseCidr(reader.text(values.cidr_block) ?? "");
  return isCidrFault(parsed) ? undefined : parsed;
}

/** InvalidSubnet.Conflict: subnets of a VPC never overlap (VPC user guide, subnet CIDR blocks). */
export const subnetRangeTaken = uniqueRule({
  name: "subnet-range-taken",
  types: ["aws_subnet"],
  keys: ({ values }, reader) => [keyOf(reader.name(values.vpc_id))],
  range: rangeOf,
  second: "subnet of one VPC over the same addresses",
  advice: "give each subnet a range of its own",
  replacing:
    "leave `create_before_destroy` away from the subnet and from what is in it, or give the successor another range",
});
