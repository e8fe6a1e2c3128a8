import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a bridge file into a folder. @returns its path */
export function writeBridge(folder: string, name: string, text: string): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}
