import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reviewPlan, toMarkdown } from "../../src/review";
import { INCIDENT_RULES } from "../../src/review/incidents";
import { type JsonObject } from "../../src/terraform";
import { IN_USE } from "./incidents/in-use-cases";
import { REFUSED } from "./incidents/refused-cases";
import { type TrapCase } from "./incidents/trap-case";
import { UNIQUE } from "./incidents/unique-cases";
import { changeAt, changesOf, goldenPlan } from "./plans/golden-plans";
import { type Part, trapPlan } from "./plans/trap-plan";

interface Case {
  readonly rule: string;
  readonly plan: () => JsonObject;
  readonly addresses: readonly string[];
  /** Makes the plan one that the rule has nothing against. */
  readonly mend: (plan: JsonObject) => void;
}

interface Configured {
  readonly resources: { address: string; expressions: Record<string, unknown>; depends_on?: string[] }[];
}

function configurationOf(plan: JsonObject, address: string): Configured["resources"][number] {
  const { root_module } = plan.configuration as unknown as { root_module: Configured };
  const found = root_module.resources.find((one) => one.address === address);
  if (!found) throw new Error(`no configuration of ${address}`);
  return found;
}

/** The database's group replaced, as after a change of its description. */
function groupReplaced(): JsonObject {
  const plan = goldenPlan("nothing-changes");
  const { change } = changeAt(plan, "aws_security_group.database");
  change.actions = ["delete", "create"];
  change.after_unknown = { id: true, arn: true };
  for (const key of ["id", "arn"]) delete change.after?.[key];
  return plan;
}

const CASES: readonly Case[] = [
  {
    rule: "inline-and-separate-routes",
    plan: () => goldenPlan("inline-route-beside-routes"),
    addresses: ["aws_route.db-to-app", "aws_route_table.db"],
    mend: (plan) => delete configurationOf(plan, "aws_route_table.db").expressions.route,
  },
  {
    rule: "nat-gateway-replaced-by-count",
    plan: () => goldenPlan("nat-gateway-secondary-count"),
    addresses: ["aws_nat_gateway.app"],
    mend: (plan) => (changeAt(plan, "aws_nat_gateway.app").change.replace_paths = [["private_ip"]]),
  },
  {
    rule: "nat-gateway-replaced-by-count",
    plan: () => goldenPlan("nat-gateways-over-count"),
    addresses: ["aws_nat_gateway.zone[0]"],
    mend: (plan) =>
      Object.assign(changeAt(plan, "aws_nat_gateway.zone[0]").change.after!, { subnet_id: "subnet-0other" }),
  },
  {
    rule: "transit-gateway-propagation-recreated",
    plan: () => goldenPlan("association-recreated-under-another-name"),
    addresses: [
      "aws_ec2_transit_gateway_route_table_association.app",
      "aws_ec2_transit_gateway_route_table_association.application",
    ],
    mend: (plan) => {
      const { change } = changeAt(plan, "aws_ec2_transit_gateway_route_table_association.application");
      Object.assign(change.after!, { transit_gateway_route_table_id: "tgw-rtb-0other" });
    },
  },
  {
    rule: "attachment-id-as-transit-gateway-id",
    plan: () => goldenPlan("attachment-id-for-the-gateway"),
    addresses: ["aws_route.app-to-other"],
    mend: (plan) =>
      Object.assign(changeAt(plan, "aws_route.app-to-other").change.after!, { transit_gateway_id: "tgw-0123" }),
  },
  {
    rule: "route-before-attachment",
    plan: () => goldenPlan("vpc-attached"),
    addresses: ["aws_route.new-to-db"],
    mend: (plan) =>
      (configurationOf(plan, "aws_route.new-to-db").depends_on = ["aws_ec2_transit_gateway_vpc_attachment.new"]),
  },
  {
    rule: "security-group-replaced-in-use",
    plan: groupReplaced,
    addresses: ["aws_security_group.database", "aws_instance.database"],
    mend: (plan) => changeAt(plan, "aws_security_group.database").change.actions.reverse(),
  },
];

function found(plan: JsonObject, rule: string) {
  return reviewPlan(plan).incidents.filter((one) => one.rule === rule);
}

test.each(CASES.map((one): [string, Case] => [one.rule, one]))("%s", (rule, { plan, addresses, mend }) => {
  expect(found(plan(), rule).map((one) => one.addresses)).toEqual([addresses]);
  const mended = plan();
  mend(mended);
  expect(found(mended, rule)).toEqual([]);
});

const SMALL: readonly TrapCase[] = [...IN_USE, ...UNIQUE, ...REFUSED];

