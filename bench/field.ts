import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { fieldPlanWith } from "./field-plan";
import { type Goal, interleave, medianOf, type Progress, type Row, type Subject } from "./measure";

const ROUNDS = 5;
const HOST = (i: number): string => `aws_instance.app["app-${i}"]`;

const GOAL = {
  matrix: { of: "value", limit: 3000 },
  trace: { of: "value", limit: 1000 },
} as const satisfies Record<string, Goal>;

/** Matrix and one trace of a plan of modules, most of whose references are lost: whole processes. */
export function measureField(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    progress("writing a plan of modules");
    const plan = join(root, "plan.json");
    writeFileSync(plan, JSON.stringify(fieldPlanWith(46, 28, 32)));
    const parse = `JSON.parse(require("node:fs").readFileSync(${JSON.stringify(plan)}, "utf8"))`;
    const trace = ["trace", "--plan", plan, "--from", HOST(0), "--to", HOST(1), "--port", "1005"];
    const subjects: Subject[] = [
      { name: "parsing the plan of modules", cwd: root, args: ["-e", parse] },
      { name: "matrix of it", cwd: root, args: [OVERLAP, "matrix", "--plan", plan] },
      // A trace that is not ALLOWED exits 1, which is no failure of the run.
      { name: "one trace of it", cwd: root, args: ["-e", quietly(trace)] },
    ];
    const [parsing = [], matrix = [], traced = []] = interleave(subjects, ROUNDS, progress);
    const against = {
      baselineName: "JSON.parse of it alone",
      baseline: medianOf("elapsedMs", parsing),
      unit: "ms",
    } as const;
    return [
      {
        name: "matrix of a plan of 46 spokes made by modules (1.7 MB), whole process",
        value: medianOf("elapsedMs", matrix),
        ...against,
        goal: GOAL.matrix,
      },
      { name: "one trace of it, whole process", value: medianOf("elapsedMs", traced), ...against, goal: GOAL.trace },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A program that runs the command line in its own process and ends with 0. */
function quietly(args: readonly string[]): string {
  const argv = JSON.stringify([process.execPath, OVERLAP, ...args]);
  return `process.argv = ${argv}; process.on("exit", () => (process.exitCode = 0)); require(${JSON.stringify(OVERLAP)})`;
}
