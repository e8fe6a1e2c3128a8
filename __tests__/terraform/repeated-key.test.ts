import * as fc from "fast-check";
import { parseJson } from "../../src/terraform/read";
import { repeatedKey } from "../../src/terraform/repeated-key";

const BLOCK = '{"aws_internet_gateway":{"a":{"vpc_id":"vpc-1"}}}';

test.each([
  ["blocks of one kind", `{"resource":${BLOCK},"resource":{}}`, 1, 63],
  ["a key in other letters", `{"resource":${BLOCK},\n "\\u0072esource":{}}`, 2, 2],
  ["names of one type", '{"resource":{"aws_vpc":{"a":{},\n"a":{}}}}', 2, 1],
  ["arguments, in a list", '{"x":[1,{"y":{},"y" : 1}]}', 1, 17],
  ["the key that objects inherit", '{"__proto__":{},"__proto__":{}}', 1, 17],
])("%s", (_, text, line, column) => {
  JSON.parse(text);
  expect(repeatedKey(text)).toEqual({ line, column });
  expect(() => parseJson(text, "x.json", "synth")).toThrow(
    expect.objectContaining({
      rule: "repeated-key",
      where: "x.json",
      message: expect.stringContaining(`line ${line}, column ${column}: `) as string,
    }) as Error,
  );
});

test("what JSON.parse and JSON.stringify leave as it is repeats none", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
      expect(repeatedKey(JSON.stringify(JSON.parse(text), null, indent))).toBeUndefined();
    }),
  );
});

test("a key twice is found wherever it stands", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), fc.nat(4), (object, n, depth) => {
      const entries = Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
      const again = [...entries, entries[n % entries.length]];
      const text = `${'[{"x":'.repeat(depth)}{${again.join()}}${"}]".repeat(depth)}`;
      JSON.parse(text);
      expect(repeatedKey(text)).toBeDefined();
    }),
  );
});
