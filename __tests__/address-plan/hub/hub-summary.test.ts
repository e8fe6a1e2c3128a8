import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { summarizeHub } from "../../../src/address-plan/hub/hub-summary";
import { planHub } from "../../../src/address-plan/hub/plan-hub";
import { printHub } from "../../../src/cli/output/print-hub";
import { hubSchema } from "../../../src/config/hub-schema";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { hubPlanOf } from "./hub-case";
import { randomHub } from "./random-hub";

interface CheckSchema {
  readonly items: {
    readonly oneOf: readonly { readonly properties: { readonly plan?: { readonly oneOf: object[] } } }[];
  };
}

const SCHEMA = JSON.parse(readFileSync(join(__dirname, "../../../schema/check.schema.json"), "utf8")) as CheckSchema;
const plans = SCHEMA.items.oneOf.flatMap(({ properties }) => properties.plan?.oneOf ?? []);
const validate = new Ajv({ allowUnionTypes: true }).compile({ oneOf: plans });

test("a hub's listeners, endpoints and ways are summed up", () => {
  const { load_balancers: balancers, endpoints, peerings, services } = summarizeHub(hubPlanOf(HUB));
  expect(balancers.map(({ kind, web, listeners }) => [kind, web, listeners])).toEqual([
    ["alb", "shop", [{ port: 443, protocol: "HTTPS", to: null }]],
    ["nlb", "shop", [{ port: 443, protocol: "TCP", to: "test-shop-alb" }]],
    ["alb", "crm", [{ port: 80, protocol: "HTTP", to: null }]],
    [
      "nlb",
      "crm",
      [
        { port: 5432, protocol: "TCP", to: "database" },
        { port: 80, protocol: "TCP", to: "test-crm-alb" },
      ],
    ],
  ]);
  expect(endpoints).toEqual([
    { client: "batch", web: "shop", subnets: ["batch-a", "batch-b"], ports: [443] },
    { client: "batch", web: "crm", subnets: ["batch-a", "batch-b"], ports: [80, 5432] },
  ]);
  expect(peerings.map(({ accepter }) => accepter)).toEqual(["web shop", "web crm"]);
  expect(services.map(({ service, clients }) => [service, clients])).toContainEqual(["database", ["apps", "batch"]]);
});

test("a hub between accounts says whose its sides are, and leads by the gateway's tables", () => {
  const { clients, webs, hub_vpc: hub, transit_gateway_routes: routes } = summarizeHub(hubPlanOf(WHOLE_VPC));
  expect([hub, ...clients, ...webs].map(({ account }) => account)).toEqual([
    "111122223333",
    "111122223333",
    "444455556666",
  ]);
  expect(routes).toEqual([
    { table: "client", destination: "100.64.8.0/26", attachment: "hub" },
    { table: "web", destination: "100.64.8.0/26", attachment: "hub" },
    { table: "hub", destination: "100.64.0.0/26", attachment: "client" },
    { table: "hub", destination: "10.0.0.0/20", attachment: "web" },
    { table: "hub", destination: "10.0.32.0/20", attachment: "web" },
  ]);
});

test("any hub's summary has the form that the schema says, and names each subnet, service and endpoint of the plan", () => {
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const plan = planHub({ name: "random", config: hubSchema.parse(randomHub(draw)) });
      const summary = summarizeHub(plan);
      if (!validate(summary)) throw new Error(JSON.stringify(validate.errors));
      const made = plan.clients.flatMap((one) => (one.way === "nat" ? one.natSubnets : []));
      const all = [
        ...[...plan.clients, ...plan.webs].flatMap(({ subnets }) => subnets),
        ...plan.webs.flatMap(({ balancerSubnets }) => balancerSubnets),
        ...plan.attachmentSubnets,
        ...made,
      ];
      expect(summary.subnets.length).toBeGreaterThanOrEqual(all.length);
      const text = printHub(plan).join("\n");
      for (const { name } of plan.services) expect(text).toContain(name);
      expect(summary.services).toHaveLength(plan.services.length);
    }),
    { seed: 20261127, numRuns: 200, endOnFailure: true },
  );
});
