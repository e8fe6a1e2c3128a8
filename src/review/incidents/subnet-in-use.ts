import { inUseRule } from "./in-use";

/** DependencyViolation: interfaces of what is changed in place are still in the subnet (EC2 API, DeleteSubnet). */
export const subnetInUse = inUseRule({
  name: "subnet-in-use",
  types: ["aws_subnet"],
  usedBy: {
    aws_lb: ["subnets", "subnet_id"],
    aws_alb: ["subnets", "subnet_id"],
    aws_elb: ["subnets"],
    aws_vpc_endpoint: ["subnet_ids"],
    aws_ec2_transit_gateway_vpc_attachment: ["subnet_ids"],
    aws_autoscaling_group: ["vpc_zone_identifier"],
    aws_instance: ["subnet_id"],
    aws_network_interface: ["subnet_id"],
    aws_nat_gateway: ["subnet_id"],
  },
  thing: "the subnet",
  users: "something that is only changed afterwards still has interfaces in it",
  advice:
    "take the subnet out of what uses it in an apply of its own first; a replaced one can come first if its range is another",
});
