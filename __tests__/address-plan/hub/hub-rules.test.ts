import { HUB_RULES } from "../../../src/address-plan/hub/hub-rules";
import { planHub } from "../../../src/address-plan/hub/plan-hub";
import { findBreaks, judgePlan, RULES } from "../../../src/address-plan/rules";
import { findingsIn, withHint } from "../../../src/address-plan/hints";
import { applyPatch } from "../../../src/config/patch";
import { QUOTAS } from "../../../src/config/quotas";
import { formatFault } from "../../../src/config/fault";
import { SourceFile } from "../../../src/config/source-file";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { namedTwice, told, toldAt } from "../../support/told";
import { type BrokenCase, fileOf } from "../rule-case";
import { BROKEN } from "../rule-cases";
import { hubFoundBy, hubOf, hubPlanOf } from "./hub-case";
import { HUB_BROKEN, HUB_HOLDING } from "./hub-rule-cases";

const named = <C extends { readonly id: string }>(cases: readonly C[]) => cases.map((one) => [one.id, one] as const);
const expected = (one: BrokenCase) => toldAt(one.rule, fileOf(one), one.found);
/** Rules that bridges in the client VPC do not have. */
const OWN = HUB_RULES.map(({ name }) => name).filter((name) => !RULES.some((rule) => rule.name === name));

test("each case has a name of its own", () => {
  expect(namedTwice(HUB_BROKEN)).toEqual([]);
  expect(namedTwice(HUB_HOLDING)).toEqual([]);
});

describe("a rule is broken", () => {
  test.each(named(HUB_BROKEN))("%s", (_, one) => {
    expect(hubFoundBy(one).map(told)).toEqual(expected(one));
    for (const fault of hubFoundBy(one)) expect(formatFault(fault)).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe("a rule just holds, and with it all others", () => {
  test.each(named(HUB_HOLDING))("%s", (_, one) => {
    const hub = hubOf(one.text);
    expect(hub.locate(findBreaks(planHub(hub))).map(formatFault)).toEqual([]);
    const verdict = judgePlan(hubPlanOf(one.text)).find(({ rule }) => rule === one.rule);
    expect(verdict).toMatchObject({ holds: true, findings: [] });
  });
});

describe("every rule of a hub", () => {
  test("has a name of its own, a fact and a source", () => {
    const names = HUB_RULES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, fact, source } of HUB_RULES) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      for (const text of [fact, source]) expect(text).toMatch(/\w/);
    }
  });

  test("is broken by a case, and holds on the edge in one, where no other place has it", () => {
    for (const cases of [HUB_BROKEN, HUB_HOLDING]) {
      const rules = new Set(cases.map(({ rule }) => rule));
      expect(OWN.filter((name) => !rules.has(name))).toEqual([]);
    }
  });

  test.each(Object.keys(QUOTAS))("the quota %s is overridden by a case of some place that breaks it", (quota) => {
    expect([...BROKEN, ...HUB_BROKEN].filter(({ text }) => text.includes(`${quota}: `))).not.toEqual([]);
  });

  test.each([
    ["hub", HUB],
    ["whole-vpc", WHOLE_VPC],
  ])("holds for the %s text, in the order of the list", (_, text) => {
    const verdicts = judgePlan(hubPlanOf(text));
    expect(verdicts.map(({ rule }) => rule)).toEqual(HUB_RULES.map(({ name }) => name));
    expect(verdicts.flatMap(({ warns, findings }) => (warns ? [] : findings))).toEqual([]);
  });
});

describe("what a finding says to write", () => {
  const mended = HUB_BROKEN.filter((one) => hubFoundBy(one).some(({ mend }) => mend));

  test.each(named(mended))("ends in a file that is right: %s", (_, { text, name = "test" }) => {
    const hub = hubOf(text, name);
    const input = new SourceFile(hub.file, text).toJS();
    if ("fault" in input) throw new Error(formatFault(input.fault));
    const faults = withHint(name, input.value, hub.locate(findBreaks(planHub(hub))));
    const hint = faults.find((fault) => fault.hint)?.hint;
    const after = findingsIn({ name, elsewhere: [] }, applyPatch(input.value, hint?.patch ?? {}));
    expect(after).toEqual([]);
  });

  test("is there for most of them", () => {
    expect(mended.length).toBeGreaterThan(15);
  });
});

test("rules do not throw on a file that contradicts itself", () => {
  const bare = HUB.replace(/\n {4}nat: .*/, "")
    .replace(/\n {4}web: .*/g, "")
    .replace(/\n {6}(apps|batch|shop|crm)-.*/g, "")
    .replace(/subnets:/g, "subnets: {}");
  expect(() => judgePlan(planHub(hubOf(bare)))).not.toThrow();
});
