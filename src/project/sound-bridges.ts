import { basename, relative, resolve } from "node:path";
import { loadPlans } from "../address-plan/load-plans";
import { BRIDGE_FILE_ENDING } from "../config/bridge-files";
import { type Fault, formatFault } from "../config/fault";
import { whyNotDeployedAsBefore } from "./why-not-deployed";
import { BRIDGES_FOLDER } from "./project";
import { type ProvedStack, synthesizeProved, type SynthesisTarget } from "./synthesis";

/** The name of the stack of a bridge file. */
export function stackOf(file: string): string {
  return basename(file, BRIDGE_FILE_ENDING);
}

/** What became of a project's bridges: those that are sound, and the faults of the others. */
export interface SoundBridges {
  readonly proved: readonly ProvedStack[];
  readonly faults: readonly Fault[];
}

/**
 * Synthesizes and proves the bridges whose files have no fault; a fault between two files is told in one of them, or in
 * both. A stack of another one that is there from before stays, and Terraform refuses to deploy it.
 * @param cwd the project's folder
 * @param outdir the folder to synthesize into
 */
export async function synthesizeSound(
  cwd: string,
  outdir: string,
  prove: SynthesisTarget["prove"],
): Promise<SoundBridges> {
  const { plans, faults } = loadPlans(BRIDGES_FOLDER);
  const faulty = new Set(faults.map(({ file }) => stackOf(file)));
  const sound = plans.filter(({ name }) => !faulty.has(name));
  if (sound.length === 0) return { proved: [], faults };
  const firstOf = new Map([...faults].reverse().map((fault) => [stackOf(fault.file), formatFault(fault)]));
  const sources = sound.map((plan) => ({
    plan,
    path: resolve(cwd, BRIDGES_FOLDER, `${plan.name}${BRIDGE_FILE_ENDING}`),
  }));
  const proved = await synthesizeProved(sources, {
    outdir,
    prove,
    shown: (path) => relative(cwd, path),
    kept(name) {
      const fault = firstOf.get(name);
      return fault === undefined ? false : { guard: whyNotDeployedAsBefore(name, fault) };
    },
  });
  return { proved, faults };
}
