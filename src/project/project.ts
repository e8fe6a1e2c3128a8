import { lstatSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { nearest } from "../naming/nearest";
import { type Surroundings } from "./surroundings";

/** The folder of bridge files in a project. */
export const BRIDGES_FOLDER = "bridges";
/** The folder that a project's stacks are synthesized into. */
export const OUTPUT_FOLDER = "cdktf.out";
/** What a folder has that is a project's. */
const MARKS = [BRIDGES_FOLDER, "cdktf.json"];

/** Whether there is anything of this name, a link to nothing included. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A file stands where one of its folders would be, or the folder is closed to us.
    return false;
  }
}

/** Whether a path is a file as such, or a link to one: what can be read without waiting for somebody. */
export function isRegularFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** The project that a folder is in, which is the nearest one upwards; the folder itself when it is in none. */
export function projectAround(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (MARKS.some((mark) => isThere(join(at, mark)))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** The project that a command runs in. */
export function projectOf(io: Surroundings): string {
  return projectAround(io.cwd());
}

/** The name of a file beside this one that was meant more likely; undefined when there is none, or this one is there. */
export function likeFile(path: string): string | undefined {
  if (isThere(path)) return undefined;
  try {
    return nearest(basename(path), readdirSync(dirname(path)));
  } catch {
    return undefined;
  }
}

/** `; did you mean <name>?` where a file is not there and another one has nearly its name; otherwise what is given. */
export function orLikeFile(path: string, otherwise: string): string {
  const like = likeFile(path);
  return like === undefined ? otherwise : `did you mean ${like}?`;
}
