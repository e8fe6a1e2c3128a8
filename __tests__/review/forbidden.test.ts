import { matrixOf } from "../../src/reachability";
import { reviewPlan } from "../../src/review";
import { readChanges } from "../../src/review/changes";
import { networksOf } from "../../src/review/networks";
import { type JsonObject } from "../../src/terraform";
import { appliedPlan, changeAt, changesOf, goldenPlan, type ResourceChange } from "./plans/golden-plans";

function rules(plan: JsonObject): string[] {
  return reviewPlan(plan).forbidden.map(({ rule }) => rule);
}

function update(plan: JsonObject, address: string, values: JsonObject): void {
  const { change } = changeAt(plan, address);
  change.actions = ["update"];
  change.after = { ...change.after, ...values };
}

function add(plan: JsonObject, type: string, name: string, after: JsonObject): void {
  const added = {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    change: { actions: ["create"], before: null, after },
  };
  changesOf(plan).push(added);
}

function idOf(plan: JsonObject, address: string): string {
  return changeAt(plan, address).change.before?.id as string;
}

interface Case {
  readonly rule: string;
  readonly base?: string;
  readonly edit: (plan: JsonObject) => void;
}

const HUB = "aws_ec2_transit_gateway.hub";
const CASES: readonly Case[] = [
  {
    rule: "opened-to-the-internet",
    edit: (plan) => update(plan, "aws_vpc_security_group_ingress_rule.web-from-everywhere", { from_port: 22 }),
  },
  {
    rule: "propagation-switched-on",
    edit: (plan) =>
      add(plan, "aws_ec2_transit_gateway_route_table_propagation", "app", {
        transit_gateway_attachment_id: idOf(plan, "aws_ec2_transit_gateway_vpc_attachment.app"),
        transit_gateway_route_table_id: idOf(plan, "aws_ec2_transit_gateway_route_table.hub"),
      }),
  },
  {
    rule: "default-table-switched-on",
    edit: (plan) => update(plan, HUB, { default_route_table_association: "enable" }),
  },
  {
    rule: "attachment-joins-default-table",
    edit: (plan) =>
      update(plan, "aws_ec2_transit_gateway_vpc_attachment.app", {
        transit_gateway_default_route_table_propagation: true,
      }),
  },
  {
    rule: "route-aws-refuses",
    edit: (plan) =>
      add(plan, "aws_route", "inside", {
        route_table_id: idOf(plan, "aws_route_table.app"),
        destination_cidr_block: "10.1.2.0/24",
        transit_gateway_id: idOf(plan, HUB),
      }),
  },
  {
    rule: "parts-in-different-vpcs",
    edit: (plan) =>
      update(plan, "aws_route_table_association.app", { route_table_id: idOf(plan, "aws_route_table.db") }),
  },
  {
    rule: "vpcs-newly-connected",
    base: "vpc-attached",
    // The new VPC was there before, with its host, and nothing led to it.
    edit: (plan) => {
      const ids = new Map<string, string>();
      const resources = (plan.prior_state as unknown as { values: { root_module: { resources: object[] } } }).values
        .root_module.resources;
      for (const type of ["aws_vpc", "aws_subnet", "aws_security_group", "aws_instance"])
        for (const one of changesOf(plan).filter((each) => each.type === type && each.change.before === null)) {
          const id = `${type}-0new`;
          ids.set(type, id);
          const links = {
            vpc_id: ids.get("aws_vpc"),
            subnet_id: ids.get("aws_subnet"),
            vpc_security_group_ids: [ids.get("aws_security_group")],
          };
          const values = { ...one.change.after, ...(type !== "aws_vpc" && links), id } as JsonObject;
          one.change = { actions: ["no-op"], before: values, after: values };
          resources.push({ address: one.address, mode: "managed", type, name: one.address.split(".")[1], values });
        }
    },
  },
  {
    rule: "target-zone-not-served",
    base: "target-moved",
    edit: (plan) => update(plan, "aws_subnet.public", { availability_zone: "eu-west-1c" }),
  },
];

test.each(CASES.map((one): [string, Case] => [one.rule, one]))("%s", (rule, { base = "nothing-changes", edit }) => {
  const plan = goldenPlan(base);
  expect(rules(plan)).not.toContain(rule);
  edit(plan);
  const review = reviewPlan(plan);
  expect(review.forbidden.map((one) => one.rule)).toContain(rule);
  // What never works, or what AWS refuses, gives nobody a way; nor can be told what works after an apply that stops.
  const isRefused = ["route-aws-refuses", "parts-in-different-vpcs", "target-zone-not-served"].includes(rule);
  expect({ opens: review.opens, unknown: review.unknown }).toMatchObject(
    isRefused ? { unknown: true } : { opens: true },
  );
  expect(review.forbidden.find((one) => one.rule === rule)?.opens).toBe(!isRefused && rule !== "steering-leaves-zone");
});

