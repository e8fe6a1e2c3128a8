import { graphOf, InputFault, isWhollyKnown } from "../../../src/terraform";

/** Reads one expression. @returns whether its value is known */
function isKnown(expression: string): boolean {
  const json = { resource: { aws_thing: { it: { value: `\${${expression}}` } } } };
  return isWhollyKnown(graphOf(json, "test", "synth").get("aws_thing.it")?.values.value);
}

const ROWS = "flatten([for a in range(1000) : range(1000)])";

// Each of them took from half a minute to for ever, or all memory; Jest's own limit is a minute for each.
test.each([
  "setsubtract(range(65536), range(1, 65537))",
  `setsubtract(${ROWS}, ${ROWS})`,
  `setintersection(${ROWS}, ${ROWS})`,
  `setunion(${ROWS}, ${ROWS})`,
  `sort(${ROWS})`,
  `sum(${ROWS})`,
  `distinct(${ROWS})`,
  `contains(${ROWS}, -1)`,
  `jsonencode(${ROWS})`,
  `[for a in range(1000) : sort(range(1000))]`,
  `join(",", [for a in range(1000) : join(",", range(1000))])`,
  "setproduct(range(1000), range(1000))",
  "1e999 * 1e999 * 1e999 * 1e999",
  'format("%999999999d", 1)',
  `${"(".repeat(20_000)}1${")".repeat(20_000)}`,
  `${"-".repeat(20_000)}1`,
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  '"${'.repeat(2000),
  "a".repeat(200_000),
  `${"a_".repeat(100_000)}.b`,
])("%.60s is not understood, and soon", (expression) => {
  expect(isKnown(expression)).toBe(false);
});

test.each(["setsubtract(range(1024), range(1023))", "length(setproduct(range(200), range(200)))", "sum(range(1024))"])(
  "%s is worked out",
  (expression) => {
    expect(isKnown(expression)).toBe(true);
  },
);

test("the instances of all blocks together have a limit", () => {
  const blocks = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`v${i}`, { count: 10_000 }]));
  expect(() => graphOf({ resource: { aws_instance: blocks } }, "test", "synth")).toThrow(InputFault);
});
