import fc from "fast-check";
import { compareReviews, type ReviewDifference, isReview, reviewPlan, shownReview, toMarkdown } from "../../src/review";
import { type JsonObject, secretsOfPlan } from "../../src/terraform";
import { goldenPlan } from "./plans/golden-plans";

type Plan = JsonObject & { resource_changes: { address: string; change: Record<string, unknown> }[] };

/** What is deep in it can be changed without changing the plan that others read. */
const planOf = (name: string): Plan => structuredClone(goldenPlan(name)) as unknown as Plan;
const json = (plan: Plan): JsonObject => JSON.parse(JSON.stringify(shownReview(reviewPlan(plan)))) as JsonObject;
const compare = (reviewed: Plan, now: Plan) => compareReviews(json(reviewed), reviewPlan(now));
const told = (differences: readonly ReviewDifference[]): string[] =>
  differences.map(({ part, what, field }) => `${part} ${what}${field === undefined ? "" : ` ${field}`}`);
const changeOf = (plan: Plan, address: string): Record<string, unknown> => {
  const found = plan.resource_changes.find((one) => one.address === address);
  if (!found) throw new Error(`no ${address}`);
  return found.change;
};

const PLANS = [
  "new-bridge",
  "route-removed",
  "nat-gateway-replaced",
  "sensitive-ranges",
  "security-group-opened-too-far",
];

describe("a plan with the same effect", () => {
  test.each(PLANS)("is %s itself", (name) => {
    expect(compare(planOf(name), planOf(name))).toMatchObject({ same: true, differences: [] });
    expect(isReview(json(planOf(name)))).toBe(true);
  });

  test.each(PLANS)("is %s in another order, made at another time, after other drift", (name) => {
    const now = planOf(name) as Plan & { resource_drift?: unknown; timestamp?: string };
    now.resource_changes.reverse();
    for (const one of now.resource_changes) one.change = Object.fromEntries(Object.entries(one.change).reverse());
    now.timestamp = "2031-01-01T00:00:00Z";
    now.resource_drift = [
      {
        address: "aws_vpc.gone",
        type: "aws_vpc",
        mode: "managed",
        change: { actions: ["update"], before: { tags: {} }, after: { tags: { A: "b" } } },
      },
    ];
    expect(compare(planOf(name), now).differences).toEqual([]);
  });

  test("may destroy an object of which AWS has filled in something else since", () => {
    const now = planOf("everything-destroyed");
    for (const { change } of now.resource_changes)
      if (change["before"]) Object.assign(change["before"], { state: "x" });
    expect(compare(planOf("everything-destroyed"), now).differences).toEqual([]);
  });
});

describe("a plan with another effect", () => {
  type Configured = {
    variables?: object;
    configuration: { provider_config: { aws: { full_name: string; expressions: object } } };
  };
  const ROLE = "arn:aws:iam::111122223333:role/apply";
  test.each([
    ["region", { region: { constant_value: "us-west-2" } }],
    ["region", { region: { references: ["var.region"] } }],
    ["accounts", { allowed_account_ids: { constant_value: ["999999999999"] } }],
    ["role", { assume_role: [{ role_arn: { constant_value: ROLE } }] }],
  ])("has another %s: %j", (field, expressions) => {
    const now = planOf("new-bridge") as Plan & Configured;
    Object.assign(now.configuration.provider_config.aws.expressions, expressions);
    expect(told(compare(planOf("new-bridge"), now).differences)).toEqual([`providers aws ${field}`]);
  });

  test("has another value of a variable that tells the region", () => {
    const [one, other] = ["us-east-1", "us-west-2"].map((value) => {
      const plan = planOf("new-bridge") as Plan & Configured;
      plan.variables = { region: { value } };
      Object.assign(plan.configuration.provider_config.aws.expressions, { region: { references: ["var.region"] } });
      return plan;
    }) as unknown as [Plan, Plan];
    expect(compare(one, other).differences).toMatchObject([
      { reviewed: "var.region = us-east-1", now: "var.region = us-west-2" },
    ]);
  });

  test("is another provider's", () => {
    const now = planOf("new-bridge") as Plan & Configured;
    now.configuration.provider_config.aws.full_name = "registry.example.com/x/aws";
    expect(told(compare(planOf("new-bridge"), now).differences)).toEqual(["providers aws source"]);
  });

  test("does another thing to a resource", () => {
    const now = planOf("nat-gateway-replaced");
    changeOf(now, "aws_nat_gateway.app")["actions"] = ["create", "delete"];
    expect(told(compare(planOf("nat-gateway-replaced"), now).differences)).toContain(
      "resources aws_nat_gateway.app order",
    );
  });

  test("has one change more, or one less", () => {
    const less = planOf("new-bridge");
    const [gone] = less.resource_changes.splice(3, 1);
    const whole = planOf("new-bridge");
    const one = expect.objectContaining({ part: "resources", what: gone?.address, now: "create" }) as unknown;
    expect(compare(less, whole).differences).toContainEqual(one);
    const other = expect.objectContaining({ part: "resources", what: gone?.address, reviewed: "create" }) as unknown;
    expect(compare(whole, less).differences).toContainEqual(other);
  });

  // Each argument of each change alone: nothing is too far down to be seen.
  test.each(["new-bridge", "nat-gateway-replaced", "route-removed"])("in any one argument of %s is told", (name) => {
    const before = json(planOf(name));
    const missed: string[] = [];
    for (const [i, { address, change }] of planOf(name).resource_changes.entries()) {
      // A review each: of the larger plan every third change will do.
      if (name === "new-bridge" && i % 3 > 0) continue;
      const after = change["after"] as Record<string, unknown> | null;
      if (after === null || JSON.stringify(change["actions"]) === '["no-op"]') continue;
      for (const key of Object.keys(after).filter((one) => typeof after[one] === "string" && one !== "id")) {
        const now = planOf(name);
        (now.resource_changes[i]?.change["after"] as Record<string, unknown>)[key] = "another";
        if (compareReviews(before, reviewPlan(now)).same) missed.push(`${address} ${key}`);
      }
    }
    expect(missed).toEqual([]);
  });

  test("destroys another object of the same address", () => {
    const now = planOf("everything-destroyed");
    const { before } = now.resource_changes.find(({ change }) => change["before"])!.change as {
      before: { id: string };
    };
    before.id = "another";
    expect(compare(planOf("everything-destroyed"), now).differences).toHaveLength(1);
  });

  test("knows a value, or doesn't, that was not known, or was", () => {
    const now = planOf("rule-known-after-apply");
    const open = now.resource_changes.find(({ change }) => /true/.test(JSON.stringify(change["after_unknown"]) ?? ""));
    Object.assign(open?.change ?? {}, { after_unknown: {} });
    const { differences } = compare(planOf("rule-known-after-apply"), now);
    expect(told(differences).join("\n")).toContain(`resources ${open?.address}`);
  });
});

