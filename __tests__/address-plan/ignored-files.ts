import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { loadPlans } from "../../src/address-plan/load-plans";
import { type Fault } from "../../src/config/fault";
import { inFolder } from "../support/bridges";

/** Files of a bridge's folder that look like bridges, and that nobody reads. */
export const IGNORED_FILES: readonly string[] = [
  "other.yml",
  "other.YAML",
  "other.Yaml",
  "other.YML",
  "other.json",
  "other.JSON",
  "other.yaml.txt",
  "team/other.yaml",
  "team/shop/other.yml",
  "addresses/other.json",
];

/** What is wrong with a folder of bridges. */
export function faultsAmong(fill: (folder: string) => void): Fault[] {
  return inFolder((folder) => {
    fill(folder);
    return loadPlans(folder).faults.map((fault) => ({ ...fault, file: relative(folder, fault.file) }));
  });
}

export const withFiles = (files: Readonly<Record<string, string>>) => (folder: string) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
