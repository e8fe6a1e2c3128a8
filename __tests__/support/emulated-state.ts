import {
  isList,
  isObject,
  isUnknown,
  type JsonObject,
  readPlan,
  type Resource,
  type ResourceGraph,
  type Value,
} from "../../src/terraform";

const PREFIXES: Readonly<Record<string, string>> = {
  aws_vpc: "vpc",
  aws_subnet: "subnet",
  aws_route_table: "rtb",
  aws_security_group: "sg",
  aws_nat_gateway: "nat",
  aws_ec2_transit_gateway: "tgw",
  aws_ec2_transit_gateway_vpc_attachment: "tgw-attach",
  aws_ec2_transit_gateway_route_table: "tgw-rtb",
  aws_instance: "i",
  aws_network_interface: "eni",
};

function idOf(resource: Resource): string {
  const digits = [...resource.address].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7).toString(16);
  return `${PREFIXES[resource.type] ?? resource.type.replace(/^aws_/, "").replace(/_/g, "-")}-0${digits.padStart(8, "0")}`;
}

function attributeOf(graph: ResourceGraph, resource: Resource, attribute: string): string {
  if (attribute === "arn") return `arn:aws:x:us-east-1:111122223333:${idOf(resource)}`;
  if (attribute === "id") return idOf(resource);
  const resolved = graph.resolve(resource.values[attribute]);
  return resolved.kind === "link"
    ? attributeOf(graph, resolved.to, resolved.attribute)
    : `${attribute}-of-${idOf(resource)}`;
}

/** The value as AWS and the provider would have it after apply: links are ids, what was unset and computed is filled in. */
function applied(graph: ResourceGraph, value: Value): Value {
  if (isList(value)) return value.map((item) => applied(graph, item));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, applied(graph, item)]));
  if (!isUnknown(value)) return value;
  const resolved = graph.resolve(value);
  return resolved.kind === "link" ? attributeOf(graph, resolved.to, resolved.attribute) : null;
}

/** The outputs, as far as they are known when they are planned. */
function outputsOf({ outputs }: ResourceGraph): Record<string, { readonly value: Value; readonly sensitive: false }> {
  return Object.fromEntries([...outputs].map(([name, value]) => [name, { value, sensitive: false }]));
}

/**
 * What `terraform show -json` would print after the plan was applied: an emulated apply, in which every resource gets an id,
 * and a lookup of an attachment's interface finds one in its subnet.
 */
export function emulatedState(plan: JsonObject): JsonObject {
  return stateOfGraph(readPlan(plan));
}

/** The same of resources that were read already, e.g. of synthesized JSON. */
export function stateOfGraph(graph: ResourceGraph): JsonObject {
  const resources = graph.resources.map((resource) => {
    const values = Object.fromEntries(
      Object.entries(resource.values).map(([key, value]) => [key, applied(graph, value)]),
    );
    const filters = Object.fromEntries(
      (isList(resource.values.filter) ? resource.values.filter : []).filter(isObject).map((filter) => {
        const [first] = isList(filter.values) ? filter.values : [];
        return [typeof filter.name === "string" ? filter.name : "", first === undefined ? null : applied(graph, first)];
      }),
    );
    const found =
      resource.mode === "data" && typeof filters.description === "string"
        ? {
            description: `Network Interface for Transit Gateway Attachment ${filters.description}`,
            subnet_id: filters["subnet-id"] ?? null,
            interface_type: "transit_gateway",
          }
        : {};
    const { address, mode, type, name, index } = resource;
    return {
      address,
      mode,
      type,
      name,
      ...(index !== undefined && { index }),
      values: {
        ...values,
        ...(found.description !== undefined && { filter: [] }),
        ...found,
        id: idOf(resource),
        arn: attributeOf(graph, resource, "arn"),
        ...(type === "aws_vpc_endpoint" && { prefix_list_id: attributeOf(graph, resource, "prefix_list_id") }),
      },
      depends_on: resource.dependsOn,
    };
  });
  return {
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: { outputs: outputsOf(graph), root_module: { resources } },
  } as unknown as JsonObject;
}
