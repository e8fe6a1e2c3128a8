import { formatFault, formatKey, formatValue } from "../../src/config/fault";
import { cut } from "../../src/escape/cut";
import { nearest } from "../../src/naming/nearest";
import { KNOWN_REGIONS, zoneLetters } from "../../src/config/regions";

describe("the nearest word", () => {
  const KEYS = ["region", "zones", "tags", "backend", "client", "web", "alb", "id"];
  test.each([
    ["regoin", "region"],
    ["zone", "zones"],
    ["Backend", "backend"],
    ["clients", "client"],
    ["wbe", undefined],
    ["we", "web"],
    ["ix", "id"],
    ["colour", undefined],
    ["", undefined],
  ])("of %p is %p", (text, expected) => {
    expect(nearest(text, KEYS)).toBe(expected);
  });

  test("is the first of the closest", () => {
    expect(nearest("bat", ["cat", "rat", "bats"])).toBe("cat");
    expect(nearest("bats", ["cat", "bat", "bats"])).toBe("bats");
    expect(nearest("anything", [])).toBeUndefined();
  });
});

describe("a key", () => {
  test.each([
    [[], ""],
    [["region"], "region"],
    [["services", "shop", "targets", 0], "services.shop.targets[0]"],
    [["tags", "Cost Center"], 'tags["Cost Center"]'],
    [["two\nlines", "a.b"], '["two\\nlines"]["a.b"]'],
    [["x".repeat(100)], `[${cut(`"${"x".repeat(100)}"`, 80)}]`],
  ])("%j is written %s", (path, expected) => {
    expect(formatKey(path)).toBe(expected);
  });
});

describe("a value", () => {
  test.each([
    [undefined, ""],
    [null, "null"],
    ["10.64.0.0/24", '"10.64.0.0/24"'],
    [80, "80"],
    ["two\nlines \u001b[31m", '"two\\nlines \\u001b[31m"'],
    ["x".repeat(158), `"${"x".repeat(158)}"`],
    ["x".repeat(159), cut(`"${"x".repeat(159)}"`, 160)],
  ])("%j is written %s", (value, expected) => {
    expect(formatValue(value)).toBe(expected);
  });
});

test("a fault is one line: place, key, value, what is wrong, what to do, rule", () => {
  const fault = {
    file: "f.yaml",
    line: 3,
    column: 7,
    path: ["alb", "name"],
    value: '"x_y"',
    message: "is wrong",
    fix: "write z",
    rule: "alb-name",
  };
  expect(formatFault(fault)).toBe('f.yaml:3:7: alb.name: "x_y" is wrong; write z [alb-name]');
  expect(formatFault({ ...fault, value: "" })).toBe("f.yaml:3:7: alb.name: is wrong; write z [alb-name]");
  expect(formatFault({ ...fault, value: "", path: [] })).toBe("f.yaml:3:7: is wrong; write z [alb-name]");
});

describe("regions", () => {
  test.each(KNOWN_REGIONS)("%s has at least three zones, so that an ALB finds two", (region) => {
    const letters = zoneLetters(region) ?? [];
    expect(letters.length).toBeGreaterThanOrEqual(3);
    expect(letters).toEqual([...new Set(letters)].sort());
    expect(region).toMatch(/^[a-z]{2}(-[a-z]+)+-[0-9]$/);
  });

  test("an unknown one has none", () => {
    expect(zoneLetters("us-east-9")).toBeUndefined();
  });
});
