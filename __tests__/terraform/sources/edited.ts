import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sources } from "../../../src/terraform";
import { sourcesInFolder } from "../../../src/terraform/sources";
import { type Name, NETWORKS } from "./networks";

/** One change to one file: a text in place of another one. */
export type Edit = readonly [file: string, from: string, to: string];

/** Runs with a copy of a network's sources, in which some texts stand in place of others. */
export async function withEdited<T>(
  name: Name,
  edits: readonly Edit[],
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-edited-"));
  try {
    cpSync(join(NETWORKS, name), folder, { recursive: true });
    for (const [file, from, to] of edits) {
      const before = from === "" ? "" : readFileSync(join(folder, file), "utf8");
      if (!before.includes(from)) throw new Error(`${file} holds no ${from}`);
      writeFileSync(join(folder, file), from === "" ? to : before.replace(from, to));
    }
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function editedSources(name: Name, edits: readonly Edit[]): Promise<Sources> {
  const found = await withEdited(name, edits, (folder) => sourcesInFolder(folder, false));
  if (!found) throw new Error("no sources");
  return found;
}
