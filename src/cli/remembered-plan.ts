import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { type AddressPlan } from "../address-plan/plan";
import { type Fault } from "../config/fault";
import { originOfPlan } from "./origin";

/** What {@link loadPlan} of src/address-plan answers. */
export type LoadedPlan = { plan: AddressPlan } | { faults: readonly Fault[] };

/** Names that plans are kept under; nothing else in the folder is ever removed. */
const KEPT_NAME = /^[0-9a-f]{1,8}\.plan$/;
/** Plans that are kept; of more, the oldest go. */
const MOST_KEPT = 32;
/** A file begins with two numbers of four bytes: the checksum of all that follows, and the length of its origin. */
const HEAD_BYTES = 8;

/** A plan's place in the folder, and what it must have been made of to be the plan of this content by this program. */
interface Place {
  readonly file: string;
  readonly origin: Buffer;
}

/** @returns undefined when something that the plan depends on can't be read; then nothing is kept */
function placeOf(cache: string, path: string): Place | undefined {
  try {
    const origin = originOfPlan(path);
    return { file: join(cache, `${crc32(origin).toString(16)}.plan`), origin };
  } catch {
    return undefined;
  }
}

function readPlan({ file, origin }: Place): AddressPlan | undefined {
  try {
    // A pipe would be waited for.
    if (!lstatSync(file).isFile()) return undefined;
    const bytes = readFileSync(file);
    const end = HEAD_BYTES + bytes.readUInt32LE(4);
    if (!bytes.subarray(HEAD_BYTES, end).equals(origin)) return undefined;
    return bytes.readUInt32LE(0) === crc32(bytes.subarray(4))
      ? (deserialize(bytes.subarray(end)) as AddressPlan)
      : undefined;
  } catch {
    return undefined;
  }
}

function dropOldest(cache: string): void {
  const plans = readdirSync(cache).filter((name) => KEPT_NAME.test(name) && lstatSync(join(cache, name)).isFile());
  if (plans.length <= MOST_KEPT) return;
  const byAge = plans
    .map((name) => ({ place: join(cache, name), kept: statSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => a.kept - b.kept);
  for (const { place } of byAge.slice(0, -MOST_KEPT)) rmSync(place, { force: true });
}

function keepPlan(cache: string, { file, origin }: Place, plan: AddressPlan): void {
  try {
    const bytes = Buffer.concat([Buffer.alloc(HEAD_BYTES), origin, serialize(plan)]);
    bytes.writeUInt32LE(origin.length, 4);
    bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
    mkdirSync(cache, { recursive: true });
    // Where a link leads, the files are somebody else's.
    if (!lstatSync(cache).isDirectory()) return;
    // Two processes may keep the same plan at once: each moves a whole one into place.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, bytes, { flag: "wx" });
    renameSync(draft, file);
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
