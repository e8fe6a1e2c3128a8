import { HIDDEN, type Json, type JsonObject, NO_SECRETS, type Secrets } from "../terraform";
import { listOf, objectOf, stringOf } from "../terraform/json-shapes";
import { canonical } from "./canonical";
import { type Review } from "./review";
import { shownReview } from "./shown-review";

/** One thing in which a plan's effect is not the one that was reviewed. */
export interface ReviewDifference {
  /** The part of the review, e.g. `resources`, `flows.broken`. */
  readonly part: string;
  /** What it is about: addresses mostly. */
  readonly what: string;
  /** The argument or property that differs; without it the whole is in one of the two only. */
  readonly field?: string;
  /** As it was reviewed, and as it is; undefined where it is not there. */
  readonly reviewed?: string;
  readonly now?: string;
}

/** How a plan's effect compares with a review that was made before. */
export interface Comparison {
  readonly same: boolean;
  readonly differences: readonly ReviewDifference[];
  /** Sensitive values that the plan changes: whether to what was reviewed can't be told. */
  readonly sensitive: number;
}

/**
 * The lists of a review that tell the effect, and what names an entry. Left out is what is no effect: drift (what follows
 * from it shows in the rest), what stays as it is, and the picture.
 */
const LISTS: readonly (readonly [string, readonly string[]])[] = [
  ["resources", ["address", "deposed"]],
  ["forbidden", ["rule", "addresses"]],
  ...["broken", "opened", "moved", "undecided", "begun"].map(
    (one) => [`flows.${one}`, ["from", "to", "protocol", "ports", "family"]] as const,
  ),
  ["duringApply.interruptions", ["cause"]],
  ["duringApply.resets", ["cause"]],
  ["routes", ["table", "instead"]],
  ["filters", ["address", "kind", "direction", "instead"]],
  ["notJudged", ["reason", "addresses"]],
  ["actions", ["address", "resource", "event", "config"]],
  ["incidents", ["rule", "addresses"]],
  ["providers", ["name"]],
];
/** Lists that are left out where they are empty. */
const OPTIONAL: ReadonlySet<string> = new Set(["actions"]);
/** Single values that tell the effect. */
const VALUES = [
  ...["verdict", "cuts", "opens", "unknown", "duringApply.isPlayed"],
  ...["create", "update", "replace", "destroy", "forget", "import", "move"].map((one) => `counts.${one}`),
  ...["broken", "opened", "moved", "new", "removed", "undecided"].map((one) => `flows.counts.${one}`),
];
const DIGEST = "digest";
/** Fields that count, and tell no value. */
const COUNTS: ReadonlySet<string> = new Set(["sensitive", "more"]);

function at(json: JsonObject, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((value, key) => {
    const object = objectOf(value);
    return Object.hasOwn(object, key) ? object[key] : undefined;
  }, json);
}

/** Whether JSON has the form of a review as `--json` prints it, as far as it is compared. */
export function isReview(json: Json): json is JsonObject {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
  const isEntry = (one: Json, names: readonly string[]): boolean =>
    names.slice(0, 1).every((name) => objectOf(one)[name] !== undefined);
  return (
    VALUES.every((path) => ["string", "number", "boolean"].includes(typeof at(json, path))) &&
    LISTS.every(([path, names]) => {
      const list = at(json, path);
      if (list === undefined && OPTIONAL.has(path)) return true;
      return Array.isArray(list) && list.every((one) => isEntry(one, names));
    }) &&
    listOf(at(json, "resources")).every((one) => stringOf(objectOf(one)[DIGEST]) !== undefined)
  );
}

const textOf = (value: Json): string => (typeof value === "string" ? value : canonical(value));

/** Every value in an entry by its path; what names the entry is left out, and attributes go by their own path. */
function fieldsOf(value: Json, path: string, into: Map<string, string>): Map<string, string> {
  const next = (key: string): string => (path === "" ? key : `${path}.${key}`);
  if (Array.isArray(value) && value.length === 0) return into;
  if (Array.isArray(value) && value.some((one) => typeof one === "object"))
    value.forEach((one, i) => {
      const { path: name, ...rest } = objectOf(one);
      if (typeof name === "string") fieldsOf(rest, next(name), into);
      else fieldsOf(one, next(String(i)), into);
    });
  else if (typeof value === "object" && value !== null && !Array.isArray(value))
    for (const [key, one] of Object.entries(value)) fieldsOf(one, next(key), into);
  else into.set(path, textOf(value));
  return into;
}

