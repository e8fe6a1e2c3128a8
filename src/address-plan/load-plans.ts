import { join } from "node:path";
import { findBridgeFiles, ignoredBridgeFiles } from "../config/bridge-files";
import { type Fault } from "../config/fault";
import { type Cidr } from "../ipv4";
import { byPlace, loadBridge, type Loaded } from "../config/load";
import { clashFaults } from "./across/locate";
import { type PlannedFile } from "./across/planned-file";
import { hiddenFindings, withHint } from "./hints";
import { addedRangesOf, sidesOf } from "./planned-sides";
import { type BridgePlan } from "./bridge-plan";
import { planBridge } from "./plan-bridge";
import { findBreaks } from "./rules";

export interface LoadedPlans {
  /** The plans of all files, in the order of their names; complete only when there are no faults. */
  readonly plans: readonly BridgePlan[];
  /** What is wrong, in all files. */
  readonly faults: readonly Fault[];
}

/** Everything that is wrong with a file that has a fault: also what the rules say, as far as its values can be read. */
export function faultsOf(loaded: Extract<Loaded, { faults: unknown }>, elsewhere: readonly Cidr[] = []): Fault[] {
  const { name, faults, parsed, read } = loaded;
  if (!read) return [...faults];
  const { input, locate } = read;
  const more = parsed ? findBreaks(planBridge(parsed, elsewhere)) : hiddenFindings({ name, elsewhere }, input, faults);
  return withHint(name, input, [...faults, ...locate(more)].sort(byPlace), elsewhere);
}

/** Reads, plans and judges one bridge file. */
export function loadPlan(path: string): { plan: BridgePlan } | { faults: readonly Fault[] } {
  return planOf(loadBridge(path));
}

/** Plans and judges a bridge file that was read. */
export function planOf(
  loaded: Loaded,
  elsewhere: readonly Cidr[] = [],
): { plan: BridgePlan } | { faults: readonly Fault[] } {
  if ("faults" in loaded) return { faults: faultsOf(loaded, elsewhere) };
  const { bridge, input } = loaded;
  const plan = planBridge(bridge, elsewhere);
  const faults = bridge.locate(findBreaks(plan)).sort(byPlace);
  return faults.length > 0 ? { faults: withHint(bridge.name, input, faults, elsewhere) } : { plan };
}

/** A file's plan for the comparison with others, in spite of its faults; none when one of its values is malformed. */
function comparable(path: string): PlannedFile[] {
  const loaded = loadBridge(path);
  const bridge = "bridge" in loaded ? loaded.bridge : loaded.parsed;
  return bridge ? [{ path, file: path, plan: planBridge(bridge) }] : [];
}

/** Bridge files that lie side by side. */
export interface FilesBeside {
  /** What they are in each other's way with, told of each. */
  readonly clashes: readonly Fault[];
  /** The ranges of the other bridges of a VPC that one file names by its id. */
  readonly elsewhere: (path: string) => Cidr[];
}

function vpcsOf(plan: BridgePlan): string[] {
  return sidesOf(plan).flatMap(({ vpc }) => vpc.id ?? []);
}

function beside(files: readonly PlannedFile[]): FilesBeside {
  return {
    clashes: clashFaults(files),
    elsewhere: (path) => {
      const own = files.filter((file) => file.path === path).flatMap(({ plan }) => vpcsOf(plan));
      const others = files.filter((file) => file.path !== path && vpcsOf(file.plan).some((id) => own.includes(id)));
      return others.flatMap(({ plan }) => addedRangesOf(plan).map(({ range }) => range));
    },
  };
}

/** The bridge files of a folder; none of one that can't be listed. */
export function filesBeside(folder: string): FilesBeside {
  const found = findBridgeFiles(folder);
  return beside("fault" in found ? [] : found.files.map((file) => join(folder, file)).flatMap(comparable));
}

/** What these files are in each other's way with, told of each. */
export function clashesAmong(paths: readonly string[]): Fault[] {
  return clashFaults(paths.flatMap(comparable));
}

/** Reads, plans and judges every bridge file of a folder, each alone and all together. Never throws for bad input. */
export function loadPlans(folder: string): LoadedPlans {
  const found = findBridgeFiles(folder);
  const ignored = ignoredBridgeFiles(folder);
  if ("fault" in found) return { plans: [], faults: ignored.length > 0 ? ignored : [found.fault] };
  const files = found.files.map((file) => {
    const path = join(folder, file);
    return { path, loaded: loadPlan(path) };
  });
  const { clashes, elsewhere } = beside(
    files.flatMap(({ path, loaded }) =>
      "plan" in loaded ? [{ path, file: path, plan: loaded.plan }] : comparable(path),
    ),
  );
  const faults = files.flatMap(({ path, loaded }) => {
    // Only now is it known what suggestions must keep off.
    const told = "plan" in loaded || files.length === 1 ? loaded : planOf(loadBridge(path), elsewhere(path));
    const known = "plan" in told ? [] : told.faults;
    const between = clashes.filter(({ file }) => file === path);
    return between.length > 0 ? [...known, ...between].sort(byPlace) : known;
  });
  return {
    plans: files.flatMap(({ loaded }) => ("plan" in loaded ? [loaded.plan] : [])),
    faults: [...ignored, ...faults],
  };
}
