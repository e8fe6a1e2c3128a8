import { Unknown } from "../../value";
import { commonType, convert, unify } from "../convert";
import { equalTo } from "../equality";
import { whole } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import {
  byCodePoints,
  Depends,
  isMapping,
  isSequence,
  list,
  type Mapping,
  mapping,
  NULL,
  numeral,
  orderedItems,
} from "../term";
import { type Sequence, type Term, termKey, text, truth, tuple, typeOf } from "../term";
import { distinctTerms } from "../term";
import { ANY, BOOL, STRING, typeKey } from "../type";
import { certainLength, takes, type TableEntry, given, integerOf, isIdentity, itemsOf, mappingOf } from "./arguments";
import { sequenceOf, stringOf, stringsOf, truthOf } from "./arguments";
import { lengthOfText } from "./text";

function element(args: readonly Term[]): Term {
  const sequence = sequenceOf(args[0], "no sets");
  const index = integerOf(args[1]);
  const item = orderedItems(sequence)[index % Math.max(1, sequence.items.length)];
  if (index < 0 || item === undefined) throw new Refused("no such element");
  return item;
}

function concat(args: readonly Term[]): Term {
  const sequences = args.map((arg) => sequenceOf(arg, "no sets"));
  const items = sequences.flatMap((one) => one.items);
  const ordered = sequences.every((one) => one.ordered || one.items.length < 2);
  if (!sequences.every(({ kind }) => kind === "list")) return tuple(items, ordered);
  const of = commonItemType(sequences);
  if (of === undefined) return tuple(items, ordered);
  return list(
    of,
    items.map((item) => convert(item, of)),
    ordered,
  );
}

