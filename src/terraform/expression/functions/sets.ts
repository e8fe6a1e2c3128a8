import { convert, unify } from "../convert";
import { NotUnderstood, Refused } from "../syntax";
import { isSequence, itemKey, list, orderedItems, type Sequence, set, type Term, tuple, typeOf } from "../term";
import { ANY, type Type } from "../type";
import { takes, type TableEntry, given, sequenceOf } from "./arguments";

/** Entries that `setproduct` makes at most; a file of a few lines could ask for billions. */
const MAX_PRODUCT = 65_536;

/** All arguments as sets of one common type. */
function sets(args: readonly Term[]): { readonly of: Type; readonly all: readonly Sequence[] } {
  const asSets = args.map((arg) => asSet(arg, { kind: "set", of: ANY }));
  const typed = asSets.filter((one) => one.items.length > 0 || one.of.kind !== "any");
  const of = unify(typed.map((one) => one.of));
  return { of, all: asSets.map((one) => asSet(one, { kind: "set", of })) };
}

function asSet(arg: Term, type: Type): Sequence {
  const converted = convert(given(arg), type);
  if (!isSequence(converted)) throw new Refused("not a set");
  return converted;
}

function keysOf({ items }: Sequence): Set<string> {
  return new Set(items.map(itemKey));
}

function union(args: readonly Term[]): Term {
  const { of, all } = sets(args);
  return set(
    of,
    all.flatMap(({ items }) => items),
  );
}

function intersection(args: readonly Term[]): Term {
  const { of, all } = sets(args);
  const [first, ...others] = all;
  const keys = others.map(keysOf);
  return set(
    of,
    (first?.items ?? []).filter((item) => keys.every((one) => one.has(itemKey(item)))),
  );
}

function subtract(args: readonly Term[]): Term {
  const { of, all } = sets(args);
  const [first, second] = all;
  const keys = second ? keysOf(second) : new Set<string>();
  return set(
    of,
    (first?.items ?? []).filter((item) => !keys.has(itemKey(item))),
  );
}

function itemType(sequence: Sequence): Type {
  if (sequence.kind !== "tuple") return sequence.of;
  return sequence.items.length === 0 ? ANY : unify(sequence.items.map(typeOf));
}

function product(args: readonly Term[]): Term {
  const all = args.map((arg) => sequenceOf(arg));
  if (all.some((one) => one.loose)) throw new NotUnderstood("an argument that may be a set");
  if (all.reduce((size, { items }) => size * items.length, 1) > MAX_PRODUCT)
    throw new NotUnderstood("a huge setproduct");
  const types = all.map(itemType);
  const columns = all.map((one, i) => orderedItems(one).map((item) => convert(item, types[i] ?? ANY)));
  const rows = columns.reduce<Term[][]>(
    (made, column) => made.flatMap((row) => column.map((item) => [...row, item])),
    [[]],
  );
  const of: Type = { kind: "tuple", items: types };
  const tuples = rows.map((row) => tuple(row));
  return all.some(({ kind }) => kind === "set") ? set(of, tuples) : list(of, tuples);
}

export const SETS: Readonly<Record<string, TableEntry>> = {
  setunion: takes([1, Infinity], union),
  setintersection: takes([1, Infinity], intersection),
  setsubtract: takes(2, subtract),
  setproduct: takes([2, Infinity], product),
};
