import { Unknown } from "../../value";
import { commonType, convert, NO_COMMON_TYPE, unify } from "../convert";
import { equalTo } from "../equality";
import { whole } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import { byCodePoints, Depends, distinctTerms, isMapping, isSequence, list, type Mapping, mapping } from "../term";
import { NULL, numeral, orderedItems, type Sequence, type Term, termKey } from "../term";
import { text, type Text, truth, tuple, typeOf } from "../term";
import { STRING, type Type, typeKey } from "../type";
import { certainLength, isIdentity, type Known } from "./arguments";
import { define, type TableEntry } from "./entry";
import { refusing } from "./kinds";
import { lengthOfText } from "./text";

/** An index goes round, below 0 too, and of a tuple only to its first item: type and value are looked up in two ways. */
function element({ items }: Sequence, index: number): Term {
  const rest = index % items.length;
  return items[rest < 0 ? rest + items.length : rest] ?? NULL;
}

function isBelowTuple({ kind, items, loose }: Sequence, index: number): boolean {
  if (index % items.length >= 0) return false;
  if (loose) throw new NotUnderstood("a negative index of what may be a list");
  return kind === "tuple";
}

function concat(sequences: readonly Sequence[]): Term {
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

/** Behind a null of no type Terraform looks at no types, only at what it finds in the values. */
function hasNoMap(args: readonly Term[]): boolean {
  let isOpen = false;
  for (const arg of args) {
    if (arg instanceof Unknown) throw new Depends();
    if (arg.kind === "null" && arg.type.kind === "any") isOpen = true;
    else if (!isMapping(arg) && !(arg.kind === "null" && isMapType(arg.type))) {
      if (isOpen) throw new NotUnderstood("what is no map behind a null of no type");
      return true;
    }
  }
  return false;
}

function isMapType({ kind }: Type): boolean {
  return kind === "map" || kind === "object" || kind === "hidden";
}

function merge(args: readonly Term[]): Term {
  const maps = args.filter(isMapping);
  const entries = maps.flatMap((one) => [...one.entries]);
  const types = new Set(maps.map((one) => typeKey(typeOf(one))));
  const [first] = maps;
  const loose = maps.some((one) => one.loose);
  if (first?.kind === "map" && types.size === 1 && maps.length === args.length)
    return { ...mapping("map", entries, first.of), loose };
  return { ...mapping("object", entries), loose };
}

/** The fallback has to be what the values of a map are, even where it isn't needed. */
function lookup(map: Mapping, key: string, fallback: Term | undefined): Term {
  const found = map.entries.get(key);
  const converted =
    fallback === undefined || map.kind === "object"
      ? fallback
      : refusing("a fallback of another type", () => convert(fallback, map.of));
  if (found === undefined && map.loose) throw new NotUnderstood("perhaps a missing attribute");
  const value = found ?? converted;
  if (value === undefined) throw new Refused("no such key");
  return value;
}

function length(value: Sequence | Mapping | Text): number {
  if (isSequence(value)) return certainLength(value);
  return isMapping(value) ? value.entries.size : lengthOfText(value.text);
}

function flatten(sequence: Sequence): Term {
  let ordered = true;
  const flat = (sequence: Sequence): Term[] => {
    ordered &&= sequence.ordered;
    return sequence.items.flatMap((item) => {
      // What isn't known may be a list, but an id or a whole resource isn't one.
      if (item instanceof Unknown && !isIdentity(item) && item.candidates[0]?.attribute !== "") throw new Depends();
      return isSequence(item) ? flat(item) : [item];
    });
  };
  const items = flat(sequence);
  return tuple(items, ordered);
}

function compact({ items, ordered }: Sequence): Term {
  const kept = items.filter((item) => {
    if (item instanceof Unknown && !isIdentity(item)) throw new Depends();
    return item instanceof Unknown || (item.kind === "string" && item.text !== "");
  });
  return list(STRING, kept, ordered);
}

function sort(texts: readonly string[]): Term {
  return list(STRING, [...texts].sort(byCodePoints).map(text));
}

function slice({ kind, of, items }: Sequence, from: number, to: number): Term {
  const part = items.slice(from, to);
  return kind === "list" ? list(of, part) : tuple(part);
}

function contains({ items }: Sequence, wanted: Known): boolean {
  if (items.length === 0) return false;
  const isEqual = equalTo(wanted);
  let doubt: NotUnderstood | undefined;
  for (const item of items) {
    try {
      if (isEqual(item)) return true;
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return false;
}

function index({ items }: Sequence, wanted: Known): Term {
  const at = items.findIndex(equalTo(wanted));
  if (at < 0) throw new Refused("no such item");
  return numeral(whole(at));
}

function zipmap(keys: readonly string[], { kind, of, items }: Sequence): Term {
  const entries = keys.map((key, i) => [key, items[i] ?? NULL] as const);
  return kind === "list" ? mapping("map", entries, of) : mapping("object", entries);
}

function one({ kind, of, items }: Sequence): Term {
  return items[0] ?? (kind === "tuple" ? NULL : { kind: "null", type: of });
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
  throw new Refused("nothing but null and empty strings");
}

function coalescelist(args: readonly (Sequence | Unknown)[]): Term {
  for (const arg of args) {
    if (arg instanceof Unknown) throw new Depends();
    if (arg.items.length > 0) return arg;
  }
  throw new Refused("nothing but empty lists");
}

function chunklist(all: Sequence, size: number): Term {
  const items = orderedItems(all);
  const step = size === 0 ? Math.max(1, items.length) : size;
  const chunks = Array.from({ length: Math.ceil(items.length / step) }, (_, i) =>
    list(all.of, items.slice(i * step, (i + 1) * step)),
  );
  return list({ kind: "list", of: all.of }, chunks);
}

function reverse({ kind, of, items }: Sequence): Term {
  const reversed = [...items].reverse();
  return kind === "tuple" ? tuple(reversed) : list(of, reversed);
}

function keys(map: Mapping): Term {
  if (map.loose) throw new NotUnderstood("the attributes of an argument");
  const names = [...map.entries.keys()].map(text);
  return map.kind === "map" ? list(STRING, names) : tuple(names);
}

function values(map: Mapping): Term {
  if (map.loose) throw new NotUnderstood("the attributes of an argument");
  return map.kind === "map" ? list(map.of, [...map.entries.values()]) : tuple([...map.entries.values()]);
}

function matchkeys(found: Sequence, names: Sequence, wanted: Sequence): Term {
  const type = unify([typeOf(names), typeOf(wanted)]);
  if (type.kind !== "list" || type.of.kind === "hidden") throw new NotUnderstood("keys of unknown types");
  const all = new Set(wanted.items.map((item) => termKey(convert(item, type.of))));
  const kept = found.items.filter((_, i) => all.has(termKey(convert(names.items[i] ?? NULL, type.of))));
  return list(commonType(found), kept);
}

const NO_MATCH = "not as many keys as values";

export const COLLECTIONS: Readonly<Record<string, TableEntry>> = {
  element: define({
    takes: ["list", "whole number"],
    refuses: [
      { when: "an empty list", holds: (sequence) => orderedItems(sequence).length === 0 },
      { when: "a negative index of a tuple", holds: isBelowTuple },
    ],
    run: element,
    isCheap: true,
  }),
  concat: define({ takes: [], rest: "list", leastOfRest: 1, run: concat }),
  merge: define({ takes: [], rest: "any", refuses: [{ when: "not a map", holds: hasNoMap }], run: merge }),
  keys: define({ takes: ["map"], run: keys }),
  values: define({ takes: ["map"], run: values }),
  lookup: define({
    takes: ["map", "string"],
    optional: ["any"],
    refuses: [{ when: "a fallback of another type" }, { when: "no such key" }],
    run: lookup,
    isCheap: true,
  }),
  length: define({
    takes: ["collection or string"],
    run: (value) => numeral(whole(length(value))),
    isCheap: true,
  }),
  flatten: define({ takes: ["list or set"], run: flatten }),
  compact: define({ takes: ["list of strings and nulls"], run: compact }),
  distinct: define({
    takes: ["list of one type"],
    run: ({ of, items, ordered }) => list(of, distinctTerms(items), ordered),
  }),
  sort: define({ takes: ["list of strings"], run: sort }),
  reverse: define({ takes: ["list or set in its order"], run: reverse }),
  slice: define({
    takes: ["list in its order", "whole number", "whole number"],
    refuses: [
      { when: "a start below 0", holds: (_, from) => from < 0 },
      { when: "an end before the start", holds: (_, from, to) => from > to },
      { when: "an end behind the list", holds: ({ items }, _, to) => to > items.length },
    ],
    run: slice,
  }),
  contains: define({ takes: ["list or set", "value"], run: (all, wanted) => truth(contains(all, wanted)) }),
  index: define({ takes: ["list in its order", "value"], refuses: [{ when: "no such item" }], run: index }),
  zipmap: define({
    takes: ["list of keys", "list in its order"],
    refuses: [{ when: NO_MATCH, holds: (names, { items }) => names.length !== items.length }],
    run: zipmap,
  }),
  one: define({
    takes: ["list or set"],
    refuses: [{ when: "several items", holds: (all) => all.items.length > 1 && certainLength(all) > 1 }],
    run: one,
    isCheap: true,
  }),
  coalesce: define({
    takes: [],
    rest: "any",
    leastOfRest: 1,
    refuses: [{ when: NO_COMMON_TYPE }, { when: "nothing but null and empty strings" }],
    run: coalesce,
  }),
  coalescelist: define({
    takes: [],
    rest: "list or unknown",
    leastOfRest: 1,
    refuses: [{ when: "nothing but empty lists" }],
    run: coalescelist,
  }),
  chunklist: define({
    takes: ["list of one type", "whole number"],
    refuses: [{ when: "a negative size", holds: (_, size) => size < 0 }],
    run: chunklist,
  }),
  matchkeys: define({
    takes: ["list of one type", "list of one type", "list of one type"],
    refuses: [
      { when: NO_MATCH, holds: (all, names) => orderedItems(all).length !== orderedItems(names).length },
      { when: NO_COMMON_TYPE },
    ],
    run: matchkeys,
  }),
  alltrue: define({ takes: ["list of bools and nulls"], run: (all) => truth(all.every((one) => one === true)) }),
  anytrue: define({ takes: ["list of bools and nulls"], run: (all) => truth(all.some((one) => one === true)) }),
};
