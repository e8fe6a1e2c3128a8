import fc from "fast-check";
import { parse } from "yaml";
import { findingsIn, withHint } from "../../src/address-plan/hints";
import { planAddresses } from "../../src/address-plan/plan";
import { isHub } from "../../src/config/file-config";
import { type Fault, type Finding, formatKey } from "../../src/config/fault";
import { readContent } from "../../src/config/content";
import { applyPatch } from "../../src/config/patch";
import { CONTRADICTIONS } from "../config/contradictions";
import { BROKEN_ALB_RULES } from "./alb-rule-cases";
import { complaints } from "./legal-plan";
import { randomBridge } from "./random-bridge";
import { BROKEN_ROUTE_RULES } from "./route-rule-cases";
import { tell } from "./rule-case";
import { BROKEN_QUOTA_RULES } from "./quota-rule-cases";
import { BROKEN_VPC_RULES } from "./vpc-rule-cases";

const NAME = "random";
const keyOf = ({ rule, path }: Finding) => `${rule} ${formatKey(path)}`;

interface Followed {
  readonly faults: readonly Fault[];
  /** What is wrong after the hint was followed; undefined when there is none. */
  readonly left?: readonly Finding[];
  readonly content?: unknown;
}

/** A file's faults, and its content after its hint was applied once. */
function follow(input: unknown): Followed {
  const place = { file: "random.yaml", line: 1, column: 1, value: "" };
  const found = findingsIn({ name: NAME, elsewhere: [] }, input).map((finding): Fault => ({ ...finding, ...place }));
  const faults = withHint(NAME, input, found);
  const hints = [...new Set(faults.flatMap(({ hint }) => hint ?? []))];
  expect(hints.length).toBeLessThanOrEqual(1);
  const [hint] = hints;
  if (!hint) return { faults };
  const content = applyPatch(input, hint.patch);
  return { faults, left: findingsIn({ name: NAME, elsewhere: [] }, content), content };
}

/** What following the hint does not mend though it should, or brings. */
function deadEnds({ faults, left }: Followed): string[] {
  if (!left) return [];
  const hinted = new Set(faults.filter(({ hint }) => hint).map(keyOf));
  const known = new Set(faults.map(keyOf));
  return left.filter((one) => hinted.has(keyOf(one)) || !known.has(keyOf(one))).map(tell);
}

test("a hint on a random bridge is followed once: its faults are gone, no other comes, and what is whole then is legal", () => {
  const seen = { right: 0, better: 0 };
  const rules = new Set<string>();
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const input = randomBridge(draw);
      const followed = follow(input);
      const { faults, left, content } = followed;
      const fail = (why: unknown) => {
        throw new Error(JSON.stringify({ input, faults: faults.map(tell), content, why }, null, 2));
      };
      const wrong = deadEnds(followed);
      if (wrong.length > 0) fail(wrong);
      // Where every fault names a change, there is a whole bridge on the other side.
      if (faults.length > 0 && faults.every(({ mend }) => mend) && left?.length !== 0) fail(left?.map(tell));
      for (const { rule, hint } of faults) if (hint) rules.add(rule);
      if (!left) return;
      seen[left.length === 0 ? "right" : "better"]++;
      const { config } = readContent(NAME, content);
      if (left.length > 0 || !config || isHub(config)) return;
      const judged = complaints(planAddresses({ name: NAME, config }));
      if (judged.length > 0) fail(judged);
    }),
    { seed: 20261126, numRuns: 1000, endOnFailure: true },
  );
  // The seed is fixed, so that this tells of a generator or of hints that have become one-sided, not of chance.
  expect(seen.right).toBeGreaterThan(300);
  expect(seen.better).toBeGreaterThan(100);
  expect(rules.size).toBeGreaterThan(10);
});

const CASES = [
  ...BROKEN_VPC_RULES,
  ...BROKEN_ROUTE_RULES,
  ...BROKEN_ALB_RULES,
  ...BROKEN_QUOTA_RULES,
  ...CONTRADICTIONS.filter(({ found }) => found.length > 0),
];

const all = new Map<string, Followed>();

/** Some of the cases are large, and asked about by two tests. */
function followedOnce(text: string): Followed {
  const followed = all.get(text) ?? follow(parse(text));
  all.set(text, followed);
  return followed;
}

test.each(CASES.map((entry) => [entry.id, entry] as const))("%s: a hint on it is no dead end", (_id, { text }) => {
  const followed = followedOnce(text);
  expect(deadEnds(followed)).toEqual([]);
  const { faults, left } = followed;
  if (faults.length > 0 && faults.every(({ mend }) => mend)) expect(left?.map(tell)).toEqual([]);
});

test("each rule that knows a change has a case in which it is told", () => {
  const told = new Set<string>();
  const known = new Set<string>();
  for (const { text } of CASES) {
    for (const { rule, mend, hint } of followedOnce(text).faults) {
      if (mend) known.add(rule);
      if (hint) told.add(rule);
    }
  }
  expect([...known].filter((rule) => !told.has(rule))).toEqual([]);
  expect(known.size).toBeGreaterThan(25);
});
