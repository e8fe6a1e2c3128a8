import { createHash } from "node:crypto";
import { HIDDEN, hides, type Json, type JsonObject, masked, type Secrets } from "../terraform";
import { objectOf } from "../terraform/json-shapes";
import { canonical } from "./canonical";
import { type Change } from "./changes";

/** What a change does to every argument and attribute, in short: to tell whether another plan does the same. */
export interface ChangeDigest {
  /** SHA-256 in hexadecimal digits, of what changes and of the object's id; nothing sensitive goes into it. */
  readonly digest: string;
  /** How many sensitive values are among what changes: whether they are the same can't be told. */
  readonly sensitive: number;
}

function countHidden(value: Json): number {
  if (value === HIDDEN) return 1;
  const parts = Array.isArray(value) ? value : Object.values(objectOf(value));
  return parts.reduce<number>((sum, part) => sum + countHidden(part), 0);
}

/** The value without the texts and numbers that are sensitive elsewhere: a digest of few values can be guessed. */
function without(value: Json, secrets: Secrets): Json {
  if (typeof value === "string") return secrets.text(value);
  if (typeof value === "number") return secrets.text(String(value)) === String(value) ? value : HIDDEN;
  if (Array.isArray(value)) return value.map((one) => without(one, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [secrets.text(key), without(one, secrets)]));
}

const NOBODYS: JsonObject = {};

function at(values: JsonObject, key: string): Json {
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

/** What changes, argument by argument: its name, before, after, and what of it is known after apply only. */
function changesOf({ before, after, afterUnknown }: Change, hidden: (value: Json) => Json): Json[] {
  const [plainBefore = NOBODYS, plainAfter = NOBODYS, open = NOBODYS] = [before, after, afterUnknown].map(objectOf);
  const [was = NOBODYS, will = NOBODYS] = [before, after].map((one) => objectOf(hidden(one)));
  const keys = new Set([plainBefore, plainAfter, open].flatMap((one) => Object.keys(one)));
  return [...keys].sort().flatMap((key): Json[] => {
    // A mask of what is unknown has the form of one of what is sensitive.
    const isSame = !hides(at(open, key)) && canonical(at(plainBefore, key)) === canonical(at(plainAfter, key));
    return isSame ? [] : [[key, at(was, key), at(will, key), at(open, key)]];
  });
}

/**
 * A change's digest. A change that destroys or forgets is told by its object's id alone: what AWS filled in since is
 * destroyed with it all the same. Texts that are sensitive elsewhere are left out too.
 */
export function digestOf(change: Change, secrets: Secrets): ChangeDigest {
  const masks = [change.beforeSensitive, change.afterSensitive].filter(hides);
  const isWhole = masks.includes(true);
  const hidden = (value: Json): Json => masks.reduce<Json>((shown, mask) => masked(shown, mask), value);
  const isGoing = change.action === "delete" || change.action === "forget";
  const changed = isGoing || isWhole ? [] : changesOf(change, hidden);
  const told: Json = [isWhole ? HIDDEN : at(objectOf(hidden(change.before)), "id"), changed];
  const text = canonical(without(told, secrets));
  return {
    digest: createHash("sha256").update(text).digest("hex"),
    sensitive: isWhole ? 1 : countHidden(changed),
  };
}
