import { Unknown } from "../../value";
import { convert } from "../convert";
import { isWhole, type Numeric, truncated } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import { Depends, isMapping, isSequence, type Mapping, orderedItems, type Sequence, type Term } from "../term";
import { BOOL, NUMBER, STRING } from "../type";

/** What a function of Terraform's language makes of values of which some may be unknown. */
type Implementation = (args: readonly Term[]) => Term;

/** A function as the table has it. Terraform refuses a call with fewer arguments than `least` or more than `most`. */
export interface TableEntry {
  readonly least: number;
  readonly most: number;
  readonly run: Implementation;
  /** Its work doesn't grow with its arguments. */
  readonly isCheap?: boolean;
}

/** An entry of the table: how many arguments, or how few and how many, and what it makes of them. */
export function takes(
  number: number | readonly [least: number, most: number],
  run: Implementation,
  more: Pick<TableEntry, "isCheap"> = {},
): TableEntry {
  const [least, most] = typeof number === "number" ? [number, number] : number;
  return { least, most, run, ...more };
}

type Known = Exclude<Term, Unknown>;

/** @throws Depends when it isn't known @throws Refused for null, which nearly no function takes */
export function given(term: Term | undefined): Known {
  if (term === undefined) throw new Refused("an argument is missing");
  if (term instanceof Unknown) throw new Depends();
  if (term.kind === "null") throw new Refused("an argument is null");
  return term;
}

export function stringOf(term: Term | undefined): string {
  const converted = convert(given(term), STRING);
  if (converted instanceof Unknown || converted.kind !== "string") throw new Refused("not a string");
  return converted.text;
}

export function numberOf(term: Term | undefined): Numeric {
  const converted = convert(given(term), NUMBER);
  if (converted instanceof Unknown || converted.kind !== "number") throw new Refused("not a number");
  return converted.number;
}

export function truthOf(term: Term | undefined): boolean {
  const converted = convert(given(term), BOOL);
  if (converted instanceof Unknown || converted.kind !== "bool") throw new Refused("not a bool");
  return converted.is;
}

/** @throws Refused for a fraction @throws NotUnderstood beyond what a JavaScript number holds exactly */
export function integerOf(term: Term | undefined): number {
  const found = numberOf(term);
  if (!isWhole(found)) throw new Refused("not a whole number");
  const value = Number(truncated(found));
  if (!Number.isSafeInteger(value)) throw new NotUnderstood("a huge index");
  return value;
}

/** @throws Refused for what is no list, tuple or (unless `isSet` says no) set */
export function sequenceOf(term: Term | undefined, isSet: "with sets" | "no sets" = "with sets"): Sequence {
  const known = given(term);
  if (!isSequence(known) || (known.kind === "set" && isSet === "no sets")) {
    if (!isSequence(known) && known.kind !== "null" && known.loose) throw new NotUnderstood("perhaps a list");
    throw new Refused("not a list");
  }
  return known;
}

/** The items of a list whose order counts. */
export function itemsOf(term: Term | undefined): readonly Term[] {
  return orderedItems(sequenceOf(term));
}

export function mappingOf(term: Term | undefined): Mapping {
  const known = given(term);
  if (!isMapping(known)) throw new Refused("not a map");
  return known;
}

/** The items of a list of strings, null among them. */
export function stringsOf(term: Term | undefined): { readonly items: readonly Term[]; readonly ordered: boolean } {
  const { items, ordered } = sequenceOf(term);
  return { items: items.map((item) => convert(item, STRING)), ordered };
}

/** @throws Refused when the function gets more or fewer arguments than it takes, or refuses one of them */
export function run({ least, most, run }: TableEntry, args: readonly Term[]): Term {
  if (args.length < least || args.length > most) throw new Refused("another number of arguments");
  return run(args);
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
