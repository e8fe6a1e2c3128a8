import { Unknown } from "../../value";
import { convert, NO_COMMON_TYPE } from "../convert";
import { isWhole, type Numeric, truncated } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import {
  isMapping,
  isSequence,
  type Mapping,
  type Null,
  orderedItems,
  type Sequence,
  type Term,
  type Text,
} from "../term";
import { ANY, BOOL, STRING } from "../type";
import { given, integerOf, type Known, mappingOf, numberOf, sequenceOf, stringOf, truthOf } from "./arguments";
import { parseRange, type Range } from "./range";
import { characters } from "./text";

/** What a parameter may be, and what the implementation of its function gets of it. */
export interface Taken {
  any: Term;
  "any but a bare null": Term;
  value: Known;
  string: string;
  "string in characters": readonly string[];
  "unconverted string": string;
  bool: boolean;
  number: Numeric;
  "whole number": number;
  "huge whole number": bigint;
  range: Range;
  list: Sequence;
  "list in its order": Sequence;
  "list or unknown": Sequence | Unknown;
  "list or set": Sequence;
  "list or set in its order": Sequence;
  "list of one type": Sequence;
  "list of numbers": readonly Numeric[];
  "list of strings": readonly string[];
  "list of strings in its order": readonly string[];
  "list of keys": readonly string[];
  "list of strings and nulls": Sequence;
  "list of bools and nulls": readonly (boolean | null)[];
  set: Sequence;
  map: Mapping;
  "collection or string": Sequence | Mapping | Text;
}

export type Kind = keyof Taken;

/** How an argument is read, and for which reasons Terraform refuses it. */
interface Reader<T> {
  readonly refuses: readonly string[];
  /** @throws Refused with one of these reasons @throws NotUnderstood where it isn't certain, Depends where it isn't known */
  readonly read: (term: Term) => T;
}

const NUMBER_ONLY = ["null", "not a number"] as const;
const WHOLE_ONLY = [...NUMBER_ONLY, "not a whole number"] as const;
const LIST_ONLY = ["null", "not a list"] as const;
const NO_SET = [...LIST_ONLY, "a set"] as const;
const STRINGS_ONLY = [...LIST_ONLY, "a null item", "an item that is no string"] as const;

export const KINDS: { readonly [K in Kind]: Reader<Taken[K]> } = {
  any: { refuses: [], read: (term) => term },
  "any but a bare null": { refuses: [], read: typed },
  value: { refuses: ["null"], read: given },
  string: { refuses: ["null", "not a string"], read: stringOf },
  "string in characters": { refuses: ["null", "not a string"], read: (term) => characters(stringOf(term)) },
  "unconverted string": { refuses: ["null", "not a string"], read: unconverted },
  bool: { refuses: ["null", "not a bool"], read: truthOf },
  number: { refuses: NUMBER_ONLY, read: numberOf },
  "whole number": { refuses: WHOLE_ONLY, read: integerOf },
  "huge whole number": { refuses: WHOLE_ONLY, read: hugeInteger },
  range: { refuses: ["null", "not a string", "not a range"], read: (term) => parseRange(stringOf(term)) },
  list: { refuses: NO_SET, read: (term) => sequenceOf(term, "no sets") },
  "list in its order": { refuses: NO_SET, read: (term) => inOrder(sequenceOf(term, "no sets")) },
  "list or unknown": { refuses: ["not a list", "a set"], read: perhapsKnown },
  "list or set": { refuses: LIST_ONLY, read: (term) => sequenceOf(term) },
  "list or set in its order": { refuses: LIST_ONLY, read: (term) => inOrder(sequenceOf(term)) },
  "list of one type": { refuses: [...LIST_ONLY, NO_COMMON_TYPE], read: (term) => ofOneType(sequenceOf(term), "list") },
  "list of numbers": { refuses: [...LIST_ONLY, "a null item", "an item that is no number"], read: numbers },
  "list of strings": { refuses: STRINGS_ONLY, read: (term) => strings(sequenceOf(term)) },
  "list of strings in its order": { refuses: STRINGS_ONLY, read: (term) => strings(inOrder(sequenceOf(term))) },
  "list of keys": { refuses: STRINGS_ONLY, read: keys },
  "list of strings and nulls": {
    refuses: [...LIST_ONLY, "an item that is no string"],
    read: (term) => stringsAndNulls(sequenceOf(term)),
  },
  "list of bools and nulls": { refuses: [...LIST_ONLY, "an item that is no bool"], read: boolsAndNulls },
  set: { refuses: [...LIST_ONLY, NO_COMMON_TYPE], read: (term) => ofOneType(given(term), "set") },
  map: { refuses: ["null", "not a map"], read: mappingOf },
  "collection or string": { refuses: ["null", "neither collection nor string"], read: measurable },
};

