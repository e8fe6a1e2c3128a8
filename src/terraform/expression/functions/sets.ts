import { convert, NO_COMMON_TYPE, unify } from "../convert";
import { NotUnderstood } from "../syntax";
import { isSequence, itemKey, list, orderedItems, type Sequence, set, type Term, tuple, typeOf } from "../term";
import { ANY, type Type } from "../type";
import { define, type TableEntry } from "./entry";

/** Entries that `setproduct` makes at most; a file of a few lines could ask for billions. */
const MAX_PRODUCT = 65_536;

/** Sets of one common type. */
interface Alike {
  readonly of: Type;
  readonly first: readonly Term[];
  readonly others: readonly (readonly Term[])[];
}

function alike(sets: readonly Sequence[]): Alike {
  const typed = sets.filter((one) => one.items.length > 0 || one.of.kind !== "any");
  const of = unify(typed.map((one) => one.of));
  const converted = sets.map((one) => convert(one, { kind: "set", of }));
  const [first = [], ...others] = converted.map((one) => (isSequence(one) ? one.items : []));
  return { of, first, others };
}

function keysOf(items: readonly Term[]): Set<string> {
  return new Set(items.map(itemKey));
}

function union(sets: readonly Sequence[]): Term {
  const { of, first, others } = alike(sets);
  return set(of, [first, ...others].flat());
}

function intersection(sets: readonly Sequence[]): Term {
  const { of, first, others } = alike(sets);
  const keys = others.map(keysOf);
  return set(
    of,
    first.filter((item) => keys.every((one) => one.has(itemKey(item)))),
  );
}

function subtract(from: Sequence, what: Sequence): Term {
  const { of, first, others } = alike([from, what]);
  const keys = keysOf(others.flat());
  return set(
    of,
    first.filter((item) => !keys.has(itemKey(item))),
  );
}

function itemType(sequence: Sequence): Type {
  if (sequence.kind !== "tuple") return sequence.of;
  return sequence.items.length === 0 ? ANY : unify(sequence.items.map(typeOf));
}

function product(all: readonly Sequence[]): Term {
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

const NOT_ALIKE = [{ when: NO_COMMON_TYPE }];

export const SETS: Readonly<Record<string, TableEntry>> = {
  setunion: define({ takes: [], rest: "set", leastOfRest: 1, refuses: NOT_ALIKE, run: union }),
  setintersection: define({ takes: [], rest: "set", leastOfRest: 1, refuses: NOT_ALIKE, run: intersection }),
  setsubtract: define({ takes: ["set", "set"], refuses: NOT_ALIKE, run: subtract }),
  setproduct: define({ takes: [], rest: "list or set", leastOfRest: 2, refuses: NOT_ALIKE, run: product }),
};
