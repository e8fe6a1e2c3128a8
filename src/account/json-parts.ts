import { type Json, type JsonObject } from "../terraform";

/** A text of an answer; undefined where it has none, or an empty one. */
export function text(json: JsonObject, key: string): string | undefined {
  const value = json[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function flag(json: JsonObject, key: string): boolean | undefined {
  const value = json[key];
  return typeof value === "boolean" ? value : undefined;
}

export function number(json: JsonObject, key: string): number | undefined {
  const value = json[key];
  return typeof value === "number" ? value : undefined;
}

/** The objects of a list; none where there is no list. */
export function objects(json: JsonObject, key: string): JsonObject[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a list; none where there is no list. */
export function texts(json: JsonObject, key: string): string[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one !== "") : [];
}

/** An object inside; an empty one where there is none. */
export function object(json: JsonObject, key: string): JsonObject {
  const value = json[key];
  return isObject(value) ? value : {};
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Of a search that found more than AWS tells, which has no further pages [EC2 API: SearchTransitGatewayRoutes]. */
export function partOf(json: JsonObject): { readonly isPart?: true } {
  return json.AdditionalRoutesAvailable === true ? { isPart: true } : {};
}

/** Tags as Terraform has them. AWS spells their keys in two ways. */
export function tagsOf(json: JsonObject): Record<string, string> {
  const list = [...objects(json, "Tags"), ...objects(json, "TagSet")];
  return Object.fromEntries(list.map((tag) => [text(tag, "Key") ?? "", text(tag, "Value") ?? ""]));
}
