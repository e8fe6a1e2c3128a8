import { reviewPlan } from "../../src/review";
import { INCIDENT_RULES } from "../../src/review/incidents";
import { type JsonObject } from "../../src/terraform";
import { changeAt, changesOf, goldenPlan } from "./plans/golden-plans";

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

test("each rule has a plan that breaks it", () => {
  expect(new Set(CASES.map(({ rule }) => rule))).toEqual(new Set(INCIDENT_RULES.map(({ name }) => name)));
});

test("a plan that changes nothing steps into no trap", () => {
  const plan = goldenPlan("nothing-changes");
  expect(changesOf(plan).length).toBeGreaterThan(30);
  expect(reviewPlan(plan).incidents).toEqual([]);
});
