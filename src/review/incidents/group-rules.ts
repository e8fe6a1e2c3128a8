import { type Resource, type ResourceGraph } from "../../terraform";
import { type Direction } from "../../reachability";
import { textOf } from "./named";

/** Rules of a security group that are resources of their own; the type of the newer ones tells their direction. */
const DIRECTION_OF = new Map<string, Direction | undefined>([
  ["aws_security_group_rule", undefined],
  ["aws_vpc_security_group_ingress_rule", "ingress"],
  ["aws_vpc_security_group_egress_rule", "egress"],
]);

export const GROUP_RULES: readonly string[] = [...DIRECTION_OF.keys()];

/** The direction of a rule that is a resource of its own; undefined where its argument doesn't tell. */
export function directionOf(graph: ResourceGraph, { type, values }: Resource): Direction | undefined {
  const told = DIRECTION_OF.get(type);
  if (told !== undefined) return told;
  const text = textOf(graph, values.type);
  return text === "ingress" || text === "egress" ? text : undefined;
}
