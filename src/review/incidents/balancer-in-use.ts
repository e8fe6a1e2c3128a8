import { inUseRule } from "./in-use";

/** AWS refuses: a load balancer behind an endpoint service is not deleted (PrivateLink guide, create an endpoint service). */
export const balancerInUse = inUseRule({
  name: "load-balancer-in-use",
  types: ["aws_lb", "aws_alb"],
  usedBy: { aws_vpc_endpoint_service: ["network_load_balancer_arns", "gateway_load_balancer_arns"] },
  thing: "the load balancer",
  users: "an endpoint service still stands on it",
  advice:
    "take it out of the endpoint service in an apply of its own first, or let the successor come first under another name",
});
