import { isObject, text } from "../account/json-parts";
import { type Json, type JsonObject } from "../terraform";

/** What may hold secrets or programs, and says nothing of who reaches whom. In no answer of AWS it is known by another name. */
const NEVER = new Set([
  "UserData",
  "LaunchTemplateData",
  "CustomerGatewayConfiguration",
  "PreSharedKey",
  "PreSharedKeyArn",
  "ClientSecret",
  "MessageBody",
]);
const TAGS = new Set(["Tags", "TagSet", "tags"]);
/** The tag that people name things by; other tags may say anything. */
const NAME_TAG = "Name";
/** Stands for a header's value: who sets a header by which a load balancer tells its callers keeps its value secret. */
const HIDDEN_VALUE = "(hidden)";

export interface KeepOptions {
  /** Whether tags but `Name` are kept. */
  readonly tags: boolean;
}

function keptTags(value: Json): Json {
  if (!Array.isArray(value)) return [];
  return value.filter((tag) => isObject(tag) && text(tag, "Key") === NAME_TAG);
}

/** A condition on a header, with its name alone. */
function withoutValues(config: JsonObject): JsonObject {
  const hidden = (value: Json): Json => (Array.isArray(value) ? value.map(() => HIDDEN_VALUE) : value);
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, hidden(value)]));
}

function keptObject(json: JsonObject, options: KeepOptions): JsonObject {
  const kept = Object.entries(json).flatMap(([key, value]): [string, Json][] => {
    if (NEVER.has(key) || value === undefined) return [];
    if (TAGS.has(key)) return [[key, options.tags ? value : keptTags(value)]];
    if (key === "HttpHeaderConfig" && isObject(value)) return [[key, withoutValues(value)]];
    return [[key, keptOf(value, options)]];
  });
  return Object.fromEntries(kept);
}

/** An answer of AWS without what a capture does not hold. */
export function keptOf(json: Json, options: KeepOptions): Json {
  if (Array.isArray(json)) return json.map((one) => keptOf(one, options));
  return isObject(json) ? keptObject(json, options) : json;
}
