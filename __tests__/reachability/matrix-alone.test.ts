import { decide } from "../../src/reachability/ask";
import { endpointsOf, flowOf } from "../../src/reachability/endpoints";
import { matrixOf } from "../../src/reachability/matrix";
import { describePorts, describeProtocol } from "../../src/reachability/packets";
import { type Walker } from "../../src/reachability/walker";
import { readChanges } from "../../src/review/changes";
import { networksOf } from "../../src/review/networks";
import { type JsonObject } from "../../src/terraform";
import { Dice } from "../lab/dice";
import { randomNetwork } from "../lab/random-network";
import { respelled } from "../review/random-change";
import { planned } from "../support/simulated/plan";

const [first = 1, last = 60] = (process.env.SEEDS ?? "1-40").split("-").map(Number);

/** Where the matrix, which asks once for each class, says other than the walk asked for the pair alone. */
function unlike(walker: Walker): string[] {
  const said = new Map(
    matrixOf(walker).entries.map((one) => [`${one.from} > ${one.to} ${one.protocol}/${one.ports}`, one.verdict]),
  );
  const ends = endpointsOf(walker.topology);
  return ends.flatMap((from) =>
    ends.flatMap((to) =>
      to.services.flatMap((service) => {
        const ports = service.ports ? describePorts(service.ports) : "any";
        const pair = `${from.address} > ${to.address} ${describeProtocol(service.protocol)}/${ports}`;
        const shared = said.get(pair);
        if (!from.sender || !to.receiver || shared === undefined) return [];
        const { verdict } = decide(walker, { from: from.sender, to: to.receiver, flow: flowOf(service) }, false);
        return verdict === shared ? [] : [`${pair}: shared ${shared}, alone ${verdict}`];
      }),
    ),
  );
}

test("random networks: a verdict shared by a class is the verdict of each pair asked alone", () => {
  let pairs = 0;
  for (let seed = first; seed <= last; seed++) {
    const dice = new Dice(seed);
    const stack = respelled(randomNetwork(dice), dice);
    const none = { stack: { resource: {}, data: {} }, objects: new Map() };
    const plan = planned(none, stack).plan as JsonObject;
    const { walker } = networksOf(plan, readChanges(plan)).after;
    pairs += walker.topology.nics.length;
    expect({ seed, found: unlike(walker) }).toEqual({ seed, found: [] });
  }
  expect(pairs).toBeGreaterThan(100);
});
