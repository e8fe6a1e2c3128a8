import { basename } from "node:path";
import { type Fault, type Finding } from "../../config/fault";
import { loadBridge } from "../../config/load";
import { findClashes } from ".";
import { type ToldClash, withClashHints } from "./clash-hints";
import { type PlannedFile } from "./planned-file";

type Locate = (finding: Finding) => Fault;

/** The file is read again for the places in it: a plan knows keys and no lines, and clashes are rare. */
function locatorOf({ path, file }: PlannedFile): Locate {
  const loaded = loadBridge(path, file);
  const bridge = "bridge" in loaded ? loaded.bridge : loaded.parsed;
  return (finding) => bridge?.locate([finding])[0] ?? { ...finding, file, line: 1, column: 1, value: "" };
}

/** What the files are in each other's way with: a fault in each of two, which names the other one. */
export function clashFaults(files: readonly PlannedFile[]): Fault[] {
  const locators = new Map<number, Locate>();
  const locate = (index: number, finding: Finding): Fault => {
    const known = locators.get(index) ?? locatorOf(files[index]!);
    locators.set(index, known);
    return known(finding);
  };
  const told = findClashes(files.map(({ plan }) => plan)).map(({ rule, clash }): ToldClash => {
    const finding = { rule: rule.name, fix: rule.fix };
    const { file, line } = locate(clash.other, { ...finding, path: clash.otherPath, message: "" });
    const message = clash.message(`${basename(file)}:${line}`);
    const fault = locate(clash.bridge, { ...finding, path: clash.path, message });
    return { bridge: clash.bridge, fault, mend: clash.mend?.(basename(file)) };
  });
  return withClashHints(files, told);
}
