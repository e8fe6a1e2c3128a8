import { NETWORK, type ResourceType } from "./answers";

const BALANCER = { ...NETWORK, role: "load-balancer", interfaces: "read", keepsConnections: true } as const;
const CLASSIC = { ...NETWORK, role: "classic-load-balancer", interfaces: "elsewhere", keepsConnections: true } as const;

/** Load balancers and what they send to. The provider has most of them under two names. */
export const BALANCER_TYPES = {
  aws_lb: BALANCER,
  aws_alb: BALANCER,
  aws_elb: CLASSIC,
  aws_lb_listener: { ...NETWORK, role: "listener" },
  aws_alb_listener: { ...NETWORK, role: "listener" },
  aws_lb_listener_rule: { ...NETWORK, role: "listener-rule" },
  aws_alb_listener_rule: { ...NETWORK, role: "listener-rule" },
  aws_lb_target_group: { ...NETWORK, role: "target-group" },
  aws_alb_target_group: { ...NETWORK, role: "target-group" },
  aws_lb_target_group_attachment: { ...NETWORK, role: "target-attachment" },
  aws_alb_target_group_attachment: { ...NETWORK, role: "target-attachment" },
  aws_autoscaling_attachment: { ...NETWORK, role: "target-maker" },
  aws_autoscaling_group: { ...NETWORK, role: "target-maker", interfaces: "elsewhere" },
  aws_ecs_service: { ...NETWORK, role: "target-maker", interfaces: "elsewhere" },
  aws_autoscaling_traffic_source_attachment: { ...NETWORK, role: "target-maker" },
} as const satisfies Record<string, ResourceType>;
