import { keyOf } from "./named";
import { uniqueRule } from "./unique";

/** DuplicateListener (Elastic Load Balancing API, CreateListener). TCP and UDP share a network load balancer's port too. */
export const listenerTaken = uniqueRule({
  name: "listener-port-twice",
  types: ["aws_lb_listener", "aws_alb_listener"],
  keys: ({ values }, reader) => [keyOf(reader.name(values.load_balancer_arn), reader.text(values.port))],
  second: "listener on one port of a load balancer",
  advice: "keep one of them and tell requests apart with rules",
  replacing: "leave `create_before_destroy` away from the listener, or change its port too",
});