function commonItemType(sequences: readonly Sequence[]): ReturnType<typeof unify> | undefined {
  try {
    return unify(sequences.map(commonType));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function merge(args: readonly Term[]): Term {
  const present = args.filter((arg) => arg instanceof Unknown || arg.kind !== "null");
  const maps = present.map(mappingOf);
  const entries = maps.flatMap((one) => [...one.entries]);
  const types = new Set(maps.map((one) => typeKey(typeOf(one))));
  const [first] = maps;
  const loose = maps.some((one) => one.loose);
  if (first?.kind === "map" && types.size === 1 && present.length === args.length)
    return { ...mapping("map", entries, first.of), loose };
  return { ...mapping("object", entries), loose };
}

function lookup(args: readonly Term[]): Term {
  const map = mappingOf(args[0]);
  const key = stringOf(args[1]);
  const found = map.entries.get(key);
  const fallback = args[2];
  const converted = fallback === undefined || map.kind === "object" ? fallback : convert(fallback, map.of);
  if (found === undefined && map.loose) throw new NotUnderstood("perhaps a missing attribute");
  const value = found ?? converted;
  if (value === undefined) throw new Refused("no such key");
  return value;
}

function length(args: readonly Term[]): Term {
  const value = given(args[0]);
  if (isSequence(value)) return numeral(whole(certainLength(value)));
  if (value.kind !== "null" && value.loose) throw new NotUnderstood("the length of an argument");
  if (isMapping(value)) return numeral(whole(value.entries.size));
  if (value.kind === "string") return numeral(whole(lengthOfText(value.text)));
  throw new Refused("no length");
}

function flatten(args: readonly Term[]): Term {
  let ordered = true;
  const flat = (sequence: Sequence): Term[] => {
    ordered &&= sequence.ordered;
    return sequence.items.flatMap((item) => {
      // What isn't known may be a list, but an id or a whole resource isn't one.
      if (item instanceof Unknown && !isIdentity(item) && item.candidates[0]?.attribute !== "") throw new Depends();
      return isSequence(item) ? flat(item) : [item];
    });
  };
  const items = flat(sequenceOf(args[0]));
  return tuple(items, ordered);
}

function compact(args: readonly Term[]): Term {
  const { items, ordered } = stringsOf(args[0]);
  const kept = items.filter((item) => {
    if (item instanceof Unknown && !isIdentity(item)) throw new Depends();
    return item instanceof Unknown || (item.kind === "string" && item.text !== "");
  });
  return list(STRING, kept, ordered);
}

function sort(args: readonly Term[]): Term {
  const texts = stringsOf(args[0]).items.map(stringOf);
  return list(STRING, texts.sort(byCodePoints).map(text));
}

function slice(args: readonly Term[]): Term {
  const sequence = sequenceOf(args[0], "no sets");
  const items = orderedItems(sequence);
  const [from, to] = [integerOf(args[1]), integerOf(args[2])];
  if (from < 0 || from > to || to > items.length) throw new Refused("not within the list");
  const part = items.slice(from, to);
  return sequence.kind === "list" ? list(sequence.of, part) : tuple(part);
}

function contains(args: readonly Term[]): Term {
  const { items } = sequenceOf(args[0]);
  const wanted = given(args[1]);
  if (items.length === 0) return truth(false);
  const isEqual = equalTo(wanted);
  let doubt: NotUnderstood | undefined;
  for (const item of items) {
    try {
      if (isEqual(item)) return truth(true);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return truth(false);
}

function index(args: readonly Term[]): Term {
  const items = orderedItems(sequenceOf(args[0], "no sets"));
  const wanted = given(args[1]);
  const at = items.findIndex(equalTo(wanted));
  if (at < 0) throw new Refused("not in the list");
  return numeral(whole(at));
}

function zipmap(args: readonly Term[]): Term {
  const keys = stringsOf(args[0]).items.map(stringOf);
  itemsOf(args[0]);
  const values = sequenceOf(args[1], "no sets");
  const items = orderedItems(values);
  if (keys.length !== items.length) throw new Refused("as many keys as values");
  const entries = keys.map((key, i) => [key, items[i] ?? NULL] as const);
  return values.kind === "list" ? mapping("map", entries, values.of) : mapping("object", entries);
}

function one(args: readonly Term[]): Term {
  const sequence = sequenceOf(args[0]);
  const [first, ...others] = sequence.items;
  if (others.length > 0 && certainLength(sequence) > 1) throw new Refused("one() of several");
  return first ?? (sequence.kind === "tuple" ? NULL : { kind: "null", type: sequence.of });
}

function coalesce(args: readonly Term[]): Term {
  const type = unify(args.map(typeOf));
  for (const arg of args) {
    if (arg instanceof Unknown) {
      if (isIdentity(arg)) return arg;
      throw new Depends();
    }
    const value = convert(arg, type);
    if (value instanceof Unknown || value.kind === "null") continue;
    if (value.kind !== "string" || value.text !== "") return value;
    // Among numbers an empty text is none, and would be refused.
    if (type.kind === "hidden") throw new NotUnderstood("an empty text");
  }
  throw new Refused("coalesce of nothing");
}

function coalescelist(args: readonly Term[]): Term {
  const present = args.filter((arg) => arg instanceof Unknown || arg.kind !== "null");
  if (present.length < args.length) throw new NotUnderstood("coalescelist with null");
  present.forEach((arg) => arg instanceof Unknown || sequenceOf(arg, "no sets"));
  const found = present.find((arg) => sequenceOf(arg).items.length > 0);
  if (found === undefined) throw new Refused("coalescelist of nothing");
  return found;
}

function chunklist(args: readonly Term[]): Term {
  const all = convert(sequenceOf(args[0]), { kind: "list", of: ANY });
  if (!isSequence(all)) throw new Refused("not a list");
  const size = integerOf(args[1]);
  if (size < 0) throw new Refused("a negative size");
  const items = orderedItems(all);
  const step = size === 0 ? Math.max(1, items.length) : size;
  const chunks = Array.from({ length: Math.ceil(items.length / step) }, (_, i) =>
    list(all.of, items.slice(i * step, (i + 1) * step)),
  );
  return list({ kind: "list", of: all.of }, chunks);
}

function distinct(args: readonly Term[]): Term {
  const all = convert(sequenceOf(args[0]), { kind: "list", of: ANY });
  if (!isSequence(all)) throw new Refused("not a list");
  return list(all.of, distinctTerms(all.items), all.ordered);
}

function reverse(args: readonly Term[]): Term {
  const sequence = sequenceOf(args[0]);
  const items = [...orderedItems(sequence)].reverse();
  return sequence.kind === "tuple" ? tuple(items) : list(sequence.of, items);
}

function keys(args: readonly Term[]): Term {
  const map = mappingOf(args[0]);
  if (map.loose) throw new NotUnderstood("the attributes of an argument");
  const names = [...map.entries.keys()].map(text);
  return map.kind === "map" ? list(STRING, names) : tuple(names);
}

function values(args: readonly Term[]): Term {
  const map: Mapping = mappingOf(args[0]);
  if (map.loose) throw new NotUnderstood("the attributes of an argument");
  return map.kind === "map" ? list(map.of, [...map.entries.values()]) : tuple([...map.entries.values()]);
}

function bools(args: readonly Term[]): readonly (boolean | null)[] {
  const items = sequenceOf(args[0]).items.map((item) => convert(item, BOOL));
  return items.map((item) => (!(item instanceof Unknown) && item.kind === "null" ? null : truthOf(item)));
}

function matchkeys(args: readonly Term[]): Term {
  const [found, names, wanted] = args.map((arg) => convert(sequenceOf(arg), { kind: "list", of: ANY }));
  const [items, keys] = [itemsOf(found), itemsOf(names)];
  if (items.length !== keys.length) throw new Refused("as many keys as values");
  const type = unify([typeOf(names ?? NULL), typeOf(wanted ?? NULL)]);
  if (type.kind !== "list" || type.of.kind === "hidden") throw new NotUnderstood("keys of unknown types");
  const all = new Set(sequenceOf(wanted).items.map((item) => termKey(convert(item, type.of))));
  const kept = items.filter((_, i) => all.has(termKey(convert(keys[i] ?? NULL, type.of))));
  const of = commonType(sequenceOf(found));
  return list(of, kept);
}

export const COLLECTIONS: Readonly<Record<string, TableEntry>> = {
  element: takes(2, element, { isCheap: true }),
  concat: takes([1, Infinity], concat),
  merge: takes([0, Infinity], merge),
  keys: takes(1, keys),
  values: takes(1, values),
  lookup: takes([2, 3], lookup, { isCheap: true }),
  length: takes(1, length, { isCheap: true }),
  flatten: takes(1, flatten),
  compact: takes(1, compact),
  distinct: takes(1, distinct),
  sort: takes(1, sort),
  reverse: takes(1, reverse),
  slice: takes(3, slice),
  contains: takes(2, contains),
  index: takes(2, index),
  zipmap: takes(2, zipmap),
  one: takes(1, one, { isCheap: true }),
  coalesce: takes([1, Infinity], coalesce),
  coalescelist: takes([1, Infinity], coalescelist),
  chunklist: takes(2, chunklist),
  matchkeys: takes(3, matchkeys),
  alltrue: takes(1, (args) => truth(bools(args).every((one) => one === true))),
  anytrue: takes(1, (args) => truth(bools(args).some((one) => one === true))),
};
