import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type AddressPlan } from "../address-plan/plan";
import { type Fault } from "../config/fault";

/** What {@link loadPlan} of src/address-plan answers. */
export type LoadedPlan = { plan: AddressPlan } | { faults: readonly Fault[] };

const PROJECT = resolve(__dirname, "../..");
/** All that a plan is worked out by, bridge file and Node.js aside: sources, and packages by their version. */
const FOLDERS = ["src/ipv4", "src/config", "src/address-plan"];
const PACKAGES = ["fastest-levenshtein", "sucrase", "yaml", "zod"];
const ENDING = ".plan";
/** Plans that are kept; of more, the oldest go. */
const MOST_KEPT = 32;
const DIGEST_BYTES = 32;

function digestOf(parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest();
}

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesIn(path) : [path];
  });
}

/** The program's part of a name, read at every start: an edit takes effect at once, and costs a plan's making. */
function programParts(): (string | Buffer)[] {
  const sources = FOLDERS.flatMap((folder) => sourcesIn(join(PROJECT, folder))).sort();
  const packages = PACKAGES.map((name) => join(PROJECT, "node_modules", name, "package.json"));
  return [process.version, ...[...sources, ...packages].flatMap((file) => [file, readFileSync(file)])];
}

/**
 * Where a bridge's plan is kept: a name made of everything that the plan depends on, so that what is found under it is
 * the plan of this content by this program.
 * @returns undefined when something of that can't be read; then nothing is kept
 */
function placeOf(cache: string, path: string): string | undefined {
  try {
    const parts = [...programParts(), basename(path), readFileSync(path)];
    return join(cache, `${digestOf(parts).toString("hex")}${ENDING}`);
  } catch {
    return undefined;
  }
}

function readPlan(place: string): AddressPlan | undefined {
  try {
    const file = readFileSync(place);
    const content = file.subarray(DIGEST_BYTES);
    if (!digestOf([content]).equals(file.subarray(0, DIGEST_BYTES))) return undefined;
    return deserialize(content) as AddressPlan;
  } catch {
    return undefined;
  }
}

function dropOldest(cache: string): void {
  const plans = readdirSync(cache).filter((name) => name.endsWith(ENDING));
  if (plans.length <= MOST_KEPT) return;
  const byAge = plans
    .map((name) => ({ place: join(cache, name), kept: statSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => a.kept - b.kept);
  for (const { place } of byAge.slice(0, -MOST_KEPT)) rmSync(place, { force: true });
}

function keepPlan(cache: string, place: string, plan: AddressPlan): void {
  try {
    const content = serialize(plan);
    mkdirSync(cache, { recursive: true });
    // Two processes may keep the same plan at once: each moves a whole one into place.
    const draft = `${place}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([digestOf([content]), content]));
    renameSync(draft, place);
    dropOldest(cache);
  } catch {
    // A read-only installation is only slower.
  }
}

/** Loads a bridge file, and keeps its plan when it has no fault. */
export function loadAndKeep(
  cache: string | undefined,
  path: string,
  load: (path: string) => LoadedPlan,
  place = cache === undefined ? undefined : placeOf(cache, path),
): LoadedPlan {
  const loaded = load(path);
  // A file that was written meanwhile has another name by now: it is not known which of the two was loaded.
  if (cache !== undefined && place !== undefined && "plan" in loaded && placeOf(cache, path) === place)
    keepPlan(cache, place, loaded.plan);
  return loaded;
}

/**
 * A bridge file's plan, checked against every rule: kept from before, or made now. Reading and checking a file takes
 * longer than proving it, for the YAML and schema libraries alone take longer to load.
 * @param cache the folder where plans are kept; undefined: nothing is
 */
export async function rememberedPlan(cache: string | undefined, path: string): Promise<LoadedPlan> {
  const place = cache === undefined ? undefined : placeOf(cache, path);
  const known = place === undefined ? undefined : readPlan(place);
  if (known) return { plan: known };
  const { loadPlan } = await import("../address-plan/load-plans");
  return loadAndKeep(cache, path, loadPlan, place);
}
