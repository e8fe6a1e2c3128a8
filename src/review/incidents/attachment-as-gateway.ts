import { isList, isObject } from "../../terraform/value";
import { type Resource, type ResourceGraph, type Value } from "../../terraform";
import { providerOf } from "../../terraform/resource-address";
import { type IncidentRule } from "./incident";

/** Every value under the argument `transit_gateway_id`, in blocks too. */
function gatewayIds(value: Value): Value[] {
  if (isList(value)) return value.flatMap(gatewayIds);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === "transit_gateway_id" ? [item] : gatewayIds(item)));
}

/** What a transit gateway is attached by; the ids of the first kinds are taken for the gateway's own now and then. */
const ATTACHMENTS: ReadonlySet<string> = new Set([
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_ec2_transit_gateway_vpc_attachment_accepter",
  "aws_ec2_transit_gateway_peering_attachment",
  "aws_ec2_transit_gateway_peering_attachment_accepter",
  "aws_ec2_transit_gateway_attachment",
  "aws_ec2_transit_gateway_dx_gateway_attachment",
  "aws_ec2_transit_gateway_vpn_attachment",
  "aws_networkmanager_vpc_attachment",
]);

function isAttachment(graph: ResourceGraph, value: Value): boolean {
  const resolved = graph.resolve(value);
  if (resolved.kind === "literal")
    return typeof resolved.value === "string" && resolved.value.startsWith("tgw-attach-");
  return resolved.kind === "link" && resolved.attribute === "id" && ATTACHMENTS.has(resolved.to.type);
}

/** AWS answers InvalidTransitGatewayID.Malformed, in the middle of the apply. */
export const attachmentAsGateway: IncidentRule = {
  name: "attachment-id-as-transit-gateway-id",
  find: ({ after: { graph } }) =>
    graph.resources
      .filter(({ mode, type }) => mode === "managed" && providerOf(type) === "aws")
      .filter((resource: Resource) => gatewayIds(resource.values).some((value) => isAttachment(graph, value)))
      .map(({ address }) => ({
        addresses: [address],
        text: "its `transit_gateway_id` is the id of an attachment, which AWS refuses",
        advice: "pass the id of the transit gateway; a route in a VPC never names the attachment",
      })),
};
