import { judge } from "../../src/reachability";
import { statementsOf } from "../../src/requirements/bridge-statements";
import { networkIn } from "../../src/requirements/judged-network";
import { graphOf, InputFault } from "../../src/terraform";
import { hubPlanOf, HUBS } from "../support/hubs";
import { synthJson } from "../support/synthesized";
import { EQUIVALENT } from "./equivalents";
import { mutantsOf, type Stack } from "./mutants";

/** A hub's mutants are judged for some half of a minute, which other tests on the same machine double. */
const LONG_MS = 240_000;

test.each(HUBS)(
  "every mutant of %s is caught, or traffic does not depend on it",
  (name) => {
    const plan = hubPlanOf(name);
    const survives = (stack: Stack): boolean => {
      try {
        const network = networkIn(graphOf(stack, "mutant", "synth"), "mutant", plan);
        return statementsOf(network, plan).every((statement) => judge(network.walker, statement).holds);
      } catch (error) {
        if (error instanceof InputFault) return false;
        throw error;
      }
    };
    const stack = synthJson(plan) as unknown as Stack;
    expect(survives(stack)).toBe(true);
    let killed = 0;
    const missed: string[] = [];
    for (const mutant of mutantsOf(stack))
      if (!survives(mutant.stack)) killed++;
      else if (!EQUIVALENT.some(({ mutants }) => mutants.test(mutant.name))) missed.push(mutant.name);
    expect(missed).toEqual([]);
    expect(killed).toBeGreaterThan(350);
  },
  LONG_MS,
);
