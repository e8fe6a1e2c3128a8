import { inUseRule } from "./in-use";

/** ResourceInUse (terraform-provider-aws 636, 1711, 16889): a new port, protocol or VPC replaces the target group. */
export const targetGroupInUse = inUseRule({
  name: "target-group-in-use",
  types: ["aws_lb_target_group", "aws_alb_target_group"],
  usedBy: {
    aws_lb_listener: ["target_group_arn", "arn"],
    aws_alb_listener: ["target_group_arn", "arn"],
    aws_lb_listener_rule: ["target_group_arn", "arn"],
    aws_alb_listener_rule: ["target_group_arn", "arn"],
  },
  thing: "the target group",
  users: "a listener or a rule still forwards to it",
  advice:
    "set `lifecycle { create_before_destroy = true }` and `name_prefix` (or a name with the port in it), or point the listener elsewhere in an apply of its own first",
});
