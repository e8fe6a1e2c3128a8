import * as z from "zod";
import { hubSchema } from "./hub-schema";
import { type KeyPath } from "./key-path";
import { isMap } from "./patch";
import { bridgeSchema } from "./schema";

/** Where a bridge stands: in the client VPC, or in a VPC of its own. */
export type Place = "client" | "hub";

/** The place that a file names; client where it names none that there is. */
export function placeOf(input: unknown): Place {
  const bridge = isMap(input) ? input["bridge"] : undefined;
  return isMap(bridge) && bridge["place"] === "hub" ? "hub" : "client";
}

/** The schema of the place that a file names. */
export function schemaOf(input: unknown) {
  return placeOf(input) === "hub" ? hubSchema : bridgeSchema;
}

/** The part of a JSON Schema that explanations need. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly const?: string;
  readonly required?: readonly string[];
  readonly rule?: string;
  readonly fix?: string;
}

type JsonSchema = Record<string, unknown>;

function jsonSchemaOf(place: Place): JsonSchema {
  const schema = place === "hub" ? hubSchema : bridgeSchema;
  return z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
}

/** A schema without what only the whole one has, so that it can stand in another one. */
function part(place: Place): JsonSchema {
  return Object.fromEntries(Object.entries(jsonSchemaOf(place)).filter(([key]) => key !== "$schema"));
}

/** The JSON Schema of a bridge file as editors use it: that of its place, so that they offer no key of the other one. */
export function bridgeJsonSchema(): JsonSchema {
  const isHub = {
    type: "object",
    properties: {
      bridge: { type: "object", properties: { place: { const: "hub" } }, required: ["place"] },
    },
    required: ["bridge"],
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    description: "One bridge between VPCs that use the same addresses.",
    // So that editors offer both, whichever place the file has now.
    type: "object",
    properties: { bridge: { type: "object", properties: { place: { type: "string", enum: ["client", "hub"] } } } },
    if: isHub,
    then: part("hub"),
    else: part("client"),
  };
}

const cached: Partial<Record<Place, SchemaNode>> = {};

/** The schema of the value at a path, in a place's files; a choice of objects is left open. */
export function openSchemaAt(path: KeyPath, input: unknown, place = placeOf(input)): SchemaNode | undefined {
  let node: SchemaNode | undefined = (cached[place] ??= jsonSchemaOf(place));
  let value = input;
  for (const key of path) {
    node = chosen(node, value);
    if (typeof key === "number") node = node?.items;
    else node = ownProperty(node?.properties, key) ?? (node?.additionalProperties || undefined);
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return node;
}

/** The schema of the value at a path; for a choice of objects, the one with the given `type`. */
export function schemaAt(path: KeyPath, input: unknown, place = placeOf(input)): SchemaNode | undefined {
  return chosen(openSchemaAt(path, input, place), valueAt(input, path));
}

function chosen(node: SchemaNode | undefined, value: unknown): SchemaNode | undefined {
  if (!node?.oneOf) return node;
  const type = (value as { type?: unknown } | undefined)?.type;
  return node.oneOf.find((option) => option.properties?.["type"]?.const === type);
}

/** Not what every object has, such as a constructor. */
function ownProperty<T>(values: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return values && Object.hasOwn(values, key) ? values[key] : undefined;
}

/** The value at a path; undefined where there is none. */
export function valueAt(input: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], input);
}
