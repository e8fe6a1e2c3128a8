import { linkSync, lstatSync, mkdirSync, renameSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { OutputFault } from "./output-fault";

/** Something that was written beside its place and belongs there; without `from` what is in the place goes. */
export interface Move {
  readonly from?: string;
  readonly to: string;
}

/** What undoes a step. */
type Undo = () => void;

function kindOf(path: string) {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Makes a folder with all above it, and remembers which were made. */
function makeFolder(folder: string, undo: Undo[]): void {
  if (kindOf(folder)) return;
  makeFolder(dirname(folder), undo);
  mkdirSync(folder);
  undo.push(() => rmdirSync(folder));
}

/** Keeps what is in a place; a file stays there too, so that whoever reads it meanwhile finds the old or the new one. */
function keepOld(place: string, kept: string, isReplaced: boolean, undo: Undo[]): void {
  const there = kindOf(place);
  if (!there) return;
  if (isReplaced && there.isFile()) {
    try {
      linkSync(place, kept);
      undo.push(() => renameSync(kept, place));
      return;
    } catch {
      // Not every file system has hard links.
    }
  }
  renameSync(place, kept);
  undo.push(() => renameSync(kept, place));
}

/**
 * Moves everything to its place, or nothing: when one can't be moved, all are put back. Links, pipes and devices in a
 * place are replaced, not written through. Both ends must be on one file system, so that no move needs room on the disk.
 * @param attic an empty folder on that file system, for what was in the places; it may be removed afterwards
 * @throws OutputFault when a folder is where a file belongs; the system's own error otherwise
 */
export function moveAll(moves: readonly Move[], attic: string): void {
  const undo: Undo[] = [];
  try {
    moves.forEach(({ from, to }, i) => {
      const isFile = from !== undefined && !kindOf(from)?.isDirectory();
      if (isFile && kindOf(to)?.isDirectory())
        throw new OutputFault(to, "is a folder, and a file belongs there; remove it and run this again");
      if (from !== undefined) makeFolder(dirname(to), undo);
      keepOld(to, join(attic, String(i)), isFile, undo);
      if (from === undefined) return;
      renameSync(from, to);
      undo.push(() => renameSync(to, from));
    });
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}
