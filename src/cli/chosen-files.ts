import { existsSync } from "node:fs";
import { join } from "node:path";
import { BRIDGE_FILE_ENDING, findBridgeFiles } from "../config/bridge-files";
import { nearest } from "../config/nearest";
import { type Io, UserError } from "./io";

/** The folder of bridge files, below the folder that a command runs in. */
export const BRIDGES_FOLDER = "bridges";

/** @returns the files to work on: the one that is named, by name or by path, or all */
export function chosenFiles(io: Io, bridge: string | undefined): string[] {
  const folder = join(io.cwd(), BRIDGES_FOLDER);
  const found = findBridgeFiles(folder);
  if (bridge === undefined) {
    if ("fault" in found) throw new UserError(`${BRIDGES_FOLDER}: ${found.fault.message}; ${found.fault.fix}`);
    return found.files.map((file) => join(BRIDGES_FOLDER, file));
  }
  if (/[/\\.]/.test(bridge)) return [bridge];
  const names = "files" in found ? found.files.map((file) => file.slice(0, -BRIDGE_FILE_ENDING.length)) : [];
  if (names.includes(bridge) || existsSync(join(folder, bridge + BRIDGE_FILE_ENDING)))
    return [join(BRIDGES_FOLDER, bridge + BRIDGE_FILE_ENDING)];
  const guess = nearest(bridge, names);
  throw new UserError(
    `there is no bridge "${bridge}" in ${BRIDGES_FOLDER}/; ${guess ? `did you mean ${guess}?` : `there is ${names.join(", ") || "none"}`}`,
  );
}
