import fc from "fast-check";
import { planHub } from "../../src/address-plan/hub/plan-hub";
import { findBreaks } from "../../src/address-plan/rules";
import { hubSchema } from "../../src/config/hub-schema";
import { judge } from "../../src/reachability";
import { statementsOf } from "../../src/requirements/bridge-statements";
import { networkIn } from "../../src/requirements/judged-network";
import { graphOf, type JsonObject } from "../../src/terraform";
import { shownJudged } from "../../src/words";
import { randomHub } from "../address-plan/hub/random-hub";
import { synthJson } from "../support/synthesized";

test("what is written of a random hub that keeps the rules holds all that a hub promises", () => {
  let legal = 0;
  const ways = new Set<string>();
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const input = randomHub(draw);
      const plan = planHub({ name: "random", config: hubSchema.parse(input) });
      if (findBreaks(plan).length > 0) return;
      legal++;
      for (const client of plan.clients) for (const web of plan.webs) ways.add(`${client.way} ${web.way}`);
      const network = networkIn(graphOf(synthJson(plan) as unknown as JsonObject, "random", "synth"), "random", plan);
      const broken = statementsOf(network, plan)
        .map((statement) => judge(network.walker, statement))
        .filter(({ holds }) => !holds)
        .map(shownJudged);
      if (broken.length > 0) throw new Error(JSON.stringify({ input, broken }, null, 2));
    }),
    { seed: 20261127, numRuns: 120, endOnFailure: true },
  );
  expect(legal).toBeGreaterThan(20);
  expect([...ways].sort()).toEqual([
    "endpoint peering",
    "endpoint transit_gateway",
    "nat peering",
    "nat transit_gateway",
  ]);
});
