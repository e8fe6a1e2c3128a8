import fc from "fast-check";
import { planWith } from "../../bench/large-plan";
import { reviewPlan, shownReview, toMarkdown } from "../../src/review";
import { HIDDEN, InputFault, type JsonObject } from "../../src/terraform";
import { mutated, numbers } from "../support/mutate-json";
import { changeAt, changesOf, editPrior, goldenPlan } from "./plans/golden-plans";

/** GitHub refuses comments above this many characters. */
const COMMENT = 65_536;

/** Markdown without its code spans (CommonMark, 6.1): what is left is read as Markdown and HTML. */
function outsideCode(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/g, "");
}

test.each(["nat-gateway-replaced", "module-count-grows", "vpc-attached"])(
  "%s: whatever is broken in it, it is reviewed or refused in one line",
  (name) => {
    const original = goldenPlan(name);
    for (let seed = 1; seed <= 40; seed++) {
      const { json, changes } = mutated(original, numbers(seed));
      try {
        const text = toMarkdown(reviewPlan(json));
        expect(text.length).toBeLessThan(COMMENT);
      } catch (error) {
        if (!(error instanceof InputFault)) throw new Error(`seed ${seed}: ${changes.join("; ")}`, { cause: error });
        expect(error.message).toMatch(/^[^\n\p{Cc}]+$/u);
      }
    }
  },
);

const ODD = [
  "]`` | EVIL <img src=x onerror=alert(1)>",
  "EVIL\n## EVIL\n<script>EVIL</script>",
  "```\nEVIL\n```",
  "`EVIL`",
  "@EVIL",
  "[EVIL](https://EVIL.example)",
  "EVIL\u202eEVIL\u0000\u001b[31m",
  "</details>EVIL",
];

test.each(ODD)("names and values can't become Markdown or HTML: %j", (text) => {
  const plan = goldenPlan("nothing-changes");
  const key = text.replace(/["\\]/g, "\\$&");
  const [first] = changesOf(plan);
  const values = { cidr_block: text, tags: { Name: text }, user_data: text };
  for (const type of ["aws_instance", "aws_route", "aws_security_group", "null_resource"])
    for (const actions of [["create"], ["delete"], ["delete", "create"]])
      changesOf(plan).push({
        ...first!,
        type,
        address: `${type}.x["${key}${actions.join("")}"]`,
        previous_address: `${type}.old["${key}"]`,
        action_reason: text,
        change: {
          actions,
          before: actions[0] === "create" ? null : values,
          after:
            actions[0] === "delete" && actions.length === 1
              ? null
              : { ...values, route_table_id: text, destination_cidr_block: "10.9.0.0/16" },
          importing: { id: text },
          replace_paths: [[text]],
        },
      });
  plan.resource_drift = plan.resource_changes!;
  const markdown = toMarkdown(reviewPlan(plan));
  expect(markdown).toContain("EVIL");
  expect(markdown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(outsideCode(markdown).replace(/^.*action reason.*$/gm, "")).not.toMatch(
    /<(img|script|\/details>EVIL)|^## EVIL|\]\(https/m,
  );
  const lines = outsideCode(markdown).split("\n");
  expect(lines.filter((line) => /(?<!\\)[[<@|].*EVIL|https:\/\/EVIL/.test(line))).toEqual([]);
  expect((markdown.match(/^<details>$/gm) ?? []).length).toBe((markdown.match(/^<\/details>$/gm) ?? []).length);
});

test("any name stays inside its code span", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), (key) => {
      const plan = goldenPlan("no-network");
      const [first] = changesOf(plan);
      const name = JSON.stringify(`EVIL ${key} EVIL`);
      plan.resource_changes = [{ ...first!, address: `aws_s3_bucket.a[${name}]` }];
      const outside = outsideCode(toMarkdown(reviewPlan(plan)));
      expect(outside).not.toContain("EVIL");
    }),
    { seed: 7, numRuns: 60 },
  );
});

