import { Unknown } from "../../value";
import { convert } from "../convert";
import { isWhole, type Numeric, truncated } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import { Depends, isMapping, isSequence, type Mapping, type Null, type Sequence, type Term } from "../term";
import { BOOL, NUMBER, STRING } from "../type";

/** A value that is there. */
export type Known = Exclude<Term, Unknown | Null>;

/** @throws Depends when it isn't known @throws Refused for null, which nearly no function takes */
export function given(term: Term): Known {
  if (term instanceof Unknown) throw new Depends();
  if (term.kind === "null") throw new Refused("null");
  return term;
}

export function stringOf(term: Term): string {
  const converted = convert(given(term), STRING);
  if (converted instanceof Unknown || converted.kind !== "string") throw new Refused("not a string");
  return converted.text;
}

export function numberOf(term: Term): Numeric {
  const converted = convert(given(term), NUMBER);
  if (converted instanceof Unknown || converted.kind !== "number") throw new Refused("not a number");
  return converted.number;
}

export function truthOf(term: Term): boolean {
  const converted = convert(given(term), BOOL);
  if (converted instanceof Unknown || converted.kind !== "bool") throw new Refused("not a bool");
  return converted.is;
}

/** @throws Refused for a fraction @throws NotUnderstood beyond what a JavaScript number holds exactly */
export function integerOf(term: Term): number {
  const found = numberOf(term);
  if (!isWhole(found)) throw new Refused("not a whole number");
  const value = Number(truncated(found));
  if (!Number.isSafeInteger(value)) throw new NotUnderstood("a huge index");
  return value;
}

/** @throws Refused for what is no list, tuple or (unless `isSet` says no) set */
export function sequenceOf(term: Term, isSet: "with sets" | "no sets" = "with sets"): Sequence {
  const known = given(term);
  if (!isSequence(known) || (known.kind === "set" && isSet === "no sets")) {
    if (!isSequence(known) && known.loose) throw new NotUnderstood("perhaps a list");
    throw new Refused(isSequence(known) ? "a set" : "not a list");
  }
  return known;
}

export function mappingOf(term: Term): Mapping {
  const known = given(term);
  if (!isMapping(known)) throw new Refused("not a map");
  return known;
}

/** An argument that is never empty once it is there, and never a list: an id, an ARN. */
export function isIdentity(term: Term): boolean {
  return term instanceof Unknown && term.exact && /(^|[._])(id|arn)$/.test(term.candidates[0]?.attribute ?? "");
}

/** A set or an argument of a resource may hold fewer items than are seen: equal ones count once. */
export function certainLength(sequence: Sequence): number {
  const { items, kind, loose } = sequence;
  const unknown = items.filter((item) => item instanceof Unknown).length;
  if (items.length > 1 && kind === "set" && unknown > 0 && unknown < items.length) throw new Depends();
  if (items.length > 1 && loose) throw new NotUnderstood("an argument that may be a set");
  return items.length;
}
