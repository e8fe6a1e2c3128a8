import fc from "fast-check";
import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareReviews, reviewPlan, shownReview, toMarkdown } from "../../src/review";
import { type JsonObject } from "../../src/terraform";
import { PROJECT } from "../support/bridges";
import { NEWER_KEYS, type NewerKey } from "./newer-keys";
import { goldenPlan, PARTS } from "./plans/golden-plans";

const SCHEMA = JSON.parse(readFileSync(join(PROJECT, "schema/review.schema.json"), "utf8")) as object;
const validate = new Ajv({ allErrors: true }).compile(SCHEMA);

function withKeys(name: string, keys: readonly NewerKey[]): JsonObject {
  const plan = goldenPlan(name);
  for (const { add } of keys) add(plan);
  return plan;
}

test.each(NEWER_KEYS.map((one) => [one.what, one] as const))("%s is told, and safe only where it may be", (_, key) => {
  const review = reviewPlan(withKeys("nothing-changes", [key]));
  expect(review.verdict).toBe(key.leaves ? "unknown" : "safe");
  if (key.leaves) expect(toMarkdown(review)).toMatch(key.leaves);
  else expect(review.notJudged).toEqual([]);
  expect(validate(JSON.parse(JSON.stringify(shownReview(review)))) ? [] : validate.errors).toEqual([]);
});

test("none of these keys makes a plan safe that isn't, whatever stands beside it", () => {
  const plans = fc.constantFrom("route-removed", "security-group-opened-too-far", "rule-known-after-apply");
  const verdicts = new Map<string, string>();
  fc.assert(
    fc.property(plans, fc.subarray([...NEWER_KEYS], { minLength: 1 }), (name, keys) => {
      const own = verdicts.get(name) ?? reviewPlan(goldenPlan(name)).verdict;
      verdicts.set(name, own);
      expect(own).not.toBe("safe");
      // A plan with more in it than was reviewed says at least what it said.
      expect(reviewPlan(withKeys(name, keys))).toMatchObject({ verdict: own });
    }),
    { numRuns: 40 },
  );
});

describe("an action", () => {
  const at = (config: object, more: object = {}): JsonObject =>
    ({
      address: "action.aws_ec2_stop_instance.x",
      type: "aws_ec2_stop_instance",
      config_values: config,
      ...more,
    }) as JsonObject;
  const reviewed = (...actions: JsonObject[]) =>
    reviewPlan({ ...goldenPlan("nothing-changes"), action_invocations: actions });
  const DATABASE = "i-0e048604b";
  const TRIGGER = {
    triggering_resource_address: "aws_nat_gateway.app",
    action_trigger_event: "AfterUpdate",
    action_trigger_block_index: 0,
    actions_list_index: 0,
    on_failure: "fail",
  };

  test("is told with when it is invoked, what it names, and its arguments", () => {
    const review = reviewed(at({ instance_id: DATABASE }, { lifecycle_action_trigger: TRIGGER }));
    expect(review.actions).toMatchObject([
      { harmless: false, event: "AfterUpdate", resource: "aws_nat_gateway.app", touches: ["aws_instance.database"] },
    ]);
    expect(toMarkdown(review)).toContain(
      '- `action.aws_ec2_stop_instance.x` is invoked after `aws_nat_gateway.app` is changed; it names `aws_instance.database`; with `{"instance_id":"i-0e048604b"}`',
    );
  });

  test("hides what is sensitive, in text and in data", () => {
    const review = reviewed(at({ payload: "s3cr3t-payload" }, { config_sensitive: { payload: true } }));
    expect(toMarkdown(review) + JSON.stringify(shownReview(review))).not.toContain("s3cr3t");
  });

  test("on something else is another effect than the one that was reviewed", () => {
    const first = JSON.parse(JSON.stringify(shownReview(reviewed(at({ instance_id: DATABASE }))))) as JsonObject;
    expect(compareReviews(first, reviewed(at({ instance_id: DATABASE }))).same).toBe(true);
    expect(compareReviews(first, reviewed(at({ instance_id: "i-003" }))).same).toBe(false);
    expect(compareReviews(first, reviewed()).same).toBe(false);
  });
});

