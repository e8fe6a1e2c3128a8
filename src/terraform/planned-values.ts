import { type Json, type JsonObject, objectOf } from "./json-shapes";

/** Arguments of routes and rules that can be unknown. No block takes both a route's and a rule's, so none is misread. */
const IN_BLOCKS: readonly string[] = [
  "cidr_block",
  "cidr_blocks",
  "destination_prefix_list_id",
  "egress_only_gateway_id",
  "gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "prefix_list_ids",
  "security_groups",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

function hasReferences(expression: Json): boolean {
  if (Array.isArray(expression)) return expression.some(hasReferences);
  const object = objectOf(expression);
  return "references" in object || Object.values(object).some((one) => typeof one === "object" && hasReferences(one));
}

/**
 * What is unknown in a plan without `resource_changes`: `planned_values` leave out what is known after apply, and hold
 * null for what isn't set. Only arguments count here that the configuration makes of something else.
 */
export function unknownOf(after: JsonObject, expressions: JsonObject): JsonObject {
  const mask: JsonObject = {};
  for (const [key, expression] of Object.entries(expressions)) {
    const value = after[key];
    if (value === undefined) mask[key] = hasReferences(expression);
    else if (Array.isArray(value)) mask[key] = value.map((item) => unknownInBlock(item, expression));
  }
  return mask;
}

function unknownInBlock(item: Json, expression: Json): Json {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return false;
  if (Array.isArray(expression)) return unknownOf(item, Object.assign({}, ...expression.map(objectOf)) as JsonObject);
  // Blocks that are an argument (`route`, `ingress`) have one expression for all, which doesn't name their arguments.
  if (!("references" in objectOf(expression))) return false;
  return Object.fromEntries(IN_BLOCKS.filter((key) => !(key in item)).map((key) => [key, true]));
}