/** One argument, as its parameter wants it. */
export function taken<K extends Kind>(kind: K, term: Term): Taken[K] {
  return KINDS[kind].read(term);
}

/** Does the same, and where Terraform refuses gives this reason. */
export function refusing<T>(reason: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refused ? new Refused(reason) : error;
  }
}

function isNull(term: Term): term is Null {
  return !(term instanceof Unknown) && term.kind === "null";
}

/** Terraform never gets to know the result of a call with a bare null here: it is no value, and no error that `try` catches. */
function typed(term: Term): Term {
  if (isNull(term) && term.type.kind === "any") throw new NotUnderstood("a null of no type");
  return term;
}

/** A number is no string here. */
function unconverted(term: Term): string {
  const value = given(term);
  if (value.kind === "string") return stringOf(value);
  throw value.loose ? new NotUnderstood("perhaps a string") : new Refused("not a string");
}

/** Of any size. */
function hugeInteger(term: Term): bigint {
  const value = numberOf(term);
  if (!isWhole(value)) throw new Refused("not a whole number");
  return truncated(value);
}

function inOrder(sequence: Sequence): Sequence {
  orderedItems(sequence);
  return sequence;
}

/** An untyped null is refused, a null list passed over. */
function perhapsKnown(term: Term): Sequence | Unknown {
  if (isNull(term)) throw new NotUnderstood("a null of no certain type");
  return term instanceof Unknown ? term : sequenceOf(term, "no sets");
}

function ofOneType(known: Known, kind: "list" | "set"): Sequence {
  const converted = convert(known, { kind, of: ANY });
  if (!isSequence(converted)) throw new Refused("not a list");
  return converted;
}

/** An item where null is refused. */
function item(term: Term): Term {
  if (isNull(term)) throw new Refused("a null item");
  return term;
}

function numbers(term: Term): readonly Numeric[] {
  const { items, loose } = sequenceOf(term);
  if (loose && items.length > 1) throw new NotUnderstood("an argument that may be a set");
  return items.map((one) => {
    const present = item(one);
    return refusing("an item that is no number", () => numberOf(present));
  });
}

/** All items are converted before any of them is missed. */
function stringsAndNulls(sequence: Sequence): Sequence {
  const converted = sequence.items.map((one) => refusing("an item that is no string", () => convert(one, STRING)));
  return { ...sequence, items: converted };
}

function strings(sequence: Sequence): readonly string[] {
  return stringsAndNulls(sequence).items.map((one) => stringOf(item(one)));
}

function keys(term: Term): readonly string[] {
  const sequence = sequenceOf(term);
  const found = strings(sequence);
  inOrder(sequence);
  return found;
}

function boolsAndNulls(term: Term): readonly (boolean | null)[] {
  const items = sequenceOf(term).items.map((one) => refusing("an item that is no bool", () => convert(one, BOOL)));
  return items.map((one) => (isNull(one) ? null : truthOf(one)));
}

function measurable(term: Term): Sequence | Mapping | Text {
  const value = given(term);
  if (isSequence(value)) return value;
  if (value.loose) throw new NotUnderstood("the length of an argument");
  if (isMapping(value) || value.kind === "string") return value;
  throw new Refused("neither collection nor string");
}
