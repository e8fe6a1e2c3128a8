import { planAddresses } from "../../src/address-plan/plan";
import { findBreaks, findWarnings, judgePlan, RULES } from "../../src/address-plan/rules";
import { QUOTAS } from "../../src/config/quotas";
import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { BROKEN_ALB_RULES, HOLDING_ALB_RULES } from "./alb-rule-cases";
import { BROKEN_ROUTE_RULES, HOLDING_ROUTE_RULES } from "./route-rule-cases";
import { bridgeOf, planOf, tell } from "./rule-case";
import { BROKEN_IDENTITY_RULES, HOLDING_IDENTITY_RULES } from "./identity-rule-cases";
import { BROKEN_REQUEST_RULES, HOLDING_REQUEST_RULES } from "./request-rule-cases";
import { BROKEN_NAME_RULES, HOLDING_NAME_RULES } from "./name-rule-cases";
import { BROKEN_QUOTA_RULES, HOLDING_QUOTA_RULES } from "./quota-rule-cases";
import { BROKEN_RANGE_RULES, HOLDING_RANGE_RULES } from "./range-rule-cases";
import { BROKEN_USE_RULES, HOLDING_USE_RULES } from "./use-rule-cases";
import { HOLDING_VPC_RULES } from "./vpc-holding-cases";
import { BROKEN_VPC_RULES } from "./vpc-rule-cases";

const BROKEN = [
  ...BROKEN_VPC_RULES,
  ...BROKEN_RANGE_RULES,
  ...BROKEN_ROUTE_RULES,
  ...BROKEN_ALB_RULES,
  ...BROKEN_REQUEST_RULES,
  ...BROKEN_QUOTA_RULES,
  ...BROKEN_IDENTITY_RULES,
  ...BROKEN_NAME_RULES,
  ...BROKEN_USE_RULES,
];
const HOLDING = [
  ...HOLDING_VPC_RULES,
  ...HOLDING_RANGE_RULES,
  ...HOLDING_ROUTE_RULES,
  ...HOLDING_ALB_RULES,
  ...HOLDING_REQUEST_RULES,
  ...HOLDING_QUOTA_RULES,
  ...HOLDING_IDENTITY_RULES,
  ...HOLDING_NAME_RULES,
  ...HOLDING_USE_RULES,
];

const WARNED = BROKEN_QUOTA_RULES.filter(({ rule }) => rule === "default-quotas");

/** What one rule finds in a plan, and whether it says that it holds. */
function verdictOf(rule: string, plan: Parameters<typeof judgePlan>[0]) {
  const verdict = judgePlan(plan).find((candidate) => candidate.rule === rule);
  return { holds: verdict?.holds, found: verdict?.findings.map(tell) };
}

describe("a rule is broken", () => {
  test.each(BROKEN.map((entry) => [entry.rule, entry.what, entry] as const))(
    "%s: %s",
    (rule, _, { text, name, found }) => {
      expect(verdictOf(rule, planOf(text, name))).toEqual({ holds: false, found });
    },
  );
});

describe("a rule just holds, and with it all others", () => {
  test.each(HOLDING.map((entry) => [entry.rule, entry.what, entry] as const))("%s: %s", (rule, _what, { text }) => {
    expect(findBreaks(planOf(text)).map(tell)).toEqual([]);
    expect(verdictOf(rule, planOf(text))).toEqual({ holds: true, found: [] });
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

  test.each(Object.keys(QUOTAS))("the quota %s is overridden by a case that breaks it", (quota) => {
    expect(BROKEN.filter((entry) => entry.text.includes(`${quota}: `))).not.toEqual([]);
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

  test.each(WARNED.map((entry) => [entry.what, entry] as const))(
    "that AWS raises on request is a warning, and stops nothing: %s",
    (_, { text, found }) => {
      const plan = planOf(text);
      expect(findBreaks(plan).map(tell)).toEqual([]);
      expect(
        findWarnings(plan)
          .filter(({ rule }) => rule === "default-quotas")
          .map(tell),
      ).toEqual(found);
    },
  );

  test("that AWS does not raise is refused, whatever the file says of it", () => {
    const fixed = BROKEN.filter(({ found }) => found.some((line) => line.includes("AWS does not raise it")));
    expect(fixed.length).toBeGreaterThan(3);
    for (const { text } of fixed) expect(findBreaks(planOf(text)).length).toBeGreaterThan(0);
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
