import { matrixOf } from "../../src/reachability";
import { reviewPlan } from "../../src/review";
import { readChanges } from "../../src/review/changes";
import { type FlowLine } from "../../src/review/flow-lines";
import { networksOf } from "../../src/review/networks";
import { touchedBy } from "../../src/review/touched";
import { type JsonObject } from "../../src/terraform";
import { numbers } from "../support/mutate-json";
import { appliedPlan, changesOf, goldenPlan, namesIn, PLANS, type ResourceChange } from "./plans/golden-plans";

const NAMES = namesIn(PLANS);

function holds(lines: readonly FlowLine[], from: string, to: string, protocol: string): boolean {
  return lines.some(
    (line) => line.from.includes(from) && line.to.includes(to) && [protocol, "(sensitive)"].includes(line.protocol),
  );
}

/** Checks the review against the matrices of both networks, which ask every pair on its own. @returns how many pairs differ */
function expectAllTold(plan: JsonObject): number {
  const { before, after } = networksOf(plan, readChanges(plan));
  const [old, next] = [matrixOf(before.walker), matrixOf(after.walker)];
  const keyOf = ({ from, to, protocol, ports }: (typeof old.entries)[number]): string =>
    JSON.stringify([from, to, protocol, ports]);
  const will = new Map(next.entries.map((entry) => [keyOf(entry), entry.verdict]));
  const { flows } = reviewPlan(plan);
  let differing = 0;
  for (const entry of old.entries) {
    const { from, to, protocol, verdict: was } = entry;
    const verdict = will.get(keyOf(entry));
    if (verdict === undefined || verdict === was) continue;
    differing++;
    const lines = [was, verdict].includes("UNKNOWN")
      ? flows.undecided
      : was === "ALLOWED"
        ? flows.broken
        : flows.opened;
    expect({ entry, told: holds(lines, from, to, protocol) }).toEqual({ entry, told: true });
  }
  return differing;
}

test.each(NAMES)("%s: every pair whose verdict differs in the matrices is told", (name) => {
  const plan = goldenPlan(name);
  const { counts } = reviewPlan(plan).flows;
  const differing = expectAllTold(plan);
  if (counts.broken + counts.opened + counts.undecided === 0) expect(differing).toBe(0);
});

/** A plan in which one resource takes an argument of another of its type. */
function swapped(name: string, random: () => number): JsonObject {
  const plan = appliedPlan(name);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  for (let left = 1 + Math.floor(random() * 2); left > 0; left--) {
    const own = pick(changesOf(plan));
    const other = pick(changesOf(plan).filter(({ type }) => type === own.type));
    const keys = Object.keys(own.change.after ?? {}).filter((key) => !["id", "arn"].includes(key));
    const key = pick(keys);
    own.change.actions = ["update"];
    own.change.after = { ...own.change.after, [key]: other.change.before?.[key] ?? null };
  }
  return plan;
}

test.each(["new-network", "new-bridge", "module-count-grows"])(
  "%s with arguments exchanged: every differing pair is told",
  (name) => {
    let differing = 0;
    for (let seed = 1; seed <= 60; seed++) differing += expectAllTold(swapped(name, numbers(seed)));
    expect(differing).toBeGreaterThan(10);
  },
);

