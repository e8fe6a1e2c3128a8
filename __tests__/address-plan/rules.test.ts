import { planAddresses } from "../../src/address-plan/plan";
import { findBreaks, findWarnings, judgePlan, RULES } from "../../src/address-plan/rules";
import { QUOTAS } from "../../src/config/quotas";
import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { namedTwice, told, toldAt } from "../support/told";
import { type BrokenCase, bridgeOf, fileOf, foundBy, planOf } from "./rule-case";
import { BROKEN, HOLDING } from "./rule-cases";

const WARNED = BROKEN.filter(({ rule }) => rule === "default-quotas");
const ADJUSTABLE = Object.entries(QUOTAS).filter(([, quota]) => quota.adjustable);
/** Plans that need more than AWS gives to anybody. */
const FIXED = BROKEN.filter(
  ({ rule, text }) => rule === "alb-quotas" && !ADJUSTABLE.some(([name]) => text.includes(`${name}: `)),
);
const named = <C extends { readonly id: string }>(cases: readonly C[]) => cases.map((one) => [one.id, one] as const);
const expected = (one: BrokenCase) => toldAt(one.rule, fileOf(one), one.found);

test("each case has a name of its own", () => {
  expect(namedTwice(BROKEN)).toEqual([]);
  expect(namedTwice(HOLDING)).toEqual([]);
});

describe("a rule is broken", () => {
  test.each(named(BROKEN))("%s", (_, one) => {
    expect(judgePlan(planOf(one.text, one.name)).find(({ rule }) => rule === one.rule)?.holds).toBe(false);
    expect(foundBy(one).map(told)).toEqual(expected(one));
  });
});

describe("a rule just holds, and with it all others", () => {
  test.each(named(HOLDING))("%s", (_, one) => {
    expect(findBreaks(planOf(one.text))).toEqual([]);
    expect(judgePlan(planOf(one.text)).find(({ rule }) => rule === one.rule)).toMatchObject({
      holds: true,
      findings: [],
    });
  });
});

describe("every rule", () => {
  const names = RULES.map((rule) => rule.name);

  test("has a name of its own, a fact and a source", () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { name, fact, source } of RULES) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(fact).toMatch(/\w/);
      expect(source).toMatch(/\w/);
    }
  });

  test("is broken by a case", () => {
    expect([...new Set(BROKEN.map((entry) => entry.rule))].sort()).toEqual([...names].sort());
  });

  test("holds on the edge in a case", () => {
    expect([...new Set(HOLDING.map((entry) => entry.rule))].sort()).toEqual([...names].sort());
  });

  test.each([
    ["small", SMALL],
    ["large", LARGE],
    ["existing", EXISTING],
  ])("holds for the %s text, in the order of the list", (_, text) => {
    const verdicts = judgePlan(planOf(text));
    expect(verdicts.map(({ rule, fact, source }) => ({ rule, fact, source }))).toEqual(
      RULES.map(({ name, fact, source }) => ({ rule: name, fact, source })),
    );
    expect(verdicts.filter(({ holds, warns, findings }) => !warns && (!holds || findings.length > 0))).toEqual([]);
  });
});

describe("a quota", () => {
  test("names the page that it is from, and the day on which it was read", () => {
    for (const { page, read, default: limit } of Object.values(QUOTAS)) {
      expect(page).toMatch(/quotas/i);
      expect(read).toMatch(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/);
      expect(limit).toBeGreaterThan(0);
    }
  });

  test.each(named(WARNED))("that AWS raises on request is a warning, and stops nothing: %s", (_, one) => {
    const plan = planOf(one.text);
    expect(findBreaks(plan)).toEqual([]);
    const warnings = findWarnings(plan).filter(({ rule }) => rule === one.rule);
    expect(bridgeOf(one.text).locate(warnings).map(told)).toEqual(expected(one));
  });

  test("that AWS does not raise is refused, whatever the file says of it", () => {
    expect(FIXED.length).toBeGreaterThan(3);
    for (const { text, rule } of FIXED) expect(findBreaks(planOf(text)).map((found) => found.rule)).toContain(rule);
  });
});

test("rules do not throw on a file that contradicts itself, and leave to the file's checks what they tell", () => {
  const bare = SMALL.replace(/\n {4}alb-\d.*/g, "")
    .replace("alb_subnets:", "alb_subnets: {}")
    .replace(/\n {4}nat:.*/, " {}");
  const nothing = bare.replace(/\n {4}clients:.*/, " {}").replace(/\n {4}servers:.*/, " {}");
  expect(findBreaks(planAddresses(bridgeOf(bare)))).toEqual([]);
  expect(findBreaks(planAddresses(bridgeOf(nothing)))).toEqual([]);
});
