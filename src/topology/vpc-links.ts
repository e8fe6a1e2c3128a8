import { type Resource, typesOf, type Value, type ValueObject } from "../terraform";
import { type Arguments, type Linked } from "./arguments";
import { type WayIn } from "./model";
import { namedByHost } from "./named-by-host";
import { type Registry } from "./registry";
import { isOwnWay } from "./vpc-origins";

/** Whether an integration sends over a VPC link, for all that is known. */
function isOverLink(args: Arguments, { connection_type }: ValueObject): boolean {
  return args.isUncertain(connection_type) || args.textOf(connection_type) === "VPC_LINK";
}

function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value !== null && value !== "";
}

/** Where an integration of an HTTP or WebSocket API leads: a listener, or a service of Cloud Map. */
export function ledToByHttpApi({ args }: Registry, values: ValueObject): readonly Linked[] {
  return isOverLink(args, values) ? [args.link(values.integration_uri)] : [];
}

/**
 * Where an integration of a REST API leads: to the targets of its VPC link, which is a way in by itself if it is in the
 * input, or to a load balancer of its own. Of a link that isn't in the input the URI mostly tells the target.
 */
export function ledToByRestApi(registry: Registry, values: ValueObject): readonly Linked[] {
  const { args, graph } = registry;
  if (!isOverLink(args, values)) return [];
  if (isGiven(values.integration_target)) return [args.link(values.integration_target)];
  if (isOwnWay(registry, values.connection_id, "aws_api_gateway_vpc_link")) return [];
  // A stage's variable holds the link's id.
  const isOfStage = args.textOf(values.connection_id)?.includes("stageVariables.") === true;
  if (isOfStage && graph.ofType(["aws_api_gateway_vpc_link"], "managed").length > 0) return [];
  return [namedByHost(registry, values.uri)];
}

/** Whether an integration, or a definition of a whole API, may send over this link. */
function mayName({ args }: Registry, link: Resource, value: Value | undefined): boolean {
  const linked = args.link(value);
  if (linked.kind === "resource") return linked.resource === link;
  return linked.kind === "unknown" && linked.candidates.includes(link);
}

/** Whether an API is defined as a whole by a text that may have integrations over VPC links in it. */
function isDefinedByText({ args }: Registry, { values: { body } }: Resource): boolean {
  if (!isGiven(body)) return false;
  return args.textOf(body)?.includes("VPC_LINK") ?? true;
}

/**
 * VPC links of the second generation, where what is sent over them isn't known: the integrations are another
 * configuration's, or stand in the text that defines an API (API Gateway guide, VPC links; private integrations using OpenAPI).
 */
export function readLinksAlone(registry: Registry): WayIn[] {
  const { graph } = registry;
  const isText = graph.ofType(typesOf("api"), "managed").some((api) => isDefinedByText(registry, api));
  const integrations = graph.ofType(["aws_apigatewayv2_integration", "aws_api_gateway_integration"], "managed");
  return graph
    .ofType(["aws_apigatewayv2_vpc_link"], "managed")
    .filter((link) => isText || !integrations.some(({ values }) => mayName(registry, link, values.connection_id)))
    .map(({ address, type }) => ({ address, type }));
}