describe("a sensitive value", () => {
  const CANARY = "canary-4711-hunter2";
  const withSecret = (value: string, sensitive: object | boolean): Plan => {
    const plan = planOf("new-bridge");
    const one = plan.resource_changes.find(({ change }) => JSON.stringify(change["actions"]) === '["create"]')!;
    (one.change["after"] as Record<string, unknown>)["description"] = value;
    one.change["after_sensitive"] = sensitive;
    return plan;
  };

  test.each([
    ["an argument", { description: true }],
    ["a whole object", true],
  ])("is counted, not compared, and shows nowhere: %s", (_, mask) => {
    const reviewed = json(withSecret(CANARY, mask));
    expect(JSON.stringify(reviewed)).not.toContain(CANARY);
    const now = reviewPlan(withSecret("another-value", mask));
    const compared = compareReviews(reviewed, now);
    expect(compared).toEqual({ same: true, differences: [], sensitive: 1 });
    expect(toMarkdown(now, compared)).toContain(
      "1 sensitive value changes; whether to what was reviewed can't be told.",
    );
    // No digest of it either, which could be guessed at.
    expect(JSON.stringify(shownReview(now).resources)).toBe(JSON.stringify(reviewed["resources"]));
  });

  test.each([CANARY, "another-value"])("that was not marked in the review shows nowhere: now %s", (value) => {
    const before = withSecret(CANARY, {});
    for (const { change } of before.resource_changes)
      if (JSON.stringify(change).includes(CANARY)) Object.assign(change, { after_unknown: {} });
    const reviewed = json(before);
    expect(JSON.stringify(reviewed)).toContain(CANARY);
    const plan = withSecret(value, { description: true });
    const now = reviewPlan(plan);
    const compared = compareReviews(reviewed, now, secretsOfPlan(plan));
    expect(compared.same).toBe(false);
    expect(JSON.stringify(compared) + toMarkdown(now, compared)).not.toContain(CANARY);
  });

  test("that is sensitive no longer is a difference", () => {
    expect(compare(withSecret(CANARY, { description: true }), withSecret(CANARY, {})).same).toBe(false);
  });
});

test("whatever JSON is given, it is a review or it is none, and is compared without a fault", () => {
  const sound = json(planOf("route-removed"));
  const now = reviewPlan(planOf("route-removed"));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(sound)), fc.jsonValue(), (key, value) => {
      const changed = { ...sound, [key]: value } as JsonObject;
      if (isReview(changed)) expect(typeof toMarkdown(now, compareReviews(changed, now))).toBe("string");
    }),
  );
  for (const none of [null, 7, "x", [], {}, { verdict: "safe" }]) expect(isReview(none as JsonObject)).toBe(false);
});

test("names of another review are text, not Markdown", () => {
  const reviewed = json(planOf("route-removed"));
  (reviewed["resources"] as JsonObject[])[0]!["address"] = "x`**@someone** <img src=x>\u001b[31m\u202e";
  const text = toMarkdown(
    reviewPlan(planOf("route-removed")),
    compareReviews(reviewed, reviewPlan(planOf("route-removed"))),
  );
  expect(text).toContain("``");
  expect(text).not.toMatch(/[\u001b\u202e]/);
});