interface ReviewEntry {
  readonly what: string;
  readonly short: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** The entries of a list by what names them; of several of one name each is told by its place. */
function entriesOf(list: Json | undefined, names: readonly string[]): Map<string, ReviewEntry> {
  const entries = new Map<string, ReviewEntry>();
  for (const one of listOf(list).toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1))) {
    const entry = objectOf(one);
    const named = names.flatMap((name) =>
      entry[name] === undefined ? [] : [[entry[name]].flat().map(textOf).join(", ")],
    );
    const rest = Object.fromEntries(Object.entries(entry).filter(([key]) => !names.includes(key)));
    let key = JSON.stringify(named);
    while (entries.has(key)) key += "+";
    const short = stringOf(entry.action) ?? "there";
    entries.set(key, { what: named.join(" "), short, fields: fieldsOf(rest, "", new Map()) });
  }
  return entries;
}

function differencesOf(
  part: string,
  reviewed: ReviewEntry | undefined,
  now: ReviewEntry | undefined,
): ReviewDifference[] {
  const what = (now ?? reviewed)?.what ?? "";
  if (!reviewed || !now)
    return [{ part, what, ...(reviewed && { reviewed: reviewed.short }), ...(now && { now: now.short }) }];
  const fields = [...new Set([...reviewed.fields.keys(), ...now.fields.keys()])];
  const differing = fields.flatMap((field): ReviewDifference[] => {
    const [was, is] = [reviewed.fields.get(field), now.fields.get(field)];
    if (was === is) return [];
    return [{ part, what, field, ...(was !== undefined && { reviewed: was }), ...(is !== undefined && { now: is }) }];
  });
  // A field that is listed says more than the digest, which only says that something differs.
  const listed = differing.filter(({ field }) => field !== DIGEST);
  return listed.length > 0
    ? listed
    : differing.map(({ part, what }) => ({ part, what, field: "values that are not listed" }));
}

/** A difference without what is sensitive by now: the review may have been made when it was not yet marked. */
function shown(one: ReviewDifference, secrets: Secrets): ReviewDifference {
  if (one.part === "summary" || COUNTS.has(one.field ?? "")) return one;
  const { reviewed, now, ...rest } = secrets.data(one);
  const both = [reviewed, now];
  const isWhole = both.some((text) => text === HIDDEN || text === JSON.stringify(HIDDEN));
  const isPart = both.some((text) => text?.includes(HIDDEN));
  const text = (value: string): string => (isWhole || (isPart && !value.includes(HIDDEN)) ? HIDDEN : value);
  return {
    ...rest,
    ...(reviewed !== undefined && { reviewed: text(reviewed) }),
    ...(now !== undefined && { now: text(now) }),
  };
}

/**
 * Compares what a plan does with what a review said that it, or another plan, does.
 * @param reviewed a review as `--json` prints it, for which {@link isReview} holds
 * @param secrets what the plan marks as sensitive: none of it is told of the former review either
 */
export function compareReviews(reviewed: JsonObject, review: Review, secrets: Secrets = NO_SECRETS): Comparison {
  const now = JSON.parse(JSON.stringify(shownReview(review))) as JsonObject;
  const values = VALUES.flatMap((path): ReviewDifference[] => {
    const [was, is] = [reviewed, now].map((json) => textOf(at(json, path) ?? null));
    return was === is ? [] : [{ part: "summary", what: path, field: path, reviewed: was!, now: is! }];
  });
  let sensitive = listOf(now.resources).reduce<number>((sum, one) => sum + Number(objectOf(one).sensitive ?? 0), 0);
  const entries = LISTS.flatMap(([part, names]) => {
    const [was, is] = [reviewed, now].map((json) => entriesOf(at(json, part), names)) as [
      Map<string, ReviewEntry>,
      Map<string, ReviewEntry>,
    ];
    if (part !== "resources")
      for (const { what, fields } of is.values())
        sensitive += [what, ...fields.values()].filter((text) => text.includes(HIDDEN)).length;
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => differencesOf(part, was.get(key), is.get(key)));
  });
  const differences = [...values, ...entries].map((one) => shown(one, secrets));
  return { same: differences.length === 0, differences, sensitive };
}
