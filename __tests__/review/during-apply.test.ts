import { reviewPlan } from "../../src/review";
import { type JsonObject } from "../../src/terraform";
import { changeAt, changesOf, goldenPlan } from "./plans/golden-plans";

/** The plan that changes nothing, with one resource replaced by its like, and whoever names it following, as Terraform plans it. */
function replacing(address: string, order: readonly string[], plan = goldenPlan("nothing-changes")): JsonObject {
  const { change } = changeAt(plan, address);
  const known = [change.before?.id, change.before?.arn].filter((one) => typeof one === "string");
  change.actions = [...order];
  change.after_unknown = { id: true, arn: true };
  for (const key of ["id", "arn"]) delete change.after?.[key];
  for (const { address: other, change: own } of changesOf(plan)) {
    const naming = Object.entries(own.after ?? {}).filter(([, value]) =>
      known.some((one) => JSON.stringify(value).includes(`"${one}"`)),
    );
    if (other === address || naming.length === 0) continue;
    own.after = Object.fromEntries(
      Object.entries(own.after ?? {}).filter(([key]) => !naming.some(([one]) => one === key)),
    );
    own.after_unknown = Object.fromEntries(naming.map(([key]) => [key, true]));
    if (own.actions[0] === "no-op") own.actions = ["update"];
  }
  return plan;
}

/** The served network without the change of its target. */
function served(): JsonObject {
  const plan = goldenPlan("target-moved");
  const { change } = changeAt(plan, "aws_lb_target_group_attachment.web");
  Object.assign(change, { actions: ["no-op"], after: change.before, after_unknown: {} });
  return plan;
}

const TO_DATABASE = "aws_instance.client > aws_instance.database";
const TO_FRONT = "aws_instance.client > aws_lb.front";

/** Ends of the flows that are interrupted, certain or not. */
function interrupted(plan: JsonObject): string[] {
  return reviewPlan(plan).duringApply.interruptions.flatMap(({ flows }) =>
    flows.flatMap(({ from, to }) => from.flatMap((one) => to.map((other) => `${one} > ${other}`))),
  );
}

/** What client and database need: the NAT gateway, routes, associations and attachments there and back, rules and ends. */
const ON_THE_WAY: readonly string[] = [
  "aws_nat_gateway.app",
  "aws_route.app-to-db",
  "aws_route.nat-to-db",
  "aws_route.db-to-app",
  "aws_route_table_association.app",
  "aws_route_table_association.nat",
  "aws_route_table_association.db",
  "aws_ec2_transit_gateway_vpc_attachment.app",
  "aws_ec2_transit_gateway_vpc_attachment.db",
  "aws_ec2_transit_gateway_route_table_association.app",
  "aws_ec2_transit_gateway_route_table_association.db",
  "aws_ec2_transit_gateway_route.to-app",
  "aws_ec2_transit_gateway_route.to-db",
  "aws_vpc_security_group_ingress_rule.database-from-nat",
  "aws_vpc_security_group_egress_rule.client",
  "aws_instance.client",
  "aws_instance.database",
];

test.each(ON_THE_WAY)("%s, deleted before its successor comes, interrupts", (address) => {
  const review = reviewPlan(replacing(address, ["delete", "create"]));
  expect(review).toMatchObject({ verdict: "cuts", cuts: true });
  expect(review.flows.broken).toEqual([]);
  expect(interrupted(replacing(address, ["delete", "create"]))).toContain(TO_DATABASE);
  const [first] = review.duringApply.interruptions;
  expect(first).toMatchObject({ cause: address, certain: true });
  expect(first?.steps[0]).toEqual({ verb: "destroy", address });
  expect(first?.steps).toContainEqual({ verb: "create", address });
});

// A VPC has one attachment to a gateway, so an attachment's successor can't come first.
const SUCCEEDED = ON_THE_WAY.filter((address) => !address.includes("vpc_attachment"));

test.each(SUCCEEDED)("%s, with its successor first, interrupts nothing", (address) => {
  expect(interrupted(replacing(address, ["create", "delete"]))).toEqual([]);
});

const BEHIND_THE_BALANCER: readonly string[] = [
  "aws_lb.front",
  "aws_lb_listener.front",
  "aws_lb_target_group_attachment.web",
  "aws_vpc_security_group_ingress_rule.front-from-app",
  "aws_vpc_security_group_ingress_rule.web-from-front",
];

test.each(BEHIND_THE_BALANCER)("%s, deleted before its successor comes, interrupts", (address) => {
  expect(interrupted(served())).toEqual([]);
  expect(interrupted(replacing(address, ["delete", "create"], served()))).toContain(TO_FRONT);
});

test("what is not on a flow's way interrupts nothing", () => {
  for (const address of ["aws_route.public-to-internet", "aws_internet_gateway.app", "aws_instance.web"])
    expect(interrupted(replacing(address, ["delete", "create"]))).not.toContain(TO_DATABASE);
});

test("whoever holds connections ends the open ones, even with the successor first", () => {
  const { resets } = reviewPlan(replacing("aws_nat_gateway.app", ["create", "delete"])).duringApply;
  expect(resets.map(({ cause }) => cause)).toEqual(["aws_nat_gateway.app"]);
  expect(reviewPlan(replacing("aws_route.app-to-db", ["create", "delete"])).duringApply.resets).toEqual([]);
});

test("an instance that is stopped for an update is away; other updates of it are not", () => {
  const updated = (key: string, value: string): JsonObject => {
    const plan = goldenPlan("nothing-changes");
    const { change } = changeAt(plan, "aws_instance.database");
    change.actions = ["update"];
    change.after = { ...change.after, [key]: value };
    return plan;
  };
  expect(interrupted(updated("instance_type", "t3.large"))).toContain(TO_DATABASE);
  expect(interrupted(updated("monitoring", "true"))).toEqual([]);
});

test("rules that are taken away and put back leave a gap, those that stay do not", () => {
  const { duringApply, flows } = reviewPlan(goldenPlan("inline-rules-changed"));
  expect(flows.broken.map(({ ports }) => ports)).toEqual(["22"]);
  expect(duringApply.interruptions).toMatchObject([
    {
      cause: "aws_security_group.database",
      steps: [{ verb: "revoke" }, { verb: "update" }],
      flows: [{ ports: "5432" }],
    },
  ]);
});

test("a route that changes its target does so at once", () => {
  const plan = goldenPlan("route-past-the-nat-gateway");
  expect(reviewPlan(plan).duringApply.interruptions).toEqual([]);
});

test("destroyed here and created there: Terraform fixes no order", () => {
  const { interruptions } = reviewPlan(goldenPlan("association-recreated-under-another-name")).duringApply;
  expect(interruptions).toMatchObject([
    { certain: false, cause: "aws_ec2_transit_gateway_route_table_association.app" },
  ]);
});

test("a plan too large to be played through still tells of replacements on a flow's way", () => {
  const plan = replacing("aws_nat_gateway.app", ["delete", "create"]);
  const changes = plan.resource_changes as unknown as JsonObject[];
  for (let i = 0; i < 130; i++) {
    const address = `aws_eip.extra[${i}]`;
    changes.push({
      address,
      mode: "managed",
      type: "aws_eip",
      name: "extra",
      index: i,
      change: { actions: ["create"], before: null, after: {} },
    });
  }
  const { isPlayed, interruptions } = reviewPlan(plan).duringApply;
  expect(isPlayed).toBe(false);
  expect(interruptions).toMatchObject([{ cause: "aws_nat_gateway.app", steps: [] }]);
});
