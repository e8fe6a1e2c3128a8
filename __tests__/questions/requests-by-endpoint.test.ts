import type { HubPlan } from "../../src/address-plan/hub/hub-plan";
import { answer } from "../../src/questions/asked";
import { promisesOf } from "../../src/questions/promises";
import { judge } from "../../src/reachability";
import { type Network, networkIn } from "../../src/requirements/judged-network";
import { graphOf, type JsonObject } from "../../src/terraform";
import { hubPlanOf } from "../support/hubs";
import { synthJson } from "../support/synthesized";

/** Beside the example's shop a second service behind its listener: the client `batch` meets both at one endpoint. */
const SECOND = {
  ...{ web: "shop", protocol: "HTTPS", port: 443, listeners: ["https"], targets: ["10.0.1.12"] },
  match: { paths: ["/api/*"] },
};

interface Attached {
  readonly resource: { readonly aws_lb_target_group_attachment: Record<string, unknown> };
}

/** The network where a service has lost its targets. */
function hubWithout(
  service: "api" | "shop" | undefined,
  expected: readonly object[] = [],
  second: object = SECOND,
): { readonly plan: HubPlan; readonly network: Network } {
  const plan = hubPlanOf("hub", { "services.api": second, expect: expected });
  const json = structuredClone(synthJson(plan)) as unknown as Attached & JsonObject;
  const attached = json.resource.aws_lb_target_group_attachment;
  const lost = Object.keys(attached).filter((name) => service && name.startsWith(`webs_shop_alb_${service}_`));
  for (const name of lost) delete attached[name];
  if (lost.length === 0 && service) throw new Error(`${service} has no targets to lose`);
  return { plan, network: networkIn(graphOf(json, "hub", "synth"), "hub", plan) };
}

const verdictOf = (network: Network, from: string, to: string): string => answer(network, { from, to }).verdict;

test.each([
  ["batch", "by its endpoint"],
  ["apps", "by its NAT gateways"],
])("%s, %s, reaches a service whatever became of another one behind its listener", (from) => {
  const whole = hubWithout(undefined).network;
  expect([verdictOf(whole, from, "shop"), verdictOf(whole, from, "api")]).toEqual(["ALLOWED", "ALLOWED"]);
  const noApi = hubWithout("api").network;
  expect([verdictOf(noApi, from, "shop"), verdictOf(noApi, from, "api")]).toEqual(["ALLOWED", "DENIED"]);
  const noShop = hubWithout("shop").network;
  expect([verdictOf(noShop, from, "shop"), verdictOf(noShop, from, "api")]).toEqual(["DENIED", "ALLOWED"]);
});

test("the path that is asked for counts, in whichever order questions come", () => {
  const { network } = hubWithout("api");
  const asked = ["https://shop/api/1", "https://shop/", "https://shop/api/2", "shop"];
  expect(asked.map((to) => verdictOf(network, "batch", to))).toEqual(["DENIED", "ALLOWED", "DENIED", "ALLOWED"]);
});

test.each([
  ["allowed", true],
  ["denied", false],
])("what a file expects of it is judged by its own requests: %s", (is, holds) => {
  const { network, plan } = hubWithout("api", [{ from: "batch", to: "shop", is }]);
  const [own] = promisesOf(network, plan).filter(({ text }) => text.startsWith("expect: "));
  expect(own && judge(network.walker, own).holds).toBe(holds);
});

test("a service without a rule is asked for what no other one's rule takes, be that not /", () => {
  const home = { ...SECOND, match: { paths: ["/"] } };
  const { network } = hubWithout("shop", [], home);
  expect(["batch", "apps"].map((from) => verdictOf(network, from, "shop"))).toEqual(["DENIED", "DENIED"]);
  expect(["batch", "apps"].map((from) => verdictOf(network, from, "https://shop/"))).toEqual(["ALLOWED", "ALLOWED"]);
});
