import { type Direction } from "../../topology";
import { type Resource, type ResourceGraph, rowOf, type TypeOf, typesOf } from "../../terraform";
import { textOf } from "./named";

/** Rules of a security group that are resources of their own; the type of the newer ones tells their direction. */
const DIRECTION_OF: Readonly<Record<TypeOf<"group-rule">, Direction | "as it says">> = {
  aws_security_group_rule: "as it says",
  aws_vpc_security_group_ingress_rule: "ingress",
  aws_vpc_security_group_egress_rule: "egress",
};

export const GROUP_RULES = typesOf("group-rule");

/** The direction of a rule that is a resource of its own; undefined where its argument doesn't tell. */
export function directionOf(graph: ResourceGraph, { type, values }: Resource): Direction | undefined {
  const told = rowOf(DIRECTION_OF, type);
  if (told === "ingress" || told === "egress") return told;
  const text = textOf(graph, values.type);
  return text === "ingress" || text === "egress" ? text : undefined;
}
