import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Fault } from "./fault";

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
  const files = names.filter(isBridgeFile).sort();
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

function isBridgeFile(name: string): boolean {
  return name.endsWith(BRIDGE_FILE_ENDING) && !name.startsWith(".");
}

/** Endings, in any case of letters, of what somebody may take for a bridge file; Windows likes to add the last one. */
const LIKE_A_BRIDGE = /\.(ya?ml|json|ya?ml\.txt)\s*$/i;
/** What editors read, and this program writes. */
const SCHEMA_ENDING = ".schema.json";

function looksLikeBridge(name: string): boolean {
  const isOther = name.startsWith(".") || name.endsWith(SCHEMA_ENDING) || isBridgeFile(name);
  return !isOther && LIKE_A_BRIDGE.test(name);
}

/** How deep in sub-folders somebody may have put a bridge; links are not followed. */
const DEEPEST = 8;

/** The first bridge-like file in a sub-folder, as a path below it; undefined when there is none. */
function bridgeBelow(folder: string, depth = DEEPEST): string | undefined {
  const entries = entriesOf(folder);
  const own = entries.find(
    (entry) => !entry.isDirectory() && (isBridgeFile(entry.name) || looksLikeBridge(entry.name)),
  );
  if (own || depth === 0) return own?.name;
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const below = bridgeBelow(join(folder, entry.name), depth - 1);
    if (below !== undefined) return join(entry.name, below);
  }
  return undefined;
}

/** Sorted by name; none of a folder that can't be listed. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** What lies in the folder of bridges and looks like one, and is not read: who put it there believes that it is. */
export function ignoredBridgeFiles(folder: string): Fault[] {
  return entriesOf(folder).flatMap((entry): Fault[] => {
    const { name } = entry;
    const at = { line: 1, column: 1, path: [], value: "", rule: "bridge-ending" };
    if (entry.isDirectory() && !isBridgeFile(name)) {
      const below = name.startsWith(".") ? undefined : bridgeBelow(join(folder, name));
      if (below === undefined) return [];
      const fix = "move it up: only files of the folder itself are bridges";
      return [{ ...at, file: join(folder, name, below), message: "is in a sub-folder, where nothing is read", fix }];
    }
    if (!looksLikeBridge(name)) return [];
    const ending = LIKE_A_BRIDGE.exec(name)?.[0] ?? "";
    const fix = /json/i.test(ending)
      ? `write it as YAML, in a file that ends in ${BRIDGE_FILE_ENDING}`
      : `rename it to end in ${BRIDGE_FILE_ENDING}`;
    return [{ ...at, file: join(folder, name), message: `ends in ${ending}`, fix }];
  });
}
