import { join } from "node:path";
import { loadPlan } from "../../src/address-plan/load-plans";
import { type BridgePlan } from "../../src/address-plan/bridge-plan";
import { countClientPlace } from "../../src/choosing/count-client";
import { countHub } from "../../src/choosing/count-hub";
import { type Counted } from "../../src/choosing/counted";
import { planOf as planOfText } from "../address-plan/rule-case";
import { LARGE_APPLIANCE } from "../config/bridge-texts";
import { planOf, PROJECT } from "../support/bridges";
import { allOf, countByType, synthJson, type StackJson } from "../support/synthesized";

function planAt(file: string): BridgePlan {
  const loaded = loadPlan(join(PROJECT, "bridges", `${file}.yaml`));
  if ("faults" in loaded) throw new Error(JSON.stringify(loaded.faults));
  return loaded.plan;
}

const NAMED = { dns: { zone: "example.internal" } };

/** Every example, and one with names. */
const PLANS: readonly (readonly [name: string, plan: BridgePlan])[] = [
  ["article", planOf("article")],
  ["article with names", planOf("article", NAMED)],
  ["production", planOf("production")],
  ["appliance", planAt("appliance")],
  ["appliance beside an ALB", planOfText(LARGE_APPLIANCE)],
  ["hub", planAt("hub")],
  ["whole-vpc", planAt("whole-vpc")],
];

function counted(plan: BridgePlan): Counted {
  return plan.place === "hub" ? countHub(plan) : countClientPlace(plan);
}

const typeOf = (type: string) => (attributes: Readonly<Record<string, unknown>>) =>
  attributes["load_balancer_type"] === type;

/** What AWS charges for, counted in what Terraform gets. */
function partsIn(stack: StackJson) {
  const count = countByType(stack);
  const balancers = Object.values(allOf(stack, "aws_lb"));
  const endpoints = Object.values(allOf(stack, "aws_vpc_endpoint")).filter(
    (one) => one["vpc_endpoint_type"] === "Interface",
  );
  return {
    nat_gateway: count["aws_nat_gateway"] ?? 0,
    transit_gateway_attachment: count["aws_ec2_transit_gateway_vpc_attachment"] ?? 0,
    application_load_balancer: balancers.filter(typeOf("application")).length,
    network_load_balancer: balancers.filter(typeOf("network")).length,
    interface_endpoint: endpoints.reduce((sum, { subnet_ids: ids }) => sum + (ids as unknown[]).length, 0),
    hosted_zone: count["aws_route53_zone"] ?? 0,
  };
}

/** Names of what is added to sides: routes of their own tables, rules of their servers. A hub's own are left out. */
const WEB_ROUTE = /^(steer|appliance-ways)_web--|^webs_\w+_(peering|attachment)_[\w-]+--100-64-8-/;
const WEB_RULE = /^web_from-alb|^appliance-groups_web-from|^webs_\w+_servers_from/;
const CLIENT_ROUTE = /^nat_|^appliance-ways_(private1|clients-[ab])--|^clients_\w+_nat_clients_/;

function named(stack: StackJson, type: string, name: RegExp): number {
  return Object.keys(allOf(stack, type)).filter((one) => name.test(one)).length;
}

/** Subnets that client VPCs get beside those of their hosts. */
function addedSubnets(plan: BridgePlan, stack: StackJson): number {
  if (plan.place === "hub") return named(stack, "aws_subnet", /^clients_\w+_nat_/);
  return named(stack, "aws_subnet", /^client_/) - plan.clientSubnets.length;
}

describe.each(PLANS)("%s", (_, plan) => {
  const stack = synthJson(plan);
  const { charges, asks, way } = counted(plan);
  const parts = Object.fromEntries(charges.map(({ component, count }) => [component, count ?? NaN]));

  test("has the parts that its price is made of", () => {
    const found = partsIn(stack);
    expect(Object.keys(found).map((component) => [component, parts[component] ?? 0])).toEqual(Object.entries(found));
  });

  test("gives the web VPCs as many attachments, peerings, routes and rules as it says", () => {
    const count = countByType(stack);
    expect(asks.web.routes).toBe(named(stack, "aws_route", WEB_ROUTE));
    expect(asks.web.rules).toBe(named(stack, "aws_vpc_security_group_ingress_rule", WEB_RULE));
    expect(asks.web.peerings).toBe(count["aws_vpc_peering_connection"] ?? 0);
    const hub = way === "client" || way === "appliance" || parts["transit_gateway_attachment"] === 0 ? 0 : 1;
    expect(asks.web.attachments + asks.client.attachments + hub).toBe(parts["transit_gateway_attachment"]);
  });

  test("gives the client VPCs as many ranges, subnets, routes and endpoints as it says", () => {
    const count = countByType(stack);
    expect(asks.client.routes).toBe(named(stack, "aws_route", CLIENT_ROUTE));
    expect(asks.client.subnets).toBe(addedSubnets(plan, stack));
    expect(asks.client.secondaryRanges).toBe(count["aws_vpc_ipv4_cidr_block_association"] ?? 0);
    if (plan.place === "hub") expect(asks.client.endpoints).toBe(count["aws_vpc_endpoint"] ?? 0);
  });
});
