import { DEEPEST, isTooDeep } from "../../src/limits";

const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: [inner] }), 1);

test("what has up to 300 lists and maps inside each other is read, beside anything", () => {
  expect(isTooDeep(1)).toBe(false);
  expect(isTooDeep({ a: nested(DEEPEST / 2 - 1), b: [null, "x", {}] })).toBe(false);
  expect(isTooDeep([{}, nested(DEEPEST / 2)])).toBe(true);
  expect(isTooDeep(JSON.parse("[".repeat(100_000) + "]".repeat(100_000)))).toBe(true);
});
