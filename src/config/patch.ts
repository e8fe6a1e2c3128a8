import { type KeyPath } from "./key-path";

/** A value as a bridge file holds it; null in a {@link Patch} takes a key out. */
export type PatchValue = string | number | boolean | null | readonly PatchValue[] | Patch;

/** A change of a bridge file as data: a JSON merge patch (RFC 7396). Lists are replaced as a whole. */
export interface Patch {
  readonly [key: string]: PatchValue;
}

type Plain = Readonly<Record<string, unknown>>;

/** Whether it is a map, as YAML has them. */
export function isMap(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value with the patch applied; the value itself is left as it is (RFC 7396, section 2). */
export function applyPatch(value: unknown, patch: PatchValue): unknown {
  if (!isMap(patch)) return patch;
  const result = new Map(isMap(value) ? Object.entries(value) : []);
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) result.delete(key);
    else result.set(key, applyPatch(result.get(key), change));
  }
  return Object.fromEntries(result);
}

/** The patch that sets, or with null takes out, one key. @throws Error for a place in a list, which no patch can name */
export function patchAt(path: KeyPath, value: PatchValue): Patch {
  const [first, ...rest] = path;
  if (typeof first !== "string") throw new Error(`a patch can't name ${String(first)}`);
  return { [first]: rest.length === 0 ? value : patchAt(rest, value) };
}

/** All patches as one; of two that set the same key, the later one counts. */
export function joinPatches(patches: readonly Patch[]): Patch {
  return patches.reduce((joined, patch) => join(joined, patch), {});
}

function join(first: Patch, second: Patch): Patch {
  const result = new Map(Object.entries(first));
  for (const [key, change] of Object.entries(second)) {
    const known = result.get(key);
    result.set(key, isMap(known) && isMap(change) ? join(known, change) : change);
  }
  return Object.fromEntries(result);
}

/** The patch that makes one value of the other; empty when they are equal. Both are maps. */
export function patchBetween(before: unknown, after: unknown): Patch {
  const [old, young] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
  const changes: [string, PatchValue][] = [];
  for (const key of Object.keys(old)) if (!Object.hasOwn(young, key)) changes.push([key, null]);
  for (const [key, value] of Object.entries(young)) {
    const known = Object.hasOwn(old, key) ? old[key] : undefined;
    if (isMap(known) && isMap(value)) {
      const inner = patchBetween(known, value);
      if (Object.keys(inner).length > 0) changes.push([key, inner]);
    } else if (JSON.stringify(known) !== JSON.stringify(value)) changes.push([key, value as PatchValue]);
  }
  return Object.fromEntries(changes);
}

/** The places that a patch sets or takes out. */
export function placesOf(patch: Patch): KeyPath[] {
  return Object.entries(patch).flatMap(([key, change]): KeyPath[] =>
    isMap(change) && Object.keys(change).length > 0 ? placesOf(change).map((path) => [key, ...path]) : [[key]],
  );
}
