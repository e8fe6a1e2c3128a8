import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** One entry a CIDR block (VPC user guide, managed prefix lists). */
export const prefixEntryTwice = uniqueRule({
  name: "prefix-list-entry-twice",
  types: ["aws_ec2_managed_prefix_list_entry"],
  keys: ({ values }, reader) => [keyOf(reader.name(values.prefix_list_id), reader.text(values.cidr))],
  second: "entry of one CIDR block in one prefix list",
  advice: "keep one of them",
  replacing: "leave `create_before_destroy` away from the entry",
});
