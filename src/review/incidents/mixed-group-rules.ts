import { directionOf } from "./rule-direction";
import { mixedRule } from "./mixed";

/** aws_security_group, note on in-line rules (terraform-provider-aws 32379, 3884). */
export const mixedGroupRules = mixedRule({
  name: "inline-and-separate-group-rules",
  parents: ["aws_security_group", "aws_default_security_group"],
  inline: (rule, graph) => [directionOf(graph, rule) ?? []].flat(),
  children: {
    aws_security_group_rule: "security_group_id",
    aws_vpc_security_group_ingress_rule: "security_group_id",
    aws_vpc_security_group_egress_rule: "security_group_id",
  },
  text: "the group has inline rules of this direction too, so every other apply deletes this rule",
  advice: "use either inline `ingress` and `egress` or resources of their own, for all rules of the group",
});
