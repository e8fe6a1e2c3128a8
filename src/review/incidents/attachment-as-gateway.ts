import { isList, isObject } from "../../terraform/value";
import { type Resource, type ResourceGraph, type Value } from "../../terraform";
import { type IncidentRule } from "./incident";

/** Every value under the argument `transit_gateway_id`, in blocks too. */
function gatewayIds(value: Value): Value[] {
  if (isList(value)) return value.flatMap(gatewayIds);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === "transit_gateway_id" ? [item] : gatewayIds(item)));
}

function isAttachment(graph: ResourceGraph, value: Value): boolean {
  const resolved = graph.resolve(value);
  if (resolved.kind === "literal")
    return typeof resolved.value === "string" && resolved.value.startsWith("tgw-attach-");
  return resolved.kind === "link" && resolved.attribute === "id" && /_attachment(_accepter)?$/.test(resolved.to.type);
}

/** AWS answers InvalidTransitGatewayID.Malformed, in the middle of the apply. */
export const attachmentAsGateway: IncidentRule = {
  name: "attachment-id-as-transit-gateway-id",
  find: ({ after: { graph } }) =>
    graph.resources
      .filter(({ mode, type }) => mode === "managed" && type.startsWith("aws_"))
      .filter((resource: Resource) => gatewayIds(resource.values).some((value) => isAttachment(graph, value)))
      .map(({ address }) => ({
        addresses: [address],
        text: "its `transit_gateway_id` is the id of an attachment, which AWS refuses",
        advice: "pass the id of the transit gateway; a route in a VPC never names the attachment",
      })),
};
