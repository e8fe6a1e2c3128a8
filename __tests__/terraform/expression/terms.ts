import fc from "fast-check";
import {
  fromArgument,
  list,
  mapping,
  NULL,
  numeral,
  set,
  type Term,
  text,
  truth,
  tuple,
  typeOf,
  unify,
} from "../../../src/terraform/expression";
import { type TableEntry } from "../../../src/terraform/expression/functions/entry";
import { type Kind } from "../../../src/terraform/expression/functions/kinds";
import { parseNumber, whole } from "../../../src/terraform/expression/number";
import { STRING } from "../../../src/terraform/expression/type";
import { Unknown } from "../../../src/terraform/value";

/** Does what the parts allow, or leaves them as they are. */
function orElse(make: () => Term, otherwise: Term): Term {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

const link = (attribute: string, exact = true): Unknown =>
  new Unknown([{ address: "aws_thing.it", attribute }], exact, `\${aws_thing.it.${attribute}}`);
const unknown = fc.constantFrom<Term>(
  link("id"),
  link("other"),
  link(""),
  link("arn", false),
  new Unknown([], false, "?"),
);
const nothing = fc.constantFrom<Term>(
  NULL,
  { kind: "null", type: STRING },
  { kind: "null", type: { kind: "list", of: STRING } },
);
const words = fc
  .constantFrom(
    "",
    "a",
    "b",
    "ab",
    "A-b c",
    "é",
    "😀",
    "देव",
    "true",
    "1",
    "01",
    "-2.50",
    "1e3",
    "%s",
    "%d-%s",
    "%5.1f|%t",
    "100%",
    "/a/",
  )
  .map(text);
const ranges = fc
  .constantFrom(
    "10.0.0.0/16",
    "10.0.0.0/30",
    "10.1.0.0/32",
    "0.0.0.0/0",
    "2001:db8::/32",
    "::/16",
    "10.0.0.0/33",
    "010.0.0.0/8",
  )
  .map(text);
const numbers = fc.oneof(
  fc.integer({ min: -2, max: 4 }).map((one) => numeral(whole(one))),
  fc.integer({ min: 5, max: 40 }).map((one) => numeral(whole(one))),
  fc
    .constantFrom("0.5", "-7.25", "255", "1025", "9007199254740993", "1e300", "0.1")
    .map((digits) => numeral(parseNumber(digits) ?? whole(0))),
);
const bools = fc.boolean().map(truth);
const leaf = fc.oneof(
  words,
  numbers,
  bools,
  ranges,
  { arbitrary: nothing, weight: 1 },
  { arbitrary: unknown, weight: 1 },
);

const few = (of: fc.Arbitrary<Term>): fc.Arbitrary<Term[]> => fc.array(of, { maxLength: 4 });
/** The same items as one of the kinds of lists. */
const asSequence = (items: fc.Arbitrary<Term[]>): fc.Arbitrary<Term> =>
  fc.tuple(items, fc.constantFrom("list", "set", "tuple", "loose", "unordered")).map(([all, kind]) => {
    if (kind === "tuple") return tuple(all);
    if (kind === "unordered") return tuple(all, false);
    if (kind === "loose") return fromArgument(tuple(all));
    return orElse(() => {
      const of = unify(all.map(typeOf));
      return kind === "list" ? list(of, all) : set(of, all);
    }, tuple(all));
  });
const asMap = (items: fc.Arbitrary<Term>): fc.Arbitrary<Term> =>
  fc
    .tuple(fc.dictionary(fc.constantFrom("a", "b", "1"), items), fc.constantFrom("map", "object", "loose"))
    .map(([entries, kind]) => {
      const all = Object.entries(entries);
      if (kind === "object") return mapping("object", all);
      if (kind === "loose") return fromArgument(mapping("object", all));
      return orElse(() => mapping("map", all, unify(all.map(([, item]) => typeOf(item)))), mapping("object", all));
    });

const lists = fc.oneof(asSequence(few(words)), asSequence(few(numbers)), asSequence(few(bools)), asSequence(few(leaf)));
const maps = fc.oneof(asMap(words), asMap(numbers), asMap(leaf));
const deep = fc.oneof(leaf, lists, maps, asSequence(few(lists)), asMap(lists), asSequence(few(maps)));
/** Values of every kind, unknown, of uncertain type and nested ones among them. */
const anyTerm = fc.oneof(deep, deep.map(fromArgument));

function fitting(kind: Kind): fc.Arbitrary<Term> {
  if (kind === "range") return ranges;
  if (kind.includes("list") || kind.includes("set")) return lists;
  if (kind.includes("map") || kind.includes("collection")) return maps;
  if (kind.includes("string")) return words;
  if (kind.includes("number")) return numbers;
  return anyTerm;
}

/** Arguments for a function, most of them of the kinds that it takes. */
export function someArguments({ takes, optional, rest, least }: TableEntry): fc.Arbitrary<Term[]> {
  const like = (kind: Kind): fc.Arbitrary<Term> =>
    fc.oneof({ arbitrary: fitting(kind), weight: 6 }, { arbitrary: anyTerm, weight: 1 });
  const more = rest === undefined ? [] : Array.from({ length: 3 }, () => rest);
  const all = [...takes, ...optional, ...more];
  return fc
    .tuple(fc.tuple(...all.map(like)), fc.integer({ min: least, max: all.length }))
    .map(([terms, length]) => terms.slice(0, length));
}
