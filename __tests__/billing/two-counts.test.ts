import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type BridgePlan } from "../../src/address-plan/bridge-plan";
import { planHub } from "../../src/address-plan/hub/plan-hub";
import { loadPlan } from "../../src/address-plan/load-plans";
import { planAddresses } from "../../src/address-plan/plan";
import { findBreaks } from "../../src/address-plan/rules";
import { billOf, type GraphBill } from "../../src/billing";
import { legCharges } from "../../src/choosing/leg-charges";
import { hubSchema } from "../../src/config/hub-schema";
import { bridgeSchema } from "../../src/config/schema";
import { type Charge } from "../../src/prices";
import { graphOfAny, type JsonObject } from "../../src/terraform";
import { randomHub } from "../address-plan/hub/random-hub";
import { type BridgeInput, randomBridge } from "../address-plan/random-bridge";
import { planOf as planOfText } from "../address-plan/rule-case";
import { APPLIANCE, LARGE_APPLIANCE } from "../config/bridge-texts";
import { ATTACHED, EXISTING_CLIENT, EXISTING_WEB, planOf, PROJECT, WITH_GATEWAY } from "../support/bridges";
import { synthJson } from "../support/synthesized";

/** What the file says nothing of: their number hangs on the constructs. */
const WATCHING = ["alarm", "dashboard"];

/** How many of each component each account pays for. */
function counted(charges: readonly (Charge & { readonly provider: string })[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { component, count, provider } of charges) {
    if (WATCHING.includes(component) || component === "path_analysis") continue;
    const key = `${provider} ${component}`;
    counts[key] = (counts[key] ?? 0) + (count ?? NaN);
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function billOfStack(plan: BridgePlan): GraphBill {
  return billOf(graphOfAny(synthJson(plan) as unknown as JsonObject, plan.name));
}

function both(plan: BridgePlan) {
  const bill = billOfStack(plan);
  return { ofFile: counted(legCharges(plan)), ofStack: counted(bill.charges), bill };
}

function planAt(file: string): BridgePlan {
  const loaded = loadPlan(join(PROJECT, "bridges", file));
  if ("faults" in loaded) throw new Error(JSON.stringify(loaded.faults));
  return loaded.plan;
}

const FILES = readdirSync(join(PROJECT, "bridges")).filter((name) => name.endsWith(".yaml"));
const VARIANTS: readonly (readonly [name: string, plan: BridgePlan])[] = [
  ...FILES.map((file) => [file, planAt(file)] as const),
  ["existing VPCs", planOf("article", { ...EXISTING_CLIENT, ...EXISTING_WEB })],
  ["attachments that exist", planOf("article", ATTACHED)],
  ["a NAT gateway that exists", planOf("article", { ...ATTACHED, ...WITH_GATEWAY })],
  ["names", planOf("article", { dns: { zone: "example.internal" } })],
  [
    "two accounts",
    planOf("article", {
      "client.account": { id: "111122223333" },
      "web.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" },
    }),
  ],
  ["an appliance beside an ALB", planOfText(LARGE_APPLIANCE)],
  ["an appliance with Session Manager", planOfText(`${APPLIANCE}  session_access: true\n`)],
  ["larger demo hosts", planOf("article", { "demo.client.instance_type": "t4g.small" })],
];

test("there are examples of every place", () => {
  expect(FILES.length).toBeGreaterThan(4);
});

test.each(VARIANTS)("%s costs the same by its file and by its stack, account by account", (_, plan) => {
  const { ofFile, ofStack, bill } = both(plan);
  expect(Object.keys(ofFile).length).toBeGreaterThan(0);
  expect(ofStack).toEqual(ofFile);
  // Nothing that this project makes is of a price that nobody knows.
  expect(bill.notPriced).toEqual([]);
  expect(bill.notRead).toEqual([]);
});

test("analysed paths are the module's that makes them", () => {
  const plan = planOf("article", { reachability_analyzer: {} });
  const { ofFile, ofStack, bill } = both(plan);
  expect(ofStack).toEqual(ofFile);
  // The paths are a module's, whose sources are not in the stack.
  expect(bill.notRead.map(({ address }) => address)).toEqual(["module.analyzer_segments"]);
  expect(legCharges(plan)).toContainEqual(
    expect.objectContaining({ component: "path_analysis", count: 2, leg: { kind: "analyzer" } }),
  );
});

/** The plan of a content, where AWS would take it. */
function sound(input: BridgeInput): BridgePlan | undefined {
  const isHub = (input["bridge"] as BridgeInput)["place"] === "hub";
  const plan = isHub
    ? planHub({ name: "random", config: hubSchema.parse(input) })
    : planAddresses({ name: "random", config: bridgeSchema.parse(input) });
  return findBreaks(plan).length === 0 ? plan : undefined;
}

test.each([
  ["in the client VPC", randomBridge],
  ["in a hub", randomHub],
])("random bridges %s cost the same by both counts", (_, random) => {
  let compared = 0;
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const plan = sound(random(draw));
      if (!plan) return;
      compared++;
      const { ofFile, ofStack } = both(plan);
      expect(ofStack).toEqual(ofFile);
    }),
    { numRuns: 60, seed: 19 },
  );
  expect(compared).toBeGreaterThan(10);
});
