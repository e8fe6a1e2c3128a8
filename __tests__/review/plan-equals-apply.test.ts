import { compareFlows, type ComparedFlow, verdictOf } from "../../src/review/compared-flows";
import { readChanges } from "../../src/review/changes";
import { networksOf } from "../../src/review/networks";
import { decide, endpointsOf, flowOf, matrixOf, type Verdict, Walker } from "../../src/reachability";
import { type JsonObject } from "../../src/terraform";
import { Dice } from "../lab/dice";
import { type Stack } from "../lab/draft";
import { randomNetwork } from "../lab/random-network";
import { applied, type Objects, refreshed, stateOf } from "../support/simulated/apply";
import { planned } from "../support/simulated/plan";
import { changed, respelled, thinned } from "./random-change";
import { topologyOf } from "../support/networks";

/** CI takes these; more with SEEDS=from-to. */
const [FROM, TO] = (process.env["SEEDS"] ?? "1-150").split("-").map(Number) as [number, number];

type Verdicts = ReadonlyMap<string, Verdict>;

function verdictsOf(json: object, kind: "plan" | "state"): Verdicts {
  const { entries } = matrixOf(new Walker(topologyOf(json, kind)));
  return new Map(
    entries.map(({ from, to, protocol, ports, verdict }) => [`${from} > ${to} ${protocol}/${ports}`, verdict]),
  );
}

interface Case {
  readonly before: Objects;
  readonly plan: object;
  readonly after: object;
}

/** A network, a change of it, the plan over its state, and the state after the apply. */
function caseOf(seed: number, isRefreshed: boolean): Case {
  const dice = new Dice(seed);
  const whole = respelled(randomNetwork(dice), dice);
  const first = thinned(whole, dice, 0.15);
  const next: Stack = changed(thinned(whole, dice, 0.15), dice);
  const built = applied(first, new Map());
  const before = isRefreshed ? refreshed(built) : built;
  const { plan, kept } = planned({ stack: first, objects: before }, next);
  return { before, plan, after: stateOf(refreshed(applied(next, kept)), next) };
}

/** Pairs for which both are certain and differ, and how many are certain. */
function held(a: Verdicts, b: Verdicts): { differ: string[]; certain: number } {
  const shared = [...a].filter(([key, verdict]) => verdict !== "UNKNOWN" && b.has(key) && b.get(key) !== "UNKNOWN");
  return {
    differ: shared.flatMap(([key, verdict]) =>
      b.get(key) === verdict ? [] : [`${key}: ${verdict}, then ${b.get(key)}`],
    ),
    certain: shared.length,
  };
}

/** Asks a state what a flow of the review asks; undefined where an end is not there. */
function askable(state: object): (flow: ComparedFlow) => Verdict | undefined {
  const topology = topologyOf(state, "state");
  const walker = new Walker(topology);
  const ends = new Map(endpointsOf(topology).map((one) => [one.address, one]));
  return ({ ends: [from, to], service }) => {
    const [sender, receiver] = [ends.get(from)?.sender, ends.get(to)?.receiver];
    return sender && receiver && decide(walker, { from: sender, to: receiver, flow: flowOf(service) }, false).verdict;
  };
}

function areContrary(a: Verdict | undefined, b: Verdict): boolean {
  return a !== undefined && a !== "UNKNOWN" && b !== "UNKNOWN" && a !== b;
}

const SEEDS = Array.from({ length: TO - FROM + 1 }, (_, i) => FROM + i);

describe.each([
  ["right after an apply", false],
  ["after a refresh", true],
])("plans over a state %s", (_, isRefreshed) => {
  test("what is judged from the plan is what is judged from the state after its apply", () => {
    let certain = 0;
    let all = 0;
    for (const seed of SEEDS) {
      const { plan, after } = caseOf(seed, isRefreshed);
      const [will, is] = [verdictsOf(plan, "plan"), verdictsOf(after, "state")];
      const found = held(will, is);
      expect({ seed, differ: found.differ }).toEqual({ seed, differ: [] });
      certain += found.certain;
      all += is.size;
    }
    // A test that compares nothing would hold too.
    expect(certain / all).toBeGreaterThan(0.6);
  });

  test("the review's flows are the difference of the two states", () => {
    for (const seed of SEEDS) {
      const { before, plan, after } = caseOf(seed, isRefreshed);
      const [was, is] = [askable(stateOf(before, { resource: {}, data: {} })), askable(after)];
      const json = plan as JsonObject;
      const { flows } = compareFlows(networksOf(json, readChanges(json)));
      const differ = flows.flatMap((flow) => {
        const [old, next] = [was(flow), is(flow)];
        return [
          ...(areContrary(old, verdictOf(flow.before)) ? [`${flow.ends.join(" > ")} was ${old}`] : []),
          ...(areContrary(next, verdictOf(flow.after)) ? [`${flow.ends.join(" > ")} is ${next}`] : []),
        ];
      });
      expect({ seed, differ }).toEqual({ seed, differ: [] });
    }
  });
});
