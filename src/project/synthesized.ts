import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackFile } from "../stacks/stack-file";
import { type Move } from "../stacks/move-all";
import { newestOfStack, originOfStack } from "./stack-origin";
import { isRegularFile, isThere } from "./project";

/** What each stack of an output folder was synthesized from. */
const RECORD = ".synthesized.json";

/** What a stack depends on: as {@link originOfStack} tells it. */
export interface StackOrigin {
  readonly origin: string;
}

/** What the stack of a bridge file depends on now; undefined when it can't be told. */
export function originNow(path: string): StackOrigin | undefined {
  const origin = originOfStack(path);
  return origin === undefined ? undefined : { origin };
}

function recordIn(outdir: string): Map<string, Partial<StackOrigin>> {
  const path = join(outdir, RECORD);
  try {
    if (isRegularFile(path))
      return new Map(Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, Partial<StackOrigin>>));
  } catch {
    // What can't be read is written anew with the next synthesis.
  }
  return new Map();
}

/** The record with these stacks in it, written into a draft; those that are gone fall out. */
export function recordMove(draft: string, outdir: string, origins: ReadonlyMap<string, StackOrigin>): Move {
  const earlier = [...recordIn(outdir)].filter(([name]) => isThere(stackFile(outdir, name)));
  const from = join(draft, RECORD);
  writeFileSync(from, `${JSON.stringify(Object.fromEntries([...earlier, ...origins]), null, 2)}\n`);
  return { from, to: join(outdir, RECORD) };
}

/** Whether a stack is what its bridge file and the program say now. */
export type StackAge = "current" | "stale" | "missing" | "hcl" | "no file";

/**
 * Whether the stack of a bridge in an output folder is what would be synthesized now. What somebody changed in it since
 * does not count: such a stack is judged as it is.
 * @param path the bridge file
 */
export function ageOf(outdir: string, name: string, path: string): StackAge {
  const file = stackFile(outdir, name);
  if (!isThere(file)) return isThere(stackFile(outdir, name, "hcl")) ? "hcl" : "missing";
  if (!isRegularFile(file)) return "no file";
  const recorded = recordIn(outdir).get(name);
  const origin = recorded?.origin === undefined ? undefined : originOfStack(path);
  if (origin !== undefined) return recorded?.origin === origin ? "current" : "stale";
  // Something else synthesized it, or would: only the times tell.
  try {
    return statSync(file).mtimeMs < newestOfStack(path) ? "stale" : "current";
  } catch {
    return "current";
  }
}
