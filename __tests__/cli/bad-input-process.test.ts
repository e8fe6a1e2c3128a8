import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { faultLines } from "../../src/cli/output/fault-lines";
import { type Fault } from "../../src/config/fault";
import { CDKTF_APP, OVERLAP } from "../support/programs";
import { told } from "../support/told";
import { EACH_KIND } from "./bad-input/folder-cases";
import { faultsIn, linesFor, makeWorkspace, removeWorkspace, snapshot } from "./bad-input/workspace";

/** The real programs, as `npm start` and cdktf start them, for what only a process has: exit code, warnings, stack traces. */

let folder = "";
beforeEach(() => (folder = makeWorkspace()));
afterEach(() => removeWorkspace(folder));

function run(args: readonly string[]) {
  const env = { PATH: process.env["PATH"], NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  return { exit: status, stdout, stderr };
}

describe.each([
  ["overlap synth", [OVERLAP, "synth"], linesFor],
  ["the cdktf app", [CDKTF_APP], (faults: readonly Fault[]) => `${faultLines(faults).join("\n")}\n`],
])("%s", (_, args, expected) => {
  test("tells the faults of all files, exits with 2 and writes nothing", () => {
    EACH_KIND.make(join(folder, "bridges"));
    const before = snapshot(folder);
    const outcome = run(args);
    const faults = faultsIn(folder);
    expect(faults.map(told)).toEqual(EACH_KIND.found);
    expect(outcome).toEqual({ exit: 2, stdout: "", stderr: expected(faults) });
    // The block to paste stands below the faults of its file.
    expect(outcome.stderr).toMatch(/^ {4}bridge:\n {6}cidr: 10\.0\.0\.0\/16$/m);
    expect(snapshot(folder)).toEqual(before);
  });
});
