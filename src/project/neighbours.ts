import { dirname, join } from "node:path";
import { type FilesBeside, filesBeside } from "../address-plan/load-plans";
import { type Fault } from "../config/fault";
import { type Cidr } from "../ipv4";
import { type ChosenFile } from "./chosen-files";
import { BRIDGES_FOLDER } from "./project";

/** What the files that one lies beside mean for it. */
export interface Neighbours {
  /** What it and they are in each other's way with, told under the name that the file is shown by. */
  readonly clashes: readonly Fault[];
  /** Their bridges' ranges. */
  readonly elsewhere: readonly Cidr[];
}

/** Reads each folder once. */
export function neighboursOf(): (chosen: ChosenFile) => Neighbours | undefined {
  const byFolder = new Map<string, FilesBeside>();
  return ({ path, shown, project }) => {
    if (project === undefined) return undefined;
    const folder = join(project, BRIDGES_FOLDER);
    const known = byFolder.get(folder) ?? filesBeside(folder);
    byFolder.set(folder, known);
    if (dirname(path) !== folder) return undefined;
    const clashes = known.clashes.filter((fault) => fault.file === path).map((fault) => ({ ...fault, file: shown }));
    return { clashes, elsewhere: known.elsewhere(path) };
  };
}
