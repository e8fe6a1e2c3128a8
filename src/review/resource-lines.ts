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
  /** Why, in words. */
  readonly reason?: string;
  readonly forcedBy: readonly string[];
  readonly attributes: readonly AttributeLine[];
  /** Attributes that change too, but are not listed. */
  readonly more: number;
  /** Tells all that changes in it, what is not listed included, from what another plan changes. */
  readonly digest: ChangeDigest["digest"];
  /** How many sensitive values are among what changes. */
  readonly sensitive: ChangeDigest["sensitive"];
}

/** Terraform's action reasons (JSON Output Format, `action_reason`) in words. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "it is tainted",
  replace_because_cannot_update: "it can't be changed in place",
  replace_by_request: "its replacement was asked for (-replace)",
  replace_by_triggers: "replace_triggered_by",
  delete_because_no_resource_config: "it is no longer in the configuration",
  delete_because_no_module: "its module is no longer in the configuration",
  delete_because_wrong_repetition: "count or for_each was added or removed",
  delete_because_count_index: "its index is beyond count",
  delete_because_each_key: "its key is no longer in for_each",
  delete_because_no_move_target: "what it was moved to is not in the configuration",
  read_because_config_unknown: "its arguments are known after apply only",
  read_because_dependency_pending: "it depends on something that changes",
  read_because_check_nested: "it belongs to a check block",
};

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
export type Configured = ReadonlySet<string> | undefined;

function attributesOf(change: Change, configured: Configured): AttributeLine[] {
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

export function resourceLine(change: Change, secrets: Secrets, configured?: Configured): ResourceLine {
  const { address, action, order, previous, deposed, importing, reason, forcedBy } = secrets.data(about(change));
  const isHiddenWhole = change.beforeSensitive === true || change.afterSensitive === true;
  const isShort = action === "delete" || action === "forget" || isHiddenWhole;
  const words = reason === undefined ? undefined : Object.hasOwn(REASONS, reason) ? REASONS[reason] : reason;
  // Of thousands of resources few are shown: what changes in one is worked out when somebody asks.
  let known: readonly AttributeLine[] | undefined;
  const all = (): readonly AttributeLine[] =>
    (known ??= isShort ? [] : secrets.data(attributesOf(change, configured).filter(isSet)));
  let told: ChangeDigest | undefined;
  const digest = (): ChangeDigest => (told ??= digestOf(change, secrets));
  return {
    address,
    action,
    ...(order && { order }),
    ...(previous !== undefined && { previous }),
    ...(deposed !== undefined && { deposed }),
    ...(importing !== undefined && { importing }),
    ...(words !== undefined && { reason: words }),
    forcedBy,
    get attributes() {
      return all().slice(0, MOST_ATTRIBUTES);
    },
    get more() {
      return Math.max(0, all().length - MOST_ATTRIBUTES);
    },
    get digest() {
      return digest().digest;
    },
    get sensitive() {
      return digest().sensitive;
    },
  };
}
