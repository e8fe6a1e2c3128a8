import { hash } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type AddressPlan } from "../address-plan/plan";
import { type Fault } from "../config/fault";
import { originOfPlan } from "./origin";
import { readKept, writeKept } from "./pack";

/** What {@link loadPlan} of src/address-plan answers. */
export type LoadedPlan = { plan: AddressPlan } | { faults: readonly Fault[] };

/** Names that plans are kept under. */
const KEPT_NAME = /^[0-9a-f]{16}\.plan$/;
const NAME_LENGTH = 16;
/** Plans that are kept; of more, the oldest go. */
const MOST_KEPT = 32;
/** A file begins with a number of four bytes: the length of its origin. */
const HEAD_BYTES = 4;

/** A plan's place in the folder, and what it must have been made of to be the plan of this content by this program. */
interface Place {
  readonly file: string;
  readonly origin: Buffer;
}

/** @returns undefined when something that the plan depends on can't be read; then nothing is kept */
function placeOf(cache: string, path: string): Place | undefined {
  try {
    const origin = originOfPlan(path);
    return { file: join(cache, `${hash("sha256", origin).slice(0, NAME_LENGTH)}.plan`), origin };
  } catch {
    return undefined;
  }
}

/** A plain object with a name of its own, as plans are; what is in it is the seal's matter. */
function isPlan(value: unknown): value is AddressPlan {
  return Object.prototype.toString.call(value) === "[object Object]" && Object.hasOwn(value as object, "name");
}

function readPlan({ file, origin }: Place): AddressPlan | undefined {
  try {
    const bytes = readKept(file);
    if (bytes === undefined) return undefined;
    const end = HEAD_BYTES + bytes.readUInt32LE(0);
    if (!bytes.subarray(HEAD_BYTES, end).equals(origin)) return undefined;
    const plan: unknown = deserialize(bytes.subarray(end));
    return isPlan(plan) ? plan : undefined;
  } catch {
    return undefined;
  }
}

/** What has such a name and no seal is somebody else's, and stays. */
function dropOldest(cache: string): void {
  const plans = readdirSync(cache).filter((name) => KEPT_NAME.test(name) && lstatSync(join(cache, name)).isFile());
  if (plans.length <= MOST_KEPT) return;
  const byAge = plans
    .map((name) => ({ place: join(cache, name), kept: lstatSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => a.kept - b.kept);
  for (const { place } of byAge.slice(0, -MOST_KEPT)) if (readKept(place)) rmSync(place, { force: true });
}

function keepPlan(cache: string, { file, origin }: Place, plan: AddressPlan): void {
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(origin.length, 0);
    writeKept(file, Buffer.concat([head, origin, serialize(plan)]));
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
  // Of a file that was written meanwhile it is not known which of the two was loaded.
  if (cache !== undefined && place && "plan" in loaded && placeOf(cache, path)?.origin.equals(place.origin))
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
  const known = place && readPlan(place);
  if (known) return { plan: known };
  const { loadPlan } = await import("../address-plan/load-plans");
  return loadAndKeep(cache, path, loadPlan, place);
}
