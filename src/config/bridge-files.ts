import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./fault";

export const BRIDGE_FILE_ENDING = ".yaml";

/**
 * The bridge files of a folder, sorted by name.
 * @returns a fault when the folder can't be listed or holds none
 */
export function findBridgeFiles(folder: string): { files: string[] } | { fault: Fault } {
  const at = { file: folder, line: 1, column: 1, path: [], value: "" };
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message = code === "ENOENT" ? "there is no such folder" : `the folder can't be listed (${code})`;
    return {
      fault: { ...at, rule: "bridges-folder", message, fix: "run this in the project's folder, where bridges/ is" },
    };
  }
  const files = names.filter((name) => name.endsWith(BRIDGE_FILE_ENDING) && !name.startsWith(".")).sort();
  const wrongEnding = names.find((name) => name.endsWith(".yml"));
  if (wrongEnding) {
    return {
      fault: {
        ...at,
        file: join(folder, wrongEnding),
        rule: "bridge-ending",
        message: "ends in .yml",
        fix: `rename it to end in ${BRIDGE_FILE_ENDING}`,
      },
    };
  }
  if (files.length === 0) {
    return {
      fault: {
        ...at,
        rule: "bridges-folder",
        message: "holds no bridge file",
        fix: `write one that ends in ${BRIDGE_FILE_ENDING}`,
      },
    };
  }
  return { files };
}
