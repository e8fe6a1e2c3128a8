import { type Json, type JsonObject } from "../terraform";
import { listOf, objectOf, resourcesOfModule, stringOf } from "../terraform/json-shapes";
import { type Change } from "./changes";

/** What stands where a value may not be shown. */
export const HIDDEN = "(sensitive)";

/** Shorter texts are too common to be looked for in sentences. */
const SHORTEST = 4;

/** A mask is `true` for a whole value; anything else that holds no `true` hides nothing. */
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

function collect(value: Json, mask: Json | undefined, into: Set<string>): void {
  if (mask === undefined || mask === false || mask === null) return;
  if (Array.isArray(value)) value.forEach((item, i) => collect(item, mask === true ? true : listOf(mask)[i], into));
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) collect(item, mask === true ? true : objectOf(mask)[key], into);
  else if (mask === true && typeof value === "string" && value.length >= SHORTEST) into.add(value);
}

/** What a plan marks as sensitive: the values, wherever they turn up, and the resources that hold some. */
export class Secrets {
  private readonly values: ReadonlySet<string>;
  private readonly owners: ReadonlySet<string>;

  constructor(plan: JsonObject, changes: readonly Change[]) {
    const values = new Set<string>();
    const owners = new Set<string>();
    const see = (address: string, value: Json, mask: Json | undefined): void => {
      if (!hides(mask)) return;
      owners.add(address);
      collect(value, mask, values);
    };
    for (const { address, before, after, beforeSensitive, afterSensitive } of changes) {
      see(address, before, beforeSensitive);
      see(address, after, afterSensitive);
    }
    for (const part of [objectOf(plan.prior_state).values, plan.planned_values])
      for (const json of resourcesOfModule(objectOf(objectOf(part).root_module)))
        see(stringOf(json.address) ?? "", json.values ?? null, json.sensitive_values);
    this.values = values;
    this.owners = owners;
  }

  /** Whether any argument of the resource is sensitive, so that nothing worked out from its arguments may be shown. */
  holds(address: string): boolean {
    return this.owners.has(address);
  }

  /** A sentence without the sensitive texts in it. */
  without(text: string): string {
    let clean = text;
    for (const value of this.values) if (clean.includes(value)) clean = clean.replaceAll(value, HIDDEN);
    return clean;
  }
}
