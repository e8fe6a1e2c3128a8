import { answer } from "../../src/questions/asked";
import { drawOptionsOf } from "../../src/questions/draw-options";
import { promisesOf } from "../../src/questions/promises";
import { judge } from "../../src/reachability";
import { networkIn } from "../../src/requirements/judged-network";
import { graphOf, type JsonObject } from "../../src/terraform";
import { type HubExample, hubPlanOf } from "../support/hubs";
import { synthJson } from "../support/synthesized";

function networkOf(example: HubExample) {
  const plan = hubPlanOf(example);
  return networkIn(graphOf(synthJson(plan) as unknown as JsonObject, example, "synth"), example, plan);
}

const hub = networkOf("hub");

test.each([
  ["apps", "shop", 443, "ALLOWED"],
  ["apps", "orders-db", 5432, "ALLOWED"],
  ["apps", "reports-db", 5432, "DENIED"],
  ["apps", "webs.shop", 443, "DENIED"],
  ["clients.apps", "webs.crm", 8080, "DENIED"],
  ["10.0.1.20@apps", "10.0.1.10@shop", 443, "DENIED"],
  ["shop", "apps", 443, "DENIED"],
  ["batch", "apps", 22, "DENIED"],
] as const)("%s -> %s, port %d is %s", (from, to, port, verdict) => {
  expect(answer(hub, { from, to, port, protocol: 6 }).verdict).toBe(verdict);
});

// A client by endpoint comes to a service at its endpoint, and a service's name means its own port.
test.each([
  ["apps", "orders-db", "ALLOWED"],
  ["apps", "reports-db", "DENIED"],
  ["batch", "reports-db", "ALLOWED"],
  ["batch", "orders-db", "DENIED"],
  ["batch", "shop", "ALLOWED"],
  ["clients.batch", "crm", "ALLOWED"],
  ["10.0.1.20@batch", "reports-db", "ALLOWED"],
  ["webs.shop", "reports-db", "DENIED"],
  ["internet", "reports-db", "DENIED"],
] as const)("%s -> %s is %s without a port, too", (from, to, verdict) => {
  expect(answer(hub, { from, to }).verdict).toBe(verdict);
});

test.each([
  ["batch", "reports-db", true],
  ["batch", "shop", true],
  ["batch", "orders-db", false],
  ["apps", "orders-db", true],
  ["apps", "reports-db", false],
] as const)("what a file expects of %s -> %s holds by either way of clients", (from, to, isAllowed) => {
  for (const is of ["allowed", "denied"] as const) {
    const plan = hubPlanOf("hub", { expect: [{ from, to, is }] });
    const network = networkIn(graphOf(synthJson(plan) as unknown as JsonObject, "hub", "synth"), "hub", plan);
    const expected = promisesOf(network, plan).filter(({ text }) => text.startsWith("expect: "));
    expect(expected.map((one) => judge(network.walker, one).holds)).toEqual([(is === "allowed") === isAllowed]);
  }
});

test("the hub itself is a word, too", () => {
  expect(answer(hub, { from: "hub", to: "10.0.1.20@apps", port: 22, protocol: 6 }).verdict).toBe("DENIED");
});

test("a picture calls what exists as it would be called if it were made", () => {
  const { names } = drawOptionsOf(networkOf("whole-vpc"));
  const shown = [...(names ?? [])].map(([, name]) => name).sort();
  expect(shown).toEqual(
    expect.arrayContaining([
      "account 111122223333",
      "account 444455556666",
      "clients_client",
      "clients_client_apps-a",
      "transit",
      "webs_web",
      "webs_web_orders-b",
    ]),
  );
});
