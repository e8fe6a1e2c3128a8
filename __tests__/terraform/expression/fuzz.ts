import fc from "fast-check";
import { FUNCTIONS } from "../../../src/terraform/expression/functions";

/** Text, numbers and shapes at which programs differ. */
const NUMBERS = ["0", "1", "2", "3", "-1", "10", "2.5", "0.1", "0.2", "1e3", "255", "-7"];
const STRINGS = [
  "",
  "a",
  "b",
  "ab",
  "1",
  "01",
  "true",
  "-2.50",
  "é",
  "😀",
  "A-b c",
  "10.0.0.0/16",
  "2001:db8::/32",
  "<&>",
];
const NAMES = ["a", "b", "1", "z-z"];
const OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"];
const VERBS = ["%s", "%d", "%v", "%q", "%5s", "%-4d|", "%05d", "%.1f", "%t", "%x", "%%", "%s-%s"];
/** Taken with one to three arguments of any kind each; most calls are refused, which has to be noticed too. */
const CALLS = Object.keys(FUNCTIONS);

const quoted = (text: string): string => JSON.stringify(text);

/** Random expressions of the language's whole grammar, one line each. */
const { expression } = fc.letrec<{ expression: string; leaf: string; list: string; map: string; call: string }>(
  (tie) => {
    const many = (of: fc.Arbitrary<string>, most = 3): fc.Arbitrary<string[]> => fc.array(of, { maxLength: most });
    const leaf = fc.oneof(
      fc.constantFrom(...NUMBERS),
      fc.constantFrom(...STRINGS.map(quoted)),
      fc.constantFrom("true", "false", "null"),
    );
    const list = fc.oneof(
      many(tie("expression")).map((items) => `[${items.join(", ")}]`),
      many(leaf, 4).map((items) => `toset([${items.join(", ")}])`),
      many(fc.constantFrom(...STRINGS.map(quoted)), 4).map((items) => `tolist([${items.join(", ")}])`),
      tie("list").map((of) => `[for x in ${of} : x]`),
      fc
        .tuple(tie("list"), fc.constantFrom("x", "i", '"${i}${x}"', "[x, i]"))
        .map(([of, value]) => `[for i, x in ${of} : ${value}]`),
      tie("map").map((of) => `[for k, v in ${of} : v if k != "a"]`),
      fc.tuple(tie("list"), fc.constantFrom("", ".a", "[0]")).map(([of, rest]) => `${of}[*]${rest}`),
    );
    const entry = fc
      .tuple(fc.constantFrom(...NAMES.map(quoted)), tie("expression"))
      .map(([key, value]) => `${key} = ${value}`);
    const map = fc.oneof(
      many(entry).map((entries) => `{${entries.join(", ")}}`),
      many(entry).map((entries) => `tomap({${entries.join(", ")}})`),
      fc.tuple(tie("list"), fc.constantFrom("", "...")).map(([of, group]) => `{for x in ${of} : x => x${group}}`),
    );
    const any = fc.oneof({ depthSize: "small" }, leaf, list, map, tie("expression"));
    const call = fc.oneof(
      fc
        .tuple(fc.constantFrom(...CALLS), fc.array(any, { minLength: 1, maxLength: 3 }))
        .map(([name, args]) => `${name}(${args.join(", ")})`),
      fc.tuple(fc.constantFrom(...CALLS), list).map(([name, of]) => `${name}(${of})`),
      fc.tuple(fc.constantFrom(...CALLS), map).map(([name, of]) => `${name}(${of})`),
      fc.tuple(fc.constantFrom(...CALLS), leaf, leaf).map(([name, a, b]) => `${name}(${a}, ${b})`),
      fc.tuple(fc.constantFrom(...CALLS), list, leaf).map(([name, a, b]) => `${name}(${a}, ${b})`),
      fc.tuple(fc.constantFrom(...CALLS), list, list).map(([name, a, b]) => `${name}(${a}, ${b})`),
      fc.tuple(fc.constantFrom(...CALLS), leaf, leaf, leaf).map(([name, a, b, c]) => `${name}(${a}, ${b}, ${c})`),
      fc
        .tuple(fc.constantFrom(...VERBS), many(leaf, 2))
        .map(([verb, args]) => `format(${[quoted(verb), ...args].join(", ")})`),
      fc.tuple(fc.constantFrom("concat", "merge", "max", "coalesce"), list).map(([name, of]) => `${name}(${of}...)`),
      fc.tuple(fc.constantFrom("try", "can"), any).map(([name, of]) => `${name}(${of})`),
      fc.tuple(any, any).map(([a, b]) => `try(${a}, ${b})`),
    );
    return {
      leaf,
      list,
      map,
      call,
      expression: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        leaf,
        list,
        map,
        call,
        call,
        fc.tuple(any, fc.constantFrom(...OPERATORS), any).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
        fc.tuple(fc.constantFrom("!", "-"), any).map(([sign, of]) => `(${sign}${of})`),
        fc.tuple(any, any, any).map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
        fc
          .tuple(fc.constantFrom("true", "false"), any, any)
          .map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
        fc.tuple(any, any).map(([a, b]) => `"x\${${a}} \${${b}}"`),
        fc.tuple(fc.oneof(list, map), leaf).map(([of, index]) => `${of}[${index}]`),
        fc.tuple(map, fc.constantFrom("a", "b")).map(([of, name]) => `${of}.${name}`),
        fc
          .tuple(list, leaf)
          .map(([of, text]) => `"%{ for x in ${of} }\${x}%{ endfor }%{ if ${text} }y%{ else }n%{ endif }"`),
      ),
    };
  },
);

/** Some expressions of this seed, not longer than the console reads. */
export function someExpressions(seed: number, count: number): string[] {
  return fc.sample(expression, { seed, numRuns: count }).filter((one) => one.length < 2000);
}