/** Two VPCs that have nothing to do with each other, two hosts each; the group of the first changes. */
function apart(): JsonObject {
  const changes: ResourceChange[] = [];
  const add = (type: string, name: string, before: JsonObject, after = before): void => {
    const values = { id: `${type}-${name}`, ...before };
    const actions = before === after ? ["no-op"] : ["update"];
    const change = { actions, before: values, after: { ...values, ...after } };
    changes.push({ address: `${type}.${name}`, mode: "managed", type, name, change } as unknown as ResourceChange);
  };
  for (const name of ["first", "second"]) {
    const vpc = { vpc_id: `aws_vpc-${name}` };
    const rule = (port: number): JsonObject => ({
      protocol: "tcp",
      from_port: port,
      to_port: port,
      cidr_blocks: ["10.0.0.0/8"],
    });
    const group = (...ingress: JsonObject[]): JsonObject => ({
      ...vpc,
      ingress,
      egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
    });
    add("aws_vpc", name, { cidr_block: "10.0.0.0/16" });
    add("aws_subnet", name, { ...vpc, cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" });
    add("aws_security_group", name, group(rule(80)), name === "first" ? group(rule(80), rule(443)) : undefined);
    for (const host of ["a", "b"])
      add("aws_instance", `${name}-${host}`, {
        subnet_id: `aws_subnet-${name}`,
        vpc_security_group_ids: [`aws_security_group-${name}`],
      });
  }
  return { format_version: "1.2", resource_changes: changes } as unknown as JsonObject;
}

test("pairs that no change can reach are not asked", () => {
  const plan = apart();
  const { flows } = reviewPlan(plan);
  expect(flows.opened).toMatchObject([
    { protocol: "tcp", ports: "443", causes: [{ address: "aws_security_group.first" }] },
  ]);
  expect(flows.counts).toMatchObject({ opened: 2, unchanged: 2, broken: 0 });
  // The pairs within the second VPC and between the two.
  expect(flows.untouchedPairs).toBe(2 + 8);
  for (const one of changesOf(plan)) one.change = { ...one.change, actions: ["no-op"], after: one.change.before };
  expect(reviewPlan(plan).flows).toMatchObject({ untouchedPairs: 12, opened: [] });
});

test("an overlapping address tells nothing: ends are named by their resources", () => {
  const text = JSON.stringify(reviewPlan(goldenPlan("new-bridge")).flows);
  expect(text).toContain("aws_instance.demo-client");
  expect(text).not.toMatch(/10\.64\.0/);
});

test("alike ends are told together, each by its name", () => {
  const [line] = reviewPlan(goldenPlan("module-count-grows")).flows.opened;
  expect(line).toMatchObject({
    pairs: 2,
    causes: [{ address: "module.spoke[2].aws_instance.this", action: "create" }],
  });
  expect(line?.from.length).toBe(2);
});

test("each change without which a flow would be as before is a cause", () => {
  const plan = goldenPlan("security-group-opened-too-far");
  const causes = reviewPlan(plan).flows.opened.map((line) => line.causes.map(({ address }) => address));
  expect(causes.flat().sort()).toEqual([
    "aws_vpc_security_group_ingress_rule.database-from-nat",
    "aws_vpc_security_group_ingress_rule.web-from-everywhere",
  ]);
});

describe("what belongs to something else is seen to change too", () => {
  const withAfter = (name: string, address: string, values: JsonObject): JsonObject => {
    const plan = goldenPlan(name);
    const { change } = changesOf(plan).find((one) => one.address === address)!;
    change.actions = ["update"];
    change.after = { ...change.after, ...values };
    change.after_unknown = {};
    return plan;
  };

  /** How many things differ between the two networks, and the changes that there are. */
  const differences = (plan: JsonObject): number => touchedBy(networksOf(plan, readChanges(plan))).count;
  const idOf = (plan: JsonObject, address: string): string =>
    changesOf(plan).find((one) => one.address === address)!.change.before!.id as string;

  test("a load balancer's groups", () => {
    const own = goldenPlan("target-moved");
    const plan = withAfter("target-moved", "aws_lb.front", { security_groups: [idOf(own, "aws_security_group.web")] });
    const { change } = changesOf(plan).find((one) => one.address === "aws_lb_target_group_attachment.web")!;
    Object.assign(change, { actions: ["no-op"], after: change.before });
    expect(differences(plan)).toBe(2);
    expectAllTold(plan);
    expect(reviewPlan(plan).flows.broken.flatMap(({ to }) => to)).toContain("aws_lb.front");
  });

  test("an attachment's subnets", () => {
    const own = goldenPlan("nothing-changes");
    expect(differences(own)).toBe(0);
    const subnets = [idOf(own, "aws_subnet.app")];
    const plan = withAfter("nothing-changes", "aws_ec2_transit_gateway_vpc_attachment.app", { subnet_ids: subnets });
    expect(differences(plan)).toBe(2);
    expectAllTold(plan);
  });
});
