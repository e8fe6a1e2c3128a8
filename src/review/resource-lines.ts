import { HIDDEN, hides, type Json, masked, type Secrets } from "../terraform";
import { objectOf } from "../terraform/json-shapes";
import { type Action, type Change, type Order } from "./changes";
import { type ChangeDigest, digestOf } from "./change-digest";

/** One argument or attribute that changes, as text; undefined where it isn't set. */
export interface AttributeLine {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** What happens to one resource. */
export interface ResourceLine {
  readonly address: string;
  readonly action: Action;
  readonly order?: Order;
  readonly previous?: string;
  readonly deposed?: string;
  readonly importing?: string;
  /** Terraform's own word for why. */
  readonly reason?: string;
  readonly forcedBy: readonly string[];
  /** Of thousands of resources few are shown: what changes in one is worked out when somebody asks. */
  readonly attributes: () => ShownAttributes;
  /** Tells all that changes in it, what is not listed included, from what another plan changes. */
  readonly digest: () => ChangeDigest;
}

export interface ShownAttributes {
  readonly attributes: readonly AttributeLine[];
  /** Attributes that change too, but are not listed. */
  readonly more: number;
}

const MOST_ATTRIBUTES = 12;
const UNKNOWN = "(known after apply)";
/** Attributes that only repeat others. */
const NOISE = new Set(["tags_all", "id", "arn"]);

function textOf(value: Json): string | undefined {
  if (value === null) return undefined;
  if (value === HIDDEN) return HIDDEN;
  return JSON.stringify(value);
}

function isUnknownAt(mask: Json | undefined): boolean {
  if (mask === true) return true;
  if (Array.isArray(mask)) return mask.some(isUnknownAt);
  return Object.values(objectOf(mask)).some(isUnknownAt);
}

function isSame(a: Json, b: Json): boolean {
  if (a === b) return true;
  return typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b);
}

/** Arguments that the configuration sets; undefined where the plan doesn't tell. */
export type ConfiguredNames = ReadonlySet<string> | undefined;

function attributesOf(change: Change, configured: ConfiguredNames): AttributeLine[] {
  // What is sensitive on one side is shown on neither: it may be the same value.
  const masks = [change.beforeSensitive, change.afterSensitive].filter(hides);
  const hidden = (value: Json): Json => masks.reduce(masked, value);
  const [before, after] = [objectOf(hidden(change.before)), objectOf(hidden(change.after))];
  const [plainBefore, plainAfter] = [objectOf(change.before), objectOf(change.after)];
  const unknown = objectOf(change.afterUnknown);
  const keys = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...keys].flatMap((path): AttributeLine[] => {
    if (NOISE.has(path)) return [];
    const at = (values: { [key: string]: Json }): Json => (Object.hasOwn(values, path) ? (values[path] ?? null) : null);
    const isUnknown = Object.hasOwn(unknown, path) && isUnknownAt(unknown[path]);
    if (!isUnknown && isSame(at(plainBefore), at(plainAfter))) return [];
    // An attribute that only AWS fills in is no news.
    if (isUnknown && at(after) === null && at(before) === null && configured?.has(path) !== true) return [];
    const isHidden = at(before) === HIDDEN || at(after) === HIDDEN;
    const was = textOf(at(before));
    const will = isUnknown ? (isHidden ? HIDDEN : UNKNOWN) : textOf(at(after));
    return was === undefined && will === undefined
      ? []
      : [{ path, ...(was !== undefined && { before: was }), ...(will !== undefined && { after: will }) }];
  });
}

function isSet({ before, after }: AttributeLine): boolean {
  return ![before, after].every((text) => text === undefined || ["[]", "{}", '""'].includes(text));
}

/** What is said of a change beside its values. */
function about({ before: _before, after: _after, afterUnknown: _unknown, ...rest }: Change) {
  return rest;
}

export function resourceLine(change: Change, secrets: Secrets, configured?: ConfiguredNames): ResourceLine {
  const { address, action, order, previous, deposed, importing, reason, forcedBy } = secrets.data(about(change));
  const isHiddenWhole = change.beforeSensitive === true || change.afterSensitive === true;
  const isShort = action === "delete" || action === "forget" || isHiddenWhole;
  const attributes = (): ShownAttributes => {
    const all = isShort ? [] : secrets.data(attributesOf(change, configured).filter(isSet));
    return { attributes: all.slice(0, MOST_ATTRIBUTES), more: Math.max(0, all.length - MOST_ATTRIBUTES) };
  };
  return {
    address,
    action,
    ...(order && { order }),
    ...(previous !== undefined && { previous }),
    ...(deposed !== undefined && { deposed }),
    ...(importing !== undefined && { importing }),
    ...(reason !== undefined && { reason }),
    forcedBy,
    attributes: once(attributes),
    digest: once(() => digestOf(change, secrets)),
  };
}

/** A function that is worked out the first time that it is called. */
function once<T>(make: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: make() }).value;
}
