import { lstatSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { guardedHcl, guardedJson } from "./guard";
import { FORMATS, MANIFEST, stackFile } from "./stack-file";
import { type Move } from "./move-all";

/** What the manifest says of a stack; cdktf's CLI needs all of it. */
interface Entry {
  readonly name: string;
  readonly synthesizedStackPath: string;
}

interface Manifest {
  readonly stacks: Readonly<Record<string, Entry>>;
}

/** Whether it is a file as such: a pipe would be waited for, and what a link leads to is not ours. */
function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")) as Manifest;
}

/** The stacks that the manifest of an output folder names and that are there; none when it can't be read. */
function stacksIn(outdir: string): Entry[] {
  try {
    if (!isFile(join(outdir, MANIFEST))) return [];
    return Object.values(readManifest(outdir).stacks).filter(({ name, synthesizedStackPath: path }) => {
      const isOwn = [stackFile("", name), stackFile("", name, "hcl")].includes(path);
      return isOwn && isFile(join(outdir, path));
    });
  } catch {
    return [];
  }
}

function guarded(file: string, text: string, reason: string): string {
  return basename(file) === FORMATS.json ? guardedJson(text, reason) : guardedHcl(text, reason);
}

/**
 * Takes stacks of an earlier synthesis over into a draft's manifest: cdktf's CLI deletes the folders of those that are
 * not in it, with Terraform's lock file and plans.
 * @param kept what becomes of each: it goes, it stays, or it stays and Terraform refuses to deploy it, for a reason
 * @returns the guarded stacks' files, to be moved to their places
 */
export function keepEarlierStacks(
  draft: string,
  outdir: string,
  kept: (name: string) => false | { readonly guard?: string },
): Move[] {
  const manifest = readManifest(draft);
  const moves: Move[] = [];
  const entries = stacksIn(outdir).flatMap((entry) => {
    const own = entry.name in manifest.stacks ? false : kept(entry.name);
    if (own === false) return [];
    if (own.guard !== undefined) {
      const to = join(outdir, entry.synthesizedStackPath);
      const from = join(draft, `guarded-${entry.name}`);
      writeFileSync(from, guarded(to, readFileSync(to, "utf8"), own.guard));
      moves.push({ from, to });
    }
    return [entry];
  });
  if (entries.length === 0) return moves;
  const stacks = { ...manifest.stacks, ...Object.fromEntries(entries.map((entry) => [entry.name, entry])) };
  writeFileSync(join(draft, MANIFEST), JSON.stringify({ ...manifest, stacks }, null, 2));
  return moves;
}
