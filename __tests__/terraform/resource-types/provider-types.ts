import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, type JsonObject, listOf, objectOf } from "../../../src/terraform/json-shapes";
import { isOfNetworks } from "../../../src/terraform/resource-types";

/** What the tests keep of the schema of the AWS provider: names only. */
export interface ProviderTypes {
  readonly provider: string;
  /** All types, those of resources and of data sources. */
  readonly types: readonly string[];
  /** By type of resource, the names of its arguments and attributes that tell of networks, however deep they lie. */
  readonly networkArguments: Readonly<Record<string, readonly string[]>>;
}

export const PROVIDER_TYPES_FILE = join(__dirname, "provider-types.json");

export function readProviderTypes(): ProviderTypes {
  return JSON.parse(readFileSync(PROVIDER_TYPES_FILE, "utf8")) as ProviderTypes;
}

/** The attributes of an object type, as in `["list", ["object", { "port": "number" }]]`. */
function objectIn(type: Json | undefined): JsonObject {
  const [kind, inner] = listOf(type);
  return kind === "object" ? objectOf(inner) : inner === undefined ? {} : objectIn(inner);
}

/** The names in an object type, whose attributes have no schema of their own. */
function namesInType(type: Json | undefined): string[] {
  return Object.entries(objectIn(type)).flatMap(([name, inner]) => [name, ...namesInType(inner)]);
}

/** The names of all arguments and attributes. Source: Terraform's "providers schema" command, block representation. */
function namesIn(block: JsonObject): string[] {
  const attributes = Object.entries(objectOf(block.attributes)).flatMap(([name, json]) => {
    const { type, nested_type } = objectOf(json);
    return [name, ...namesInType(type), ...namesIn(objectOf(nested_type))];
  });
  const blocks = Object.entries(objectOf(block.block_types)).flatMap(([name, json]) => [
    name,
    ...namesIn(objectOf(objectOf(json).block)),
  ]);
  return [...attributes, ...blocks];
}

/** What is kept of what `terraform providers schema -json` prints. */
export function providerTypesOf(schemas: JsonObject, provider: string): ProviderTypes {
  const [schema] = Object.values(objectOf(schemas.provider_schemas)).map(objectOf);
  const resources = Object.entries(objectOf(schema?.resource_schemas)).sort(([a], [b]) => (a < b ? -1 : 1));
  const data = Object.keys(objectOf(schema?.data_source_schemas));
  const networkArguments = resources.flatMap(([type, json]): [string, string[]][] => {
    const named = [...new Set(namesIn(objectOf(objectOf(json).block)).filter(isOfNetworks))];
    return named.length > 0 ? [[type, named.sort()]] : [];
  });
  const types = [...new Set([...resources.map(([type]) => type), ...data])].sort();
  return { provider, types, networkArguments: Object.fromEntries(networkArguments) };
}
