import { join } from "node:path";
import { findBridgeFiles } from "../config/bridge-files";
import type { Fault } from "../config/fault";
import { byPlace, type Loaded, loadBridge } from "../config/load";
import { withHint } from "./hints";
import { type AddressPlan, planAddresses } from "./plan";
import { findBreaks } from "./rules";

export interface LoadedPlans {
  /** The plans of all files, in the order of their names; complete only when there are no faults. */
  readonly plans: readonly AddressPlan[];
  /** What is wrong, in all files. */
  readonly faults: readonly Fault[];
}

/** Everything that is wrong with a file that has a fault: also what the rules say, as far as its values can be read. */
export function faultsOf(loaded: Extract<Loaded, { faults: unknown }>): Fault[] {
  const { faults, parsed, input } = loaded;
  if (!parsed) return [...faults];
  const all = [...faults, ...parsed.locate(findBreaks(planAddresses(parsed)))].sort(byPlace);
  return withHint(parsed.name, input, all);
}

/** Reads, plans and judges one bridge file. */
export function loadPlan(path: string): { plan: AddressPlan } | { faults: readonly Fault[] } {
  const loaded = loadBridge(path);
  if ("faults" in loaded) return { faults: faultsOf(loaded) };
  const { bridge, input } = loaded;
  const plan = planAddresses(bridge);
  const faults = bridge.locate(findBreaks(plan)).sort(byPlace);
  return faults.length > 0 ? { faults: withHint(bridge.name, input, faults) } : { plan };
}

/**
 * Reads, plans and judges every bridge file of a folder. Never throws for bad input.
 * @param load what reads one file
 */
export function loadPlans(folder: string, load = loadPlan): LoadedPlans {
  const found = findBridgeFiles(folder);
  if ("fault" in found) return { plans: [], faults: [found.fault] };
  const plans: AddressPlan[] = [];
  const faults: Fault[] = [];
  for (const file of found.files) {
    const loaded = load(join(folder, file));
    if ("plan" in loaded) plans.push(loaded.plan);
    else faults.push(...loaded.faults);
  }
  return { plans, faults };
}
