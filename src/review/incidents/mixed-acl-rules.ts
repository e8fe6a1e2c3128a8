import { mixedRule } from "./mixed";

/** aws_network_acl_rule, note on in-line rules. */
export const mixedAclRules = mixedRule({
  name: "inline-and-separate-acl-rules",
  parents: ["aws_network_acl", "aws_default_network_acl"],
  inline: ({ values }) => [values.egress === true ? "egress" : "ingress"],
  children: { aws_network_acl_rule: "network_acl_id" },
  text: "the network ACL has inline rules of this direction too, so every other apply deletes this rule",
  advice: "use either inline `ingress` and `egress` or `aws_network_acl_rule`, for all rules of the ACL",
});