test.each(SMALL.map((one, i): [string, TrapCase] => [`${one.rule}, ${i}`, one]))("%s", (_, trap) => {
  const { rule, wrong, addresses, right } = trap;
  expect(found(trapPlan(wrong), rule).map((one) => one.addresses)).toEqual([addresses]);
  expect(reviewPlan(trapPlan(wrong))).toMatchObject({ unknown: true });
  for (const parts of right) expect(found(trapPlan(parts), rule)).toEqual([]);
});

test("each rule has a plan that breaks it, and one that does not", () => {
  const names = new Set(INCIDENT_RULES.map(({ name }) => name));
  expect(new Set([...CASES, ...SMALL].map(({ rule }) => rule))).toEqual(names);
  const spared = SMALL.filter(({ right }) => right.length > 0).map(({ rule }) => rule);
  expect(new Set([...CASES.map(({ rule }) => rule), ...spared])).toEqual(names);
});

test("the documentation lists every rule", () => {
  const listed = readFileSync(join(__dirname, "../../docs/traps.md"), "utf8").match(/^\| `([a-z0-9-]+)`/gm) ?? [];
  const names = listed.map((line) => line.slice(3, -1)).sort();
  expect(names).toEqual(INCIDENT_RULES.map(({ name }) => name).sort());
});

test("the documentation is one sentence or two a rule, and no program text", () => {
  const rows = readFileSync(join(__dirname, "../../docs/traps.md"), "utf8").match(/^\| `.*$/gm) ?? [];
  for (const row of rows) expect(row).toMatch(/^\| `[a-z0-9-]+` +\| [^|{}*]{20,300}\. +\|$/);
});

/** What is to be made under one address and destroyed under another at the same time. */
const RENAMED = UNIQUE.filter(({ rule, wrong }) => {
  const isTold = rule.startsWith("transit-gateway-propagation") || rule === "second-transit-gateway-table";
  return !isTold && wrong.at(-1)?.does === "create" && wrong.at(-2)?.does === "create";
});

test.each(RENAMED.map((one, i): [string, TrapCase] => [`${one.rule}, ${i}`, one]))(
  "renamed without a word: %s",
  (_, trap) => {
    const [one, two] = trap.wrong.slice(-2) as [Part, Part];
    const base = trap.wrong.slice(0, -2);
    const gone: Part = { address: one.address, does: "delete", before: one.after ?? {} };
    const plan = trapPlan([...base, gone, two]);
    expect(found(plan, trap.rule)).toMatchObject([{ addresses: [two.address, one.address], stops: [] }]);
  },
);

test("equal traps of many instances are one", () => {
  const keys = Array.from({ length: 63 }, (_, i) => `k${i}`);
  const parts = keys.map((key): Part => ({
    ...{ address: `aws_lb.b["${key}"]`, does: "delete" },
    before: { name: key, internal: true, enable_deletion_protection: true },
  }));
  const review = reviewPlan(trapPlan(parts));
  expect(review.incidents).toMatchObject([{ rule: "deletion-protected", times: 63 }]);
  expect(review.incidents[0]?.addresses).toHaveLength(63);
  const lines = toMarkdown(review).split("\n");
  expect(lines.filter((line) => line.includes("(`deletion-protected`)"))).toEqual([
    expect.stringMatching(/^- 63 times, /),
  ]);
});

test("a plan that changes nothing steps into no trap", () => {
  const plan = goldenPlan("nothing-changes");
  expect(changesOf(plan).length).toBeGreaterThan(30);
  expect(reviewPlan(plan).incidents).toEqual([]);
});

/** Plans that the real provider made of reported bugs. */
function reported(name: string): JsonObject {
  return JSON.parse(readFileSync(join(__dirname, "fixtures", `${name}.json`), "utf8")) as JsonObject;
}

test("a target group that is replaced in use leaves its flows cut, since the apply stops there", () => {
  const review = reviewPlan(reported("target-group-port-changed"));
  expect(review.incidents.map(({ rule }) => rule)).toEqual(["target-group-in-use"]);
  expect(review.duringApply.interruptions).toMatchObject([{ certain: true, stopsAt: "aws_lb_target_group.tg" }]);
  expect(review.duringApply.interruptions[0]?.steps.at(-1)).toEqual({
    verb: "destroy",
    address: "aws_lb_target_group.tg",
  });
  const text = toMarkdown(review);
  expect(text).toContain("1 flow stays cut, for AWS refuses a step of the apply");
  expect(text).not.toContain("interrupted");
});

test.each([
  ["mixed-group-rules", "inline-and-separate-group-rules", 2],
  ["priority-twice", "listener-rule-priority-twice", 1],
])("%s", (name, rule, times) => {
  expect(reviewPlan(reported(name)).incidents).toMatchObject([{ rule, times }]);
});
