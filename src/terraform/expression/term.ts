import { Unknown } from "../value";
import { compare, formatNumber, isWhole, type Numeric } from "./number";
import { NotUnderstood } from "./syntax";
import { ANY, BOOL, HIDDEN, NUMBER, STRING, type Type, typeKey } from "./type";

/**
 * A value while it is worked with: unlike JSON it tells a list from a set and a tuple, a map from an object, and holds numbers
 * exactly. `loose` marks what may have another type in Terraform than it shows: a resource's argument takes the type of the
 * provider's schema (`"80"` becomes a number, a list becomes a set), which this program doesn't read.
 */
export type Term = Unknown | Null | Text | Numeral | Truth | Sequence | Mapping;

export interface Null {
  readonly kind: "null";
  readonly type: Type;
}
export interface Text {
  readonly kind: "string";
  readonly text: string;
  readonly loose: boolean;
}
export interface Numeral {
  readonly kind: "number";
  readonly number: Numeric;
  readonly loose: boolean;
}
export interface Truth {
  readonly kind: "bool";
  readonly is: boolean;
  readonly loose: boolean;
}
export interface Sequence {
  readonly kind: "list" | "set" | "tuple";
  /** The type of each item; of a tuple nothing is told here. */
  readonly of: Type;
  readonly items: readonly Term[];
  readonly loose: boolean;
  /** False when Terraform may have the items in another order. */
  readonly ordered: boolean;
}
export interface Mapping {
  readonly kind: "map" | "object";
  readonly of: Type;
  /** By code points of the keys, the order in which Terraform goes through them. */
  readonly entries: ReadonlyMap<string, Term>;
  readonly loose: boolean;
}

/** A needed part is not known yet: the whole depends on it. */
export class Depends extends NotUnderstood {}

export const NULL: Null = { kind: "null", type: ANY };

export function text(value: string): Text {
  if (/^[\0-\x7f]*$/.test(value)) return { kind: "string", text: value, loose: false };
  if (/\p{Surrogate}/u.test(value)) throw new NotUnderstood("half a character");
  // Terraform brings every string to this form (cty, StringVal).
  return { kind: "string", text: value.normalize("NFC"), loose: false };
}

export function numeral(number: Numeric): Numeral {
  return { kind: "number", number, loose: false };
}

export function truth(is: boolean): Truth {
  return { kind: "bool", is, loose: false };
}

export function tuple(items: readonly Term[], ordered = true): Sequence {
  return { kind: "tuple", of: ANY, items, loose: false, ordered: ordered || items.length < 2 };
}

export function list(of: Type, items: readonly Term[], ordered = true): Sequence {
  return { kind: "list", of, items, loose: false, ordered: ordered || items.length < 2 };
}

/** Terraform compares strings by bytes of UTF-8, which is the order of code points and not that of UTF-16. */
export function byCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left === right) continue;
    const isHalf = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    if (isHalf(left) !== isHalf(right)) return isHalf(left) ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

/** Later entries of a key win. */
export function mapping(kind: "map" | "object", entries: Iterable<readonly [string, Term]>, of: Type = ANY): Mapping {
  const last = new Map(entries);
  const sorted = new Map([...last].sort(([a], [b]) => byCodePoints(a, b)));
  return { kind, of, entries: sorted, loose: false };
}

export function isSequence(term: Term): term is Sequence {
  return !(term instanceof Unknown) && (term.kind === "list" || term.kind === "set" || term.kind === "tuple");
}

export function isMapping(term: Term): term is Mapping {
  return !(term instanceof Unknown) && (term.kind === "map" || term.kind === "object");
}

/** Ids and ARNs are strings, whatever they turn out to be. */
function isId({ exact, candidates }: Unknown): boolean {
  return exact && /^(id|arn)$/.test(candidates[0]?.attribute ?? "");
}

export function typeOf(term: Term): Type {
  if (term instanceof Unknown) return isId(term) ? STRING : HIDDEN;
  if (term.kind !== "null" && term.loose) return HIDDEN;
  switch (term.kind) {
    case "null":
      return term.type;
    case "string":
      return STRING;
    case "number":
      return NUMBER;
    case "bool":
      return BOOL;
    case "list":
    case "set":
    case "map":
      return { kind: term.kind, of: term.of };
    case "tuple":
      return { kind: "tuple", items: term.items.map(typeOf) };
    case "object":
      return { kind: "object", fields: new Map([...term.entries].map(([key, item]) => [key, typeOf(item)])) };
  }
}

/** The same value, of which Terraform may hold another type that its text converts to. */
export function loosened(term: Term): Term {
  if (term instanceof Unknown || term.kind === "null" || term.kind === "string") return term;
  if (isSequence(term)) return { ...term, items: term.items.map(loosened), loose: true };
  if (isMapping(term))
    return { ...term, entries: new Map([...term.entries].map(([key, item]) => [key, loosened(item)])), loose: true };
  return { ...term, loose: true };
}

