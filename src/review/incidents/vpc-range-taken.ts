import { type Cidr, isCidrFault, parseCidr } from "../../ip";
import { type Resource } from "../../terraform";
import { keyOf, type Reader } from "./named";
import { uniqueRule } from "./unique";

function rangeOf({ values }: Resource, reader: Reader): Cidr | undefined {
  const parsed = parseCidr(reader.text(values.cidr_block) ?? "");
  return isCidrFault(parsed) ? undefined : parsed;
}

function vpcOf(resource: Resource, reader: Reader): string | undefined {
  // A VPC is named as its associations name it: by the address that a reader gives to what is new.
  return resource.type === "aws_vpc" ? reader.own(resource) : reader.name(resource.values.vpc_id);
}

/** InvalidVpc.Range: a VPC's ranges never overlap each other (VPC user guide, IPv4 CIDR block associations). */
export const vpcRangeTaken = uniqueRule({
  name: "vpc-range-taken",
  types: ["aws_vpc", "aws_vpc_ipv4_cidr_block_association"],
  keys: (resource, reader) => [keyOf(vpcOf(resource, reader))],
  range: rangeOf,
  second: "range of one VPC over the same addresses",
  advice: "give each range addresses of its own",
  replacing: "leave `create_before_destroy` away from the association and from what makes it wait",
});
