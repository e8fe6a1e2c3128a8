import { type Json, listOf, objectOf } from "../json-shapes";
import { Unknown } from "../value";

/** What stands where a value may not be shown; the same for every value, so that it doesn't tell how long one is. */
export const HIDDEN = "(sensitive)";

/** A mask is `true` for a whole value; anything else that holds no `true` hides nothing (JSON Output Format). */
export function hides(mask: Json | undefined): boolean {
  if (mask === true) return true;
  if (Array.isArray(mask)) return mask.some(hides);
  return Object.values(objectOf(mask)).some(hides);
}

/** The value with HIDDEN where the mask says so. */
export function masked(value: Json, mask: Json | undefined): Json {
  if (mask === true) return value === null ? null : HIDDEN;
  if (Array.isArray(value)) return value.map((item, i) => masked(item, Array.isArray(mask) ? mask[i] : undefined));
  if (typeof value !== "object" || value === null) return value;
  const masks = objectOf(mask);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, masked(item, Object.hasOwn(masks, key) ? masks[key] : undefined)]),
  );
}

/** A text or number that may not be shown. */
export type SecretLeaf = string | number;

/** Every text and number of a value that may not be shown. */
export function* leavesOf(value: unknown): Generator<SecretLeaf> {
  if (typeof value === "string" || typeof value === "number") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* leavesOf(item);
  else if (isPlain(value)) for (const item of Object.values(value)) yield* leavesOf(item);
}

/** An object of JSON; what stands for a value that is not known has a class, and nothing to hide. */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Unknown);
}

/** Every text and number that a mask hides, with the keys of maps that it hides whole. */
export function* maskedLeaves(value: Json, mask: Json | undefined, isMap = false): Generator<SecretLeaf> {
  if (mask === true) {
    // Of an argument that is a map, the keys belong to what is hidden; those of a block are the provider's words.
    if (isMap && isPlain(value)) yield* Object.keys(value);
    yield* leavesOf(value);
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* maskedLeaves(item, listOf(mask)[i]);
  } else if (isPlain(value) && isPlain(mask)) {
    const masks = objectOf(mask);
    for (const [key, item] of Object.entries(value))
      if (Object.hasOwn(masks, key)) yield* maskedLeaves(item, masks[key], true);
  }
}
