import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** PriorityInUse, also when two rules change places (terraform-provider-aws 12212). */
export const priorityTaken = uniqueRule({
  name: "listener-rule-priority-twice",
  types: ["aws_lb_listener_rule", "aws_alb_listener_rule"],
  keys: ({ values }, reader) => [keyOf(reader.name(values.listener_arn), reader.text(values.priority))],
  second: "rule of one priority on one listener",
  advice: "give each rule a priority of its own",
  replacing: "leave `create_before_destroy` away from the rule, or change its priority too",
});
