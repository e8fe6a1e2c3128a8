import { statementsOf } from "../../../src/requirements/bridge-statements";
import { networkIn } from "../../../src/requirements/judged-network";
import { judge } from "../../../src/reachability";
import { graphOf, InputFault, type JsonObject } from "../../../src/terraform";
import { mutantsOf, type Stack as JsonStack } from "../../reachability/mutants";
import { EQUIVALENT } from "../../reachability/equivalents";
import { appliancePlan, putScript, scriptsOf, type Stack, stackJson } from "../../support/appliances";
import { mutantsOfScript } from "./script-mutants";
import { EQUIVALENT_SCRIPTS } from "./script-equivalents";

/** Hundreds of mutants are judged one after the other, on a machine that may do other things too. */
const LONG_MS = 600_000;

const plan = appliancePlan();
const original = stackJson(plan);

function survives(stack: Stack): boolean {
  try {
    const network = networkIn(graphOf(stack as unknown as JsonObject, "mutant", "synth"), "mutant", plan);
    return statementsOf(network, plan).every((statement) => judge(network.walker, statement).holds);
  } catch (error) {
    if (error instanceof InputFault) return false;
    throw error;
  }
}

test(
  "every mutant of the appliance's stack is caught, or traffic does not depend on it",
  () => {
    expect(survives(original)).toBe(true);
    let killed = 0;
    const missed: string[] = [];
    for (const mutant of mutantsOf(original as unknown as JsonStack))
      if (!survives(mutant.stack as unknown as Stack)) killed++;
      else if (!EQUIVALENT.some(({ mutants }) => mutants.test(mutant.name))) missed.push(mutant.name);
    expect(missed).toEqual([]);
    expect(killed).toBeGreaterThan(200);
  },
  LONG_MS,
);

test(
  "every mutant of the boot script is caught, or packets fare as before",
  () => {
    const [[name, script] = ["", ""]] = Object.entries(scriptsOf(original)).filter(([, text]) => text.includes("nft"));
    let killed = 0;
    const missed: string[] = [];
    for (const mutant of mutantsOfScript(script)) {
      const stack = structuredClone(original);
      putScript(stack, name, mutant.script);
      if (!survives(stack)) killed++;
      else if (!EQUIVALENT_SCRIPTS.some(({ mutants }) => mutants.test(mutant.name))) missed.push(mutant.name);
    }
    expect(missed).toEqual([]);
    expect(killed).toBeGreaterThan(150);
  },
  LONG_MS,
);
