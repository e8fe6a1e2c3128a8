import { readdirSync } from "node:fs";
import { matrixOf } from "../../src/reachability";
import { reviewPlan } from "../../src/review";
import { readChanges } from "../../src/review/changes";
import { type FlowLine } from "../../src/review/flow-lines";
import { networksOf } from "../../src/review/networks";
import { type JsonObject } from "../../src/terraform";
import { changesOf, goldenPlan, PLANS, type ResourceChange } from "./plans/golden-plans";

const NAMES = readdirSync(PLANS).map((file) => file.replace(/\.json$/, ""));

function holds(lines: readonly FlowLine[], from: string, to: string, protocol: string): boolean {
  return lines.some(
    (line) => line.from.includes(from) && line.to.includes(to) && [protocol, "(sensitive)"].includes(line.protocol),
  );
}

/** The whole matrix of both networks is the slow way to find what breaks and opens: every pair on its own. */
test.each(NAMES)("%s: every pair whose verdict differs in the matrices is told", (name) => {
  const plan = goldenPlan(name);
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
  const { counts } = flows;
  if (counts.broken + counts.opened + counts.undecided === 0) expect(differing).toBe(0);
});

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
