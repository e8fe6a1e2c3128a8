import { join } from "node:path";
import { readFileSync } from "node:fs";
import { networkIn } from "../../src/requirements/judged-network";
import { statementsOf } from "../../src/requirements/bridge-statements";
import { judge } from "../../src/reachability";
import { graphOf, InputFault } from "../../src/terraform";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder, planOf } from "../support/bridges";
import { EQUIVALENT } from "./equivalents";
import { mutantsOf, type Mutant, type Stack } from "./mutants";

function survives(mutant: Mutant, plan: ReturnType<typeof planOf>): boolean {
  try {
    const network = networkIn(graphOf(mutant.stack, "mutant", "synth"), "mutant", plan);
    return statementsOf(network, plan).every((statement) => judge(network.walker, statement).holds);
  } catch (error) {
    if (error instanceof InputFault) return false;
    throw error;
  }
}

describe.each(["article", "production"] as const)("mutants of %s", (name) => {
  const plan = planOf(name);
  const stack = inFolder((folder) => {
    const [file = ""] = synthesize([plan], folder);
    return JSON.parse(readFileSync(join(file), "utf8")) as Stack;
  });
  const mutants = [...mutantsOf(stack)];

  test("the stack itself holds", () => {
    expect(survives({ name: "the original", stack }, plan)).toBe(true);
  });

  test("every mutant is caught, or traffic does not depend on it", () => {
    const reasonOf = (mutant: Mutant) => EQUIVALENT.find(({ mutants: own }) => own.test(mutant.name))?.reason;
    const alive = mutants.filter((mutant) => survives(mutant, plan));
    const equivalent = alive.filter((mutant) => reasonOf(mutant) !== undefined);
    const missed = alive.filter((mutant) => reasonOf(mutant) === undefined).map((mutant) => mutant.name);
    const killed = mutants.length - alive.length;
    process.stdout.write(
      `${name}: ${killed} of ${mutants.length} mutants killed, ${equivalent.length} equivalent, ${missed.length} missed\n`,
    );
    expect(missed).toEqual([]);
    expect(killed).toBeGreaterThan(150);
  });
});
