import fc from "fast-check";
import { ACROSS_RULES, findClashes } from "../../src/address-plan/across";
import { findBreaks } from "../../src/address-plan/rules";
import { formatKey } from "../../src/config/fault";
import { type AcrossCase, clashesIn, ELSEWHERE } from "./across-case";
import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { namedTwice } from "../support/told";
import { ACROSS_CASES } from "./across-cases";
import { anyPlanOf } from "./any-place";
import { planOf } from "./rule-case";

const BROKEN = ACROSS_CASES.filter(({ found }) => found.length > 0);
const HOLDING = ACROSS_CASES.filter(({ found }) => found.length === 0);
const named = (cases: readonly AcrossCase[]) => cases.map((one) => [one.id, one] as const);

test("each case has a name of its own", () => {
  expect(namedTwice(ACROSS_CASES)).toEqual([]);
});

test.each(named(ACROSS_CASES))("%s: each file is right by itself", (_, { files }) => {
  for (const [name, text] of Object.entries(files)) expect(findBreaks(anyPlanOf(text, name))).toEqual([]);
});

test.each(named(BROKEN))("broken: %s", (_, { rule, files, found }) => {
  expect(clashesIn(files)[rule]).toEqual(found);
});

test.each(named(HOLDING))("just holds, and with it all others: %s", (_, { files }) => {
  expect(clashesIn(files)).toEqual({});
});

describe("every rule between files", () => {
  const names = ACROSS_RULES.map(({ name }) => name);

  test("has a name of its own, a fact, a source and a fix", () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { name, fact, source, fix } of ACROSS_RULES) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      for (const text of [fact, source, fix]) expect(text).toMatch(/\w/);
    }
  });

  test("is broken by a case and holds on the edge in one", () => {
    for (const cases of [BROKEN, HOLDING])
      expect([...new Set(cases.map(({ rule }) => rule))].sort()).toEqual([...names].sort());
  });
});

test("one file is in nobody's way", () => {
  for (const text of [SMALL, LARGE, EXISTING]) expect(findClashes([planOf(text)])).toEqual([]);
});

test("whatever the files and their order: who is in the other's way has the other in its own", () => {
  const texts = [...new Set(ACROSS_CASES.flatMap(({ files }) => Object.values(files)))];
  const plans = texts.map((text, i) => anyPlanOf(text, `b${i}`));
  fc.assert(
    fc.property(fc.shuffledSubarray(plans, { minLength: 2, maxLength: 6 }), (chosen) => {
      const pairs = findClashes(chosen).map(({ rule, clash }) => `${rule.name} ${clash.bridge}`);
      for (const { rule, clash } of findClashes(chosen)) expect(pairs).toContain(`${rule.name} ${clash.other}`);
      const inOrder = (list: typeof chosen) =>
        [...new Set(findClashes(list).map(({ rule, clash }) => `${rule.name} ${list[clash.bridge]?.name}`))].sort();
      expect(inOrder([...chosen].reverse())).toEqual(inOrder(chosen));
    }),
    { numRuns: 60 },
  );
});

test("hundreds of bridges are compared in a time that grows with them, not with their pairs", () => {
  const plans = Array.from({ length: 300 }, (_, i) => planOf(ELSEWHERE.replace("key: e", `key: ${i}`), `b${i}`));
  // All in one VPC and gateway: each is told once per place, not once per other.
  const clashes = findClashes(plans);
  expect(new Set(clashes.map(({ rule, clash }) => `${rule.name} ${clash.bridge} ${formatKey(clash.path)}`)).size).toBe(
    clashes.length,
  );
  expect(clashes.length).toBeLessThan(10 * plans.length);
});