/** The items in the order that Terraform has them in. @throws NotUnderstood when that isn't known */
export function orderedItems(sequence: Sequence): readonly Term[] {
  if (!sequence.ordered && sequence.items.length > 1) throw new NotUnderstood("items in an unknown order");
  return sequence.items;
}

/**
 * A text that equal values share and no others.
 * @throws Depends for unknowns @throws NotUnderstood where the type isn't certain
 */
export function termKey(term: Term): string {
  if (term instanceof Unknown) throw new Depends();
  if (term.kind !== "null" && term.loose) throw new NotUnderstood("the type of an argument");
  switch (term.kind) {
    case "null":
      if (term.type.kind === "any") throw new NotUnderstood("a null of no type");
      return `~${typeKey(term.type)}`;
    case "string":
      return JSON.stringify(term.text);
    case "number":
      return `${term.number.mantissa}p${term.number.exponent}`;
    case "bool":
      return String(term.is);
    case "list":
    case "set":
      return `${typeKey(typeOf(term))}[${term.items.map(termKey).join()}]`;
    case "tuple":
      return `[${term.items.map(termKey).join()}]`;
    case "map":
    case "object":
      return `${term.kind === "map" ? typeKey(term.of) : ""}{${entryKeys(term)}}`;
  }
}

function entryKeys({ entries }: Mapping): string {
  return [...entries].map(([key, item]) => `${JSON.stringify(key)}:${termKey(item)}`).join();
}

/** The bytes by which Terraform orders a set's items that are neither string, number nor bool; undefined where too intricate. */
function orderKey(term: Term): string | undefined {
  if (term instanceof Unknown) return undefined;
  const all = (open: string, parts: readonly (string | undefined)[], close: string): string | undefined =>
    parts.includes(undefined) ? undefined : `${open}${parts.map((part) => `${part};`).join("")}${close}`;
  switch (term.kind) {
    case "null":
      return "~";
    case "string":
      return /^[\x20-\x7e]*$/.test(term.text) ? JSON.stringify(term.text) : undefined;
    case "number": {
      const digits = formatNumber(term.number);
      return isWhole(term.number) && digits.length < 10 ? digits : undefined;
    }
    case "bool":
      return term.is ? "T" : "F";
    case "list":
    case "set":
      return all("[", term.items.map(orderKey), "]");
    case "tuple":
      return all("<", term.items.map(orderKey), ">");
    case "object":
      return all("<", [...term.entries.values()].map(orderKey), ">");
    case "map":
      return undefined;
  }
}

function compareItems(a: Term, b: Term): number {
  if (a instanceof Unknown || b instanceof Unknown) return Number(a instanceof Unknown) - Number(b instanceof Unknown);
  if (a.kind === "null" || b.kind === "null") return Number(a.kind === "null") - Number(b.kind === "null");
  if (a.kind === "string" && b.kind === "string") return byCodePoints(a.text, b.text);
  if (a.kind === "number" && b.kind === "number") return compare(a.number, b.number);
  if (a.kind === "bool" && b.kind === "bool") return Number(a.is) - Number(b.is);
  return byCodePoints(orderKey(a) ?? "", orderKey(b) ?? "");
}

/** Ids of different resources are never equal; other attributes may be. */
function unknownKey(unknown: Unknown): string {
  const [only] = unknown.candidates;
  if (!only || !isId(unknown)) throw new Depends();
  return `?${only.address}.${only.attribute}`;
}

/** What tells items of one type apart. @throws Depends when an unknown item may be equal to others */
export function itemKey(item: Term): string {
  if (item instanceof Unknown) return unknownKey(item);
  return item.kind === "null" ? "~" : termKey(item);
}

/** The first of each value. @throws Depends when two unknown items may be equal */
export function distinctTerms(items: readonly Term[]): Term[] {
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return [only];
  const distinct = new Map<string, Term>();
  for (const item of items) {
    const key = itemKey(item);
    if (!distinct.has(key)) distinct.set(key, item);
  }
  return [...distinct.values()];
}

/**
 * A set: each value once, in Terraform's order.
 * @throws Depends when two unknown items may be equal
 */
export function set(of: Type, items: readonly Term[]): Sequence {
  const sorted = distinctTerms(items).sort(compareItems);
  const isUnclear = (item: Term): boolean =>
    item instanceof Unknown || ((isSequence(item) || isMapping(item)) && orderKey(item) === undefined);
  const ordered = sorted.length < 2 || !sorted.some(isUnclear);
  return { kind: "set", of, items: sorted, loose: false, ordered };
}
