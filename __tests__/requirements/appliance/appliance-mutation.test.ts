import { type AddressPlan } from "../../../src/address-plan/plan";
import { statementsOf } from "../../../src/requirements/bridge-statements";
import { networkIn } from "../../../src/requirements/judged-network";
import { judge } from "../../../src/reachability";
import { graphOf, InputFault, type JsonObject } from "../../../src/terraform";
import { mutantsOf, type Stack as JsonStack } from "../../reachability/mutants";
import { EQUIVALENT } from "../../reachability/equivalents";
import { type Changes } from "../../support/bridges";
import { appliancePlan, putScript, scriptsOf, type Stack, stackJson } from "../../support/appliances";
import { mutantsOfScript, type ScriptMutant } from "./script-mutants";
import { EQUIVALENT_SCRIPTS } from "./script-equivalents";

/** Hundreds of mutants are judged one after the other, on a machine that may do other things too. */
const LONG_MS = 600_000;

const plan = appliancePlan();
const original = stackJson(plan);

function survives(stack: Stack, of = plan): boolean {
  try {
    const network = networkIn(graphOf(stack as unknown as JsonObject, "mutant", "synth"), "mutant", of);
    return statementsOf(network, of).every((statement) => judge(network.walker, statement).holds);
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

/** Mutants of a boot script that nothing catches and nobody explains, and how many are caught. */
function hunted(of: AddressPlan, isMeant: (mutant: ScriptMutant) => boolean): { missed: string[]; killed: number } {
  const whole = stackJson(of);
  const [[name, script] = ["", ""]] = Object.entries(scriptsOf(whole)).filter(([, text]) => text.includes("nft"));
  const missed: string[] = [];
  let killed = 0;
  for (const mutant of mutantsOfScript(script)) {
    if (!isMeant(mutant)) continue;
    const stack = structuredClone(whole);
    putScript(stack, name, mutant.script);
    if (!survives(stack, of)) killed++;
    else if (!EQUIVALENT_SCRIPTS.some(({ mutants }) => mutants.test(mutant.name))) missed.push(mutant.name);
  }
  return { missed, killed };
}

test(
  "every mutant of the boot script is caught, or packets fare as before",
  () => {
    const { missed, killed } = hunted(plan, () => true);
    expect(missed).toEqual([]);
    expect(killed).toBeGreaterThan(150);
  },
  LONG_MS,
);

test.each<[string, Changes]>([
  ["clients alone open connections", { "appliance.initiate": undefined, "appliance.web_to_client": undefined }],
  ["both sides do", {}],
])(
  "so is every mutant of what lets running connections go on, where %s",
  (_, changes) => {
    const resuming = appliancePlan({ ...changes, "appliance.resume": true });
    const { missed, killed } = hunted(resuming, ({ name }) => name.includes("tcp sport {"));
    expect(missed).toEqual([]);
    expect(killed).toBeGreaterThan(30);
  },
  LONG_MS,
);