test("an unused target that changes opens nothing", () => {
  const plan = goldenPlan("target-moved");
  update(plan, "aws_subnet.public", { availability_zone: "eu-west-1c" });
  expect(reviewPlan(plan).opens).toBe(false);
});

test("the default group opened", () => {
  const withGroup = (rules: JsonObject[]): JsonObject => {
    const plan = goldenPlan("nothing-changes");
    const values = { id: "sg-0default", vpc_id: idOf(plan, "aws_vpc.app"), ingress: [], egress: [] };
    const change = { actions: ["update"], before: values, after: { ...values, ingress: rules } };
    changesOf(plan).push({
      address: "aws_default_security_group.app",
      mode: "managed",
      type: "aws_default_security_group",
      name: "app",
      change,
    } as unknown as ResourceChange);
    const { resources } = (plan.prior_state as unknown as { values: { root_module: { resources: object[] } } }).values
      .root_module;
    resources.push({
      address: "aws_default_security_group.app",
      mode: "managed",
      type: "aws_default_security_group",
      name: "app",
      values,
    });
    return plan;
  };
  const rule: JsonObject = { protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"] };
  expect(rules(withGroup([]))).not.toContain("default-group-opened");
  expect(rules(withGroup([rule]))).toContain("default-group-opened");
});

test("what is new in a new network is nobody's accident, but the internet getting in is told", () => {
  expect(rules(goldenPlan("new-network"))).toEqual(["opened-to-the-internet"]);
  expect(rules(goldenPlan("new-bridge"))).toEqual([]);
});

test("one propagation more, into a table that takes some, is nothing new", () => {
  expect(rules(goldenPlan("module-count-grows"))).toEqual([]);
});

test("a subnet's traffic led over an interface in another zone", () => {
  const plan = appliedPlan("new-bridge");
  const [own, other] = ["aws_route.steer_private3--10-64-0-0-24", "aws_route.steer_private3b--10-64-0-0-24"] as const;
  update(plan, own, { network_interface_id: changeAt(plan, other).change.after!.network_interface_id! });
  expect(rules(plan)).toEqual(["steering-leaves-zone"]);
});

test.each(["new-bridge", "new-network"])(
  "%s, applied: nothing changes, and the state says what the plan said",
  (name) => {
    const plan = appliedPlan(name);
    const { verdict, flows, routes, filters, forbidden, duringApply } = reviewPlan(plan);
    expect({ verdict, routes, filters, forbidden, interruptions: duringApply.interruptions }).toEqual({
      ...{ verdict: "safe", routes: [], filters: [], forbidden: [], interruptions: [] },
    });
    expect(flows.counts).toMatchObject({ broken: 0, opened: 0, moved: 0, undecided: 0 });
    expect(flows.untouchedPairs).toBeGreaterThan(0);
    const planned = networksOf(goldenPlan(name), readChanges(goldenPlan(name))).after;
    const applied = networksOf(plan, readChanges(plan)).before;
    // Before the apply an attachment's interface can't be looked up; then its subnet is no end, as it has a known interface.
    const [old, next] = [planned, applied].map(({ walker }) => matrixOf(walker));
    const known = new Set(next?.endpoints);
    const entries = (matrix = old) =>
      matrix?.entries.filter(({ from, to }) => [from, to].every((end) => !end.startsWith("data.") && known.has(end)));
    expect(entries(next)).toEqual(entries(old));
  },
);

test("a lookup that is made again takes no flow away", () => {
  const plan = appliedPlan("new-bridge");
  const { prior_state: prior } = plan as unknown as {
    prior_state: { values: { root_module: { resources: { address: string; mode: string }[] } } };
  };
  const lookups = prior.values.root_module.resources.filter(({ mode }) => mode === "data");
  expect(lookups.length).toBeGreaterThan(1);
  for (const lookup of goldenPlan("new-bridge").resource_changes as unknown as ResourceChange[])
    if (lookup.address.startsWith("data.")) changesOf(plan).push(lookup);
  expect(reviewPlan(plan)).toMatchObject({
    cuts: false,
    opens: false,
    flows: { broken: [], opened: [], counts: { removed: 0, new: 0 } },
  });
});

test("the first host in a subnet takes no flow away from others that may sit there", () => {
  const plan = goldenPlan("nothing-changes");
  const like = changeAt(plan, "aws_instance.client");
  const after = { ...like.change.before, id: null, subnet_id: idOf(plan, "aws_subnet.nat"), private_ip: "10.1.1.20" };
  changesOf(plan).push({
    ...like,
    address: "aws_instance.second",
    change: { actions: ["create"], before: null, after },
  });
  const { cuts, flows } = reviewPlan(plan);
  expect({ cuts, broken: flows.broken, removed: flows.counts.removed }).toEqual({
    cuts: false,
    broken: [],
    removed: 0,
  });
});
