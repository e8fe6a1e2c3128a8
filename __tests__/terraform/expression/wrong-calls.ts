import { FUNCTIONS } from "../../../src/terraform/expression/functions";
import { type TableEntry } from "../../../src/terraform/expression/functions/entry";
import { type Kind, KINDS } from "../../../src/terraform/expression/functions/kinds";

/** A call of every function that Terraform takes, with each parameter that there is; of further ones at least one. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  tostring: ["1"],
  tonumber: ['"1"'],
  tobool: ['"true"'],
  tolist: ['["a"]'],
  toset: ['["a"]'],
  tomap: ["{a=1}"],
  element: ['["a"]', "0"],
  concat: ['["a"]', '["b"]'],
  merge: ["{a=1}", "{b=2}"],
  keys: ["{a=1}"],
  values: ["{a=1}"],
  lookup: ["{a=1}", '"a"', "2"],
  length: ['["a"]'],
  flatten: ['[["a"]]'],
  compact: ['["a"]'],
  distinct: ['["a"]'],
  sort: ['["a"]'],
  reverse: ['["a"]'],
  slice: ['["a"]', "0", "1"],
  contains: ['["a"]', '"a"'],
  index: ['["a"]', '"a"'],
  zipmap: ['["a"]', '["b"]'],
  one: ['["a"]'],
  coalesce: ['"a"', '"b"'],
  coalescelist: ['["a"]', '["b"]'],
  chunklist: ['["a"]', "1"],
  matchkeys: ['["a"]', '["b"]', '["b"]'],
  alltrue: ["[true]"],
  anytrue: ["[true]"],
  setunion: ['["a"]', '["b"]'],
  setintersection: ['["a"]', '["b"]'],
  setsubtract: ['["a"]', '["b"]'],
  setproduct: ['["a"]', '["b"]'],
  range: ["1", "5", "2"],
  sum: ["[1]"],
  min: ["1", "2"],
  max: ["1", "2"],
  floor: ["1"],
  ceil: ["1"],
  abs: ["1"],
  signum: ["1"],
  parseint: ['"10"', "2"],
  pow: ["2", "3"],
  join: ['","', '["a"]', '["b"]'],
  split: ['","', '"a,b"'],
  replace: ['"abc"', '"b"', '"x"'],
  substr: ['"abc"', "0", "1"],
  trim: ['"abc"', '"a"'],
  trimprefix: ['"abc"', '"a"'],
  trimsuffix: ['"abc"', '"c"'],
  trimspace: ['" a "'],
  chomp: ['"a"'],
  strrev: ['"ab"'],
  lower: ['"A"'],
  upper: ['"a"'],
  title: ['"a"'],
  startswith: ['"ab"', '"a"'],
  endswith: ['"ab"', '"b"'],
  strcontains: ['"ab"', '"b"'],
  format: ['"%s"', '"a"'],
  formatlist: ['"%s"', '["a"]'],
  base64encode: ['"a"'],
  base64decode: ['"YQ=="'],
  jsonencode: ["1"],
  cidrsubnet: ['"10.0.0.0/16"', "8", "1"],
  cidrsubnets: ['"10.0.0.0/16"', "8", "8"],
  cidrhost: ['"10.0.0.0/16"', "1"],
  cidrnetmask: ['"10.0.0.0/16"'],
};

/** An argument that is refused for each of the reasons that parameters have. */
const REFUSED: Readonly<Record<string, string>> = {
  null: "null",
  "not a string": "[]",
  "not a number": '"x"',
  "not a whole number": "0.5",
  "not a range": '"10.0.0.0/33"',
  "not a list": '"x"',
  "a set": 'toset(["a"])',
  "a null item": "[null]",
  "an item that is no string": "[[]]",
  "an item that is no number": '["x"]',
  "an item that is no bool": '["x"]',
  "not a map": "[]",
  "no type that all of them convert to": "[1,[]]",
  "neither collection nor string": "5",
};

export function callText(name: string, args: readonly string[]): string {
  return `${name}(${args.join(",")})`;
}

/** Calls of every function with one argument less than it takes, and with one more. */
export function callsOfWrongArity(): string[] {
  return Object.entries(FUNCTIONS).flatMap(([name, { least, most }]) =>
    [least - 1, most + 1]
      .filter((number) => number >= 0 && Number.isFinite(number))
      .map((number) =>
        callText(
          name,
          Array.from({ length: number }, () => "null"),
        ),
      ),
  );
}

/** The kind of each argument of the example. */
function kindsOf({ takes, optional, rest }: TableEntry, count: number): Kind[] {
  const named = [...takes, ...optional];
  const more = rest === undefined ? [] : Array.from({ length: count - named.length }, () => rest);
  return [...named, ...more];
}

/** The examples with one argument that its parameter refuses: one call for each parameter and each of its reasons. */
export function callsOfWrongKind(): { readonly expression: string; readonly reason: string }[] {
  return Object.entries(FUNCTIONS).flatMap(([name, entry]) => {
    const example = EXAMPLES[name] ?? [];
    return kindsOf(entry, example.length).flatMap((kind, at) =>
      KINDS[kind].refuses.map((reason) => {
        const args = example.with(at, REFUSED[reason] ?? `no sample for: ${reason}`);
        return { expression: callText(name, args), reason };
      }),
    );
  });
}

/** Every call that the table of answers has to hold because of what the table of functions says. */
export function callsToAsk(): string[] {
  const examples = Object.entries(EXAMPLES).map(([name, args]) => callText(name, args));
  return [...examples, ...callsOfWrongArity(), ...callsOfWrongKind().map(({ expression }) => expression)];
}
