import { mixedRule } from "./mixed";

/** aws_ec2_managed_prefix_list_entry, note on in-line entries. */
export const mixedPrefixEntries = mixedRule({
  name: "inline-and-separate-prefix-list-entries",
  parents: ["aws_ec2_managed_prefix_list"],
  inline: () => ["entry"],
  children: { aws_ec2_managed_prefix_list_entry: "prefix_list_id" },
  text: "the prefix list has inline entries too, so every other apply deletes this entry",
  advice: "use either inline `entry` blocks or `aws_ec2_managed_prefix_list_entry`, for all entries of the list",
});
