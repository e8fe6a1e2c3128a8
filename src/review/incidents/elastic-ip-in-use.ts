import { inUseRule } from "./in-use";

/** InvalidIPAddress.InUse: a NAT gateway's or load balancer's address is not released (EC2 API, ReleaseAddress). */
export const elasticIpInUse = inUseRule({
  name: "elastic-ip-in-use",
  types: ["aws_eip"],
  usedBy: {
    aws_nat_gateway: ["allocation_id", "secondary_allocation_ids"],
    aws_lb: ["allocation_id"],
    aws_alb: ["allocation_id"],
  },
  thing: "the Elastic IP address",
  users: "a NAT gateway or load balancer that stays has it",
  advice: "give what uses it another address in an apply of its own first",
});
