import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Fault } from "../../src/config/fault";
import { loadBridge } from "../../src/config/load";
import { type Edit, patch } from "../config/bridge-texts";
import { inFolder } from "./bridges";
import { type Named, type Told } from "./told";

/** A fault in the table: its line, key and rule. */
export type Bad = readonly [line: number, key: string, rule: string];

/** One bad bridge file and where which rule must be told of it. */
export interface BadFile extends Named {
  readonly text: string | Buffer;
  /** Each fault, in the order of the file. */
  readonly found: readonly Bad[];
  /** The file's name in bridges/; default: bad.yaml. */
  readonly file?: string;
}

/** A table entry: a right text, the edits that make it wrong, and the faults that it must give. */
export function bad(id: string, base: string, edits: readonly Edit[], found: readonly Bad[]): BadFile {
  return { id, text: patch(base, ...edits), found };
}

/** The file's path in its project. */
export function pathOf({ file = "bad.yaml" }: BadFile): string {
  return `bridges/${file}`;
}

/** What must be told of the file. */
export function toldOf(bad: BadFile): Told[] {
  return bad.found.map(([line, key, rule]) => ({ rule, file: pathOf(bad), line, key }));
}

/** What is wrong with the file by itself: its YAML, its keys, and what they say together. */
export function faultsOfFile(bad: BadFile): readonly Fault[] {
  return inFolder((folder) => {
    const path = join(folder, basename(pathOf(bad)));
    writeFileSync(path, bad.text);
    const loaded = loadBridge(path, pathOf(bad));
    return "faults" in loaded ? loaded.faults : [];
  });
}
