import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { planWith } from "./large-plan";
import { type Goal, interleave, medianOf, type Progress, type Row, type Subject } from "./measure";

const PROJECT = resolve(__dirname, "..");
const ARTICLE = join(PROJECT, "__tests__/review/golden/plans/new-bridge.json");
const ROUNDS = 5;
const CHANGES = 10_000;

const GOAL = {
  start: { of: "ratio", limit: 4 },
  time: { of: "value", limit: 2000 },
  peak: { of: "value", limit: 600 },
} as const satisfies Record<string, Goal>;

/** Reviews of the article's plan and of one with 10,000 changes: whole processes. */
export function measureReview(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    progress(`writing a plan of ${CHANGES} changes`);
    const large = join(root, "large.json");
    writeFileSync(large, JSON.stringify(planWith(CHANGES)));
    const parse = `JSON.parse(require("node:fs").readFileSync(${JSON.stringify(large)}, "utf8"))`;
    const subjects: Subject[] = [
      { name: "bare node", cwd: root, args: ["-e", "0"] },
      { name: "review of the article's plan", cwd: root, args: [OVERLAP, "review", ARTICLE] },
      { name: "parsing the large plan", cwd: root, args: ["-e", parse] },
      { name: "review of the large plan", cwd: root, args: [OVERLAP, "review", large] },
    ];
    const [bare = [], article = [], parsing = [], review = []] = interleave(subjects, ROUNDS, progress);
    return [
      {
        name: "article: review of the plan that creates it, whole process",
        value: medianOf("elapsedMs", article),
        baselineName: "node -e 0",
        baseline: medianOf("elapsedMs", bare),
        unit: "ms",
        goal: GOAL.start,
      },
      {
        name: "review of a plan with 10,000 changes, whole process",
        value: medianOf("elapsedMs", review),
        baselineName: "JSON.parse of it alone",
        baseline: medianOf("elapsedMs", parsing),
        unit: "ms",
        goal: GOAL.time,
      },
      {
        name: "peak memory of that",
        value: medianOf("peakMb", review),
        baselineName: "JSON.parse of it alone",
        baseline: medianOf("peakMb", parsing),
        unit: "MB",
        goal: GOAL.peak,
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
