import { type Resource, rowOf, rowsOf, type TypeName } from "../../terraform";
import { keyOf, placeOf, type Reader } from "./named";
import { uniqueRule } from "./unique";

/** Types whose names are one account's and Region's, or one VPC's; those that share a kind share the names. */
const KINDS: Readonly<Partial<Record<TypeName, string>>> = {
  aws_lb: "load balancer",
  aws_alb: "load balancer",
  aws_lb_target_group: "target group",
  aws_alb_target_group: "target group",
  aws_elb: "classic load balancer",
  aws_security_group: "security group",
  aws_autoscaling_group: "Auto Scaling group",
  aws_launch_template: "launch template",
  aws_launch_configuration: "launch configuration",
  aws_networkfirewall_firewall: "firewall",
};

function keys(resource: Resource, reader: Reader): (string | undefined)[] {
  const { type, values } = resource;
  const scope = type === "aws_security_group" ? reader.name(values.vpc_id) : placeOf(reader.graph, resource);
  // AWS tells names of security groups apart by case, those of load balancers not; the narrower reading alarms nobody.
  return [keyOf(rowOf(KINDS, type), scope, reader.text(values.name))];
}

/**
 * AWS refuses a second one of a name (terraform-provider-aws 636, 1711, 16889): what is made anew before the old one goes
 * needs another name.
 */
export const nameTaken = uniqueRule({
  name: "name-taken",
  types: rowsOf(KINDS).map(([type]) => type),
  keys,
  second: "load balancer, target group, security group, Auto Scaling group or launch template of one name",
  advice: "give each a name of its own",
  replacing:
    "use `name_prefix` (at most 6 characters for load balancers and target groups) in place of `name`, so that both can exist",
});
