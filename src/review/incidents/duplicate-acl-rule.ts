import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** NetworkAclEntryAlreadyExists: one rule a number and direction (EC2 API, CreateNetworkAclEntry). */
export const duplicateAclRule = uniqueRule({
  name: "network-acl-rule-number-twice",
  types: ["aws_network_acl_rule"],
  keys: ({ values }, reader) => [
    keyOf(
      reader.name(values.network_acl_id),
      values.egress === true ? "egress" : "ingress",
      reader.text(values.rule_number),
    ),
  ],
  second: "rule of one number and direction in one network ACL",
  advice: "give each rule a number of its own",
  replacing: "leave `create_before_destroy` away from the rule, or change its number too",
});