test("an import by identity says which object, and another one is another effect", () => {
  const importing = (id: string) => {
    const plan = goldenPlan("nothing-changes");
    const own = NEWER_KEYS.find(({ what }) => what === "an import by identity")!;
    own.add(plan);
    return reviewPlan(JSON.parse(JSON.stringify(plan).replaceAll('"i-1"', JSON.stringify(id))) as JsonObject);
  };
  expect(toMarkdown(importing("i-1"))).toContain('imported from `{"id":"i-1","region":"eu-west-1"}`');
  const first = JSON.parse(JSON.stringify(shownReview(importing("i-1")))) as JsonObject;
  expect(compareReviews(first, importing("i-1")).same).toBe(true);
  expect(compareReviews(first, importing("i-2")).same).toBe(false);
});

describe("a plan that is a part", () => {
  test("is reviewed for what it does: what it leaves alone stays as it is", () => {
    const review = reviewPlan(goldenPlan("targeted", PARTS));
    expect(review.verdict).toBe("cuts");
    expect(review.flows.broken.map(({ from, to }) => [...from, ...to])).toEqual([
      ["aws_instance.client", "aws_instance.database"],
    ]);
    expect(review.flows.counts).toMatchObject({ removed: 0, new: 0, unchanged: 7 });
  });

  test("is never safe, even where it does nothing", () => {
    const review = reviewPlan(goldenPlan("targeted-without-effect", PARTS));
    expect([review.verdict, review.counts.unchanged]).toEqual(["unknown", 1]);
    expect(review.flows.counts).toMatchObject({ broken: 0, opened: 0, removed: 0, undecided: 0 });
  });

  test("keeps what a deferred change would change, and drops leftovers of replacements", () => {
    const plan = goldenPlan("nothing-changes");
    const changes = plan.resource_changes as unknown as { address: string }[];
    const route = changes.find(({ address }) => address === "aws_route.app-to-db")!;
    plan.resource_changes = changes.filter((one) => one !== route);
    Object.assign(plan, { complete: false, deferred_changes: [{ reason: "deferred_prereq", resource_change: route }] });
    const review = reviewPlan(plan);
    expect([review.verdict, review.flows.counts.broken]).toEqual(["unknown", 0]);
    expect(toMarkdown(review)).toMatch(/`aws_route\.app-to-db`: deferred to a later plan/);
  });
});

describe("a plan that tells no change", () => {
  const untold = (more: object = {}): JsonObject => {
    const rest = goldenPlan("nothing-changes");
    delete rest.resource_changes;
    return { ...rest, planned_values: { root_module: {} }, ...more };
  };

  test("as one with -refresh-only does, cuts nothing, and is not safe either: somebody may have taken them out", () => {
    const review = reviewPlan(untold());
    expect(review.verdict).toBe("unknown");
    expect(review.flows.counts).toMatchObject({ removed: 0, broken: 0 });
    expect(toMarkdown(review)).toMatch(/`resource_changes`: missing in the plan/);
  });

  test("destroys what it holds where it says so", () => {
    expect(reviewPlan(goldenPlan("everything-destroyed")).flows.counts.removed).toBeGreaterThan(0);
  });
});

test("checks that don't pass are told with their problems, and those of later are counted", () => {
  const review = reviewPlan(goldenPlan("checks", PARTS));
  expect(review.checks).toEqual({
    failed: [{ check: "check.narrow", status: "fail", problems: ["the VPC has 10.1.0.0/16"] }],
    unknown: 1,
  });
  expect(toMarkdown(review)).toMatch(/`check\.narrow` \*\*fails\*\*: the VPC has 10\.1\.0\.0\/16/);
});
