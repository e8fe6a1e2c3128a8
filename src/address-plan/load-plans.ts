import { join } from "node:path";
import { findBridgeFiles } from "../config/bridge-files";
import type { Fault } from "../config/fault";
import { byPlace, loadBridge, type Loaded } from "../config/load";
import { type AddressPlan, planAddresses } from "./plan";
import { findBreaks } from "./rules";

export interface LoadedPlans {
  /** The plans of all files, in the order of their names; complete only when there are no faults. */
  readonly plans: readonly AddressPlan[];
  /** What is wrong, in all files. */
  readonly faults: readonly Fault[];
}

/** Reads, plans and judges one bridge file. */
export function loadPlan(path: string): { plan: AddressPlan } | { faults: readonly Fault[] } {
  return planOf(loadBridge(path));
}

/** Plans and judges a bridge file that was read. */
export function planOf(loaded: Loaded): { plan: AddressPlan } | { faults: readonly Fault[] } {
  const bridge = "bridge" in loaded ? loaded.bridge : loaded.parsed;
  const known = "faults" in loaded ? loaded.faults : [];
  if (!bridge) return { faults: known };
  const plan = planAddresses(bridge);
  const faults = [...known, ...bridge.locate(findBreaks(plan))];
  return faults.length > 0 ? { faults: faults.sort(byPlace) } : { plan };
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
