import { readFileSync } from "node:fs";
import { labPath, Sandbox } from "../../src/lab";
import { synthesize } from "../../src/stacks/synthesize";
import { type Mutant, mutantsOf, type Stack } from "../reachability/mutants";
import { inFolder, planOf } from "../support/bridges";
import { compare, type Compared, mutatedLab, randomLab } from "./differential";
import { Dice } from "./dice";
import { Tally } from "./tally";

export interface Case {
  readonly name: string;
  readonly run: (sandbox: Sandbox) => Promise<Compared>;
  /** What to look at when it fails. */
  readonly json: object;
}

const BRIDGES = ["article", "production"] as const;

/** Every third case is a bridge with a fault in it, the others are random networks. */
function caseOf(seed: number, hasRouters: boolean): Case {
  const dice = new Dice(seed);
  if (seed % 3 !== 0) {
    const { json, ...laid } = randomLab(dice, hasRouters);
    return { name: `seed ${seed}, random network`, json, run: (sandbox) => compare(sandbox, laid) };
  }
  const bridge = dice.pick(BRIDGES);
  const plan = planOf(bridge);
  const mutants = mutantsFor(bridge);
  for (;;) {
    const { name, stack } = dice.pick(mutants);
    const laid = mutatedLab(dice, stack, plan);
    if (!laid) continue;
    return { name: `seed ${seed}, ${bridge} with ${name}`, json: stack, run: (sandbox) => compare(sandbox, laid) };
  }
}

const MUTANTS = new Map<string, Mutant[]>();

function mutantsFor(bridge: (typeof BRIDGES)[number]): Mutant[] {
  const known = MUTANTS.get(bridge);
  if (known) return known;
  const stack = inFolder((folder) => {
    const [file = ""] = synthesize([planOf(bridge)], folder);
    return JSON.parse(readFileSync(file, "utf8")) as Stack;
  });
  const made = [...mutantsOf(stack)];
  MUTANTS.set(bridge, made);
  return made;
}

export interface FuzzResult {
  readonly networks: number;
  readonly asked: number;
  readonly unknown: number;
  readonly allowed: number;
  readonly disagreements: readonly string[];
  readonly seconds: number;
  /** How many of the networks have each feature. */
  readonly features: Tally;
  readonly verdicts: Tally;
}

/**
 * Holds proof against kernel on many networks, some of them side by side.
 * @param seeds one for each network; the same seed gives the same network and the same packets
 */
export async function fuzz(
  seeds: readonly number[],
  side: number,
  onFailure: (one: Case, lines: readonly string[]) => void = () => undefined,
  hasRouters = false,
): Promise<FuzzResult> {
  const started = process.hrtime.bigint();
  const total = { asked: 0, unknown: 0, allowed: 0 };
  const disagreements: string[] = [];
  const [features, verdicts] = [new Tally(), new Tally()];
  const left = [...seeds];
  const env = { ...process.env, PATH: labPath(process.env["PATH"]) };
  const worker = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      const one = caseOf(seed, hasRouters);
      const sandbox = await Sandbox.open({ name: `fuzz-${seed}`, asUser: process.getuid?.() !== 0, env });
      try {
        const found = await one.run(sandbox);
        total.asked += found.asked;
        total.unknown += found.unknown;
        total.allowed += found.allowed;
        for (const feature of found.features) features.add(feature);
        verdicts.addAll(found.verdicts);
        disagreements.push(...found.disagreements.map((line) => `${one.name}: ${line}`));
        if (found.disagreements.length > 0) onFailure(one, found.disagreements);
      } catch (error) {
        disagreements.push(`${one.name}: ${(error as Error).message}`);
        onFailure(one, [(error as Error).message]);
      } finally {
        await sandbox.close();
      }
    }
  };
  await Promise.all(Array.from({ length: side }, worker));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { networks: seeds.length, ...total, disagreements, seconds, features, verdicts };
}
