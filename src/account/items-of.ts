import { type JsonObject } from "../terraform";
import { type CallShape, WHOLE } from "./calls";
import { objects } from "./json-parts";

/** The things that an answer tells of: its list, or itself. */
export function itemsOf({ list }: CallShape, json: JsonObject): JsonObject[] {
  return list === WHOLE ? [json] : objects(json, list);
}

/** An answer that tells of these things, as AWS gives it. */
export function answerOf({ list }: CallShape, items: readonly JsonObject[]): JsonObject {
  return list === WHOLE ? (items[0] ?? {}) : { [list]: [...items] };
}
