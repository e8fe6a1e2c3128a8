import fc from "fast-check";
import { stringify } from "yaml";
import { lexed } from "../../src/config/nesting";

function tooDeepAt(text: string): number | undefined {
  const read = lexed(text);
  return "tooDeepAt" in read ? read.tooDeepAt : undefined;
}

/** Lists and maps inside each other, at most: an empty one counts too. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

const NESTED = 100;
const lines = (make: (i: number) => string) => Array.from({ length: NESTED }, (_, i) => make(i)).join("");

test.each([
  ["lists that are never closed", "[".repeat(NESTED)],
  ["maps in braces", `${"{a: ".repeat(NESTED)}1${"}".repeat(NESTED)}`],
  ["list items in one line", `${"- ".repeat(NESTED)}x`],
  ["keys in one line", "? ".repeat(NESTED)],
  ["indented maps", lines((i) => `${" ".repeat(i)}key:\n`)],
  ["indented maps with comments between", lines((i) => `${" ".repeat(i)}"key":\n# x\n`)],
  ["indented lists of maps", lines((i) => `${"  ".repeat(i)}- key:\n`)],
  ["lists that share their map's column", lines((i) => `${"  ".repeat(i)}a:\n${"  ".repeat(i)}-\n`)],
])("too deep: %s", (_, text) => {
  expect(tooDeepAt(text)).toBeGreaterThan(0);
  expect(tooDeepAt(text)).toBeLessThan(text.length);
});

test.each([
  ["keys that get longer", lines((i) => `${"k".repeat(i + 1)}: 1\n`)],
  ["many lists beside each other", lines(() => "- [[1], {a: 2}]\n")],
  ["brackets in text", `a: "${"[".repeat(500)}"\nb: x${"[".repeat(500)}\nc: |\n${"  [[[[[[\n".repeat(100)}`],
  ["comments", lines((i) => `${" ".repeat(i)}# [[[\n`)],
  ["a list after closed brackets", `${"[".repeat(30)}${"]".repeat(30)}\n`.repeat(50)],
])("not deep: %s", (_, text) => {
  expect(tooDeepAt(text)).toBeUndefined();
});

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 12, depthSize: "large" },
    fc.string(),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("tree"), { maxKeys: 3 }),
  ),
}));

// The bound is meant for what nobody writes: whatever has up to 15 is read, however it is written.
test("what is written of 15 lists and maps inside each other is read, in blocks and in brackets", () => {
  fc.assert(
    fc.property(tree, (value) => {
      fc.pre(depthOf(value) <= 15);
      for (const collectionStyle of ["block", "flow"] as const)
        expect(tooDeepAt(stringify(value, { collectionStyle }))).toBeUndefined();
    }),
  );
});

test("what is nested more than 64 times is refused, in blocks and in brackets", () => {
  fc.assert(
    fc.property(tree, fc.array(fc.boolean(), { minLength: 65, maxLength: 80 }), (leaf, levels) => {
      const value = levels.reduce<unknown>((inner, isList) => (isList ? [inner] : { k: inner }), leaf);
      for (const collectionStyle of ["block", "flow"] as const)
        expect(tooDeepAt(stringify(value, { collectionStyle }))).toBeDefined();
    }),
  );
});
