import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { loadPlans } from "../../../src/address-plan/load-plans";
import { faultLines } from "../../../src/cli/output/fault-lines";
import { ioOn } from "../../../src/cli/output/io";
import { main } from "../../../src/cli/main";
import { shownLine } from "../../../src/escape/terminal";
import { type Fault } from "../../../src/config/fault";
import { SMALL } from "../../config/bridge-texts";
import { type BadFile, pathOf } from "../../support/bad-file";

/** What an earlier synthesis left; nothing of it may change, not even the bad bridge's own stack. */
const EARLIER_OUTPUT = {
  "cdktf.out/manifest.json": '{"earlier": "manifest"}',
  "cdktf.out/stacks/good/cdk.tf.json": '{"earlier": "good"}',
  "cdktf.out/stacks/good/.terraform.lock.hcl": "# earlier lock",
  "cdktf.out/stacks/bad/cdk.tf.json": '{"earlier": "bad"}',
  "state/good.tfstate": '{"earlier": "state"}',
};

/** With a state of its own, whatever the bad bridge's is. */
const GOOD = SMALL.replace("state/small.tfstate", "state/good.tfstate");

/** A folder as a user has it: a good bridge and what was synthesized before. */
export function makeWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), "overlap-bad-input-"));
  for (const [path, content] of Object.entries({ ...EARLIER_OUTPUT, "bridges/good.yaml": GOOD })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export function removeWorkspace(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Every file below a folder with its bytes, every folder and link; for comparison before and after. */
export function snapshot(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry): [string, string] => {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) return [path, `-> ${readlinkSync(path)}`];
    return [path, entry.isFile() ? readFileSync(path, "latin1") : "not a file"];
  });
  return Object.fromEntries(entries);
}

export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  /** Without colours, which depend on where the tests run. */
  readonly stderr: string;
}

/** Runs `overlap synth` in this process, in the folder. */
export async function synthIn(folder: string): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const io = ioOn({
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    cwd: () => folder,
  });
  const exit = await main(["synth"], io);
  return { exit, stdout, stderr: stripVTControlCharacters(stderr) };
}

/** The faults of the folder's bridges, as data. */
export function faultsIn(folder: string): Fault[] {
  return loadPlans(join(folder, "bridges")).faults.map((fault) => ({ ...fault, file: relative(folder, fault.file) }));
}

/** What `overlap synth` writes to stderr for these faults, what is to be pasted included. */
export function linesFor(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return [...faultLines(faults).map(shownLine), `${count}; nothing was written`, ""].join("\n");
}

/** Puts a case's file into the folder. */
export function putBad(folder: string, bad: BadFile): void {
  writeFileSync(join(folder, pathOf(bad)), bad.text);
}
