import { inUseRule } from "./in-use";

/** A list that a route table or a security group refers to is not deleted (VPC user guide, managed prefix lists). */
export const prefixListInUse = inUseRule({
  name: "prefix-list-in-use",
  types: ["aws_ec2_managed_prefix_list"],
  usedBy: {
    aws_route: ["destination_prefix_list_id"],
    aws_security_group_rule: ["prefix_list_ids"],
    aws_vpc_security_group_ingress_rule: ["prefix_list_id"],
    aws_vpc_security_group_egress_rule: ["prefix_list_id"],
    aws_ec2_transit_gateway_prefix_list_reference: ["prefix_list_id"],
  },
  thing: "the prefix list",
  users: "a route or a rule still refers to it",
  advice:
    "set `lifecycle { create_before_destroy = true }` on the list, or take it out of what refers to it in an apply of its own first",
});