describe("sensitive values", () => {
  const SECRET = "correct horse battery staple";

  function shown(edit: (plan: JsonObject) => void, name = "nothing-changes"): string {
    const plan = goldenPlan(name);
    edit(plan);
    const review = reviewPlan(plan);
    return toMarkdown(review) + JSON.stringify(shownReview(review));
  }

  test("are not shown where a mask hides an argument, a part of one, or the whole object", () => {
    for (const mask of [true, { user_data: true, tags: true }, { user_data: true, tags: { Owner: true } }]) {
      const text = shown((plan) => {
        const { change } = changeAt(plan, "aws_instance.web");
        Object.assign(change, {
          actions: ["delete", "create"],
          after: { ...change.after, user_data: SECRET, tags: { Owner: SECRET } },
          after_sensitive: mask,
        });
      });
      expect(text).not.toContain("horse");
      expect(text).toContain("aws_instance.web");
      if (mask !== true) expect(text).toContain(HIDDEN);
    }
  });

  test("are not shown by the side that lost its mask", () => {
    const text = shown((plan) => {
      const { change } = changeAt(plan, "aws_instance.web");
      Object.assign(change, {
        actions: ["update"],
        before: { ...change.before, user_data: SECRET },
        after: { ...change.after, user_data: SECRET, ebs_optimized: true },
        before_sensitive: { user_data: true },
      });
    });
    expect(text).not.toContain("horse");
  });

  test("are not worked out from: neither ranges nor ports of a sensitive rule", () => {
    const text = shown(() => undefined, "sensitive-ranges");
    expect(text).not.toMatch(/10\.1\.0\.0\/17|10\.1\.128|10\.1\.127/);
    expect(text).toContain(HIDDEN);
    const ports = shown((plan) => {
      const rule = changeAt(plan, "aws_vpc_security_group_ingress_rule.web-from-everywhere");
      rule.change = {
        ...rule.change,
        actions: ["update"],
        after: { ...rule.change.after, from_port: 4711, to_port: 4711 },
        after_sensitive: { from_port: true, to_port: true },
        before_sensitive: { from_port: true, to_port: true },
      };
      editPrior(plan, rule.address, () => undefined);
    });
    expect(ports).not.toContain("4711");
    expect(ports).toContain("aws_vpc_security_group_ingress_rule.web-from-everywhere");
  });

  test("are not shown in what is said of something else", () => {
    const text = shown((plan) => {
      const { change } = changeAt(plan, "aws_ssm_parameter.password");
      expect(change.after_sensitive).toMatchObject({ value: true });
    }, "no-network");
    expect(text).not.toContain("horse");
  });
});

test("a large review stays below the size of a comment and says what was cut", () => {
  const review = reviewPlan(planWith(3000) as unknown as JsonObject);
  const text = toMarkdown(review);
  expect(Buffer.byteLength(text)).toBeLessThan(61_000);
  expect(text).toMatch(/and \d+ more resources, cut to keep this below the size of a comment/);
  expect(text).toMatch(/^### Opened/m);
  expect(text.trimEnd().endsWith("</details>")).toBe(true);
  expect(review.resources.length).toBeGreaterThanOrEqual(3000);
});

test.each([
  "resource_changes",
  "prior_state",
  "configuration",
  "planned_values",
  "terraform_version",
  "format_version",
])("a plan without %s is reviewed, and one that doesn't tell what it changes is not called safe", (key) => {
  for (const name of ["nothing-changes", "route-removed", "new-bridge"]) {
    const plan = goldenPlan(name);
    delete plan[key];
    const review = reviewPlan(plan);
    expect(toMarkdown(review)).toMatch(/^## Plan review: /);
    if (key === "resource_changes") expect(review.unknown).toBe(true);
    else if (name === "route-removed") expect(review.flows.broken.length).toBeGreaterThan(0);
  }
});

test("entries of odd shapes are listed or skipped, never guessed", () => {
  const plan = goldenPlan("nothing-changes");
  const odd = [
    { address: "aws_vpc.no-change", type: "aws_vpc", mode: "managed", name: "no-change" },
    {
      address: "aws_vpc.no-actions",
      type: "aws_vpc",
      mode: "managed",
      name: "no-actions",
      change: { before: null, after: null },
    },
    {
      address: "aws_vpc.masks",
      type: "aws_vpc",
      mode: "managed",
      name: "masks",
      change: {
        actions: ["create"],
        after: { cidr_block: "10.9.0.0/16" },
        after_unknown: null,
        after_sensitive: "true",
      },
    },
    { type: "aws_vpc" },
    null,
    "text",
  ];
  changesOf(plan).push(...(odd as unknown as ReturnType<typeof changesOf>));
  const review = reviewPlan(plan);
  expect(review.unknown).toBe(true);
  expect(review.notJudged.flatMap(({ addresses }) => addresses)).toEqual(
    expect.arrayContaining(["aws_vpc.no-change", "aws_vpc.no-actions"]),
  );
  expect(review.resources.map(({ address }) => address)).toContain("aws_vpc.masks");
});
