import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { hubWith } from "./hub";
import { type Goal, interleave, medianOf, type Progress, type Row, type Subject } from "./measure";
import { synthesized } from "./proof";

const PROJECT = resolve(__dirname, "..");
const ROUNDS = 7;
const GOAL: Goal = { of: "value", limit: 1000 };

/** Pictures, whole processes: the article's as SVG and as Mermaid, and a hub's. */
export function measureDrawing(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    const cwd = synthesized(root, "article", (file) => copyFileSync(join(PROJECT, "bridges/article.yaml"), file));
    const hub = join(root, "hub.tf.json");
    writeFileSync(hub, JSON.stringify(hubWith(20, 10)));
    const subjects: Subject[] = [
      { name: "bare node", cwd, args: ["-e", "0"] },
      { name: "the article as SVG", cwd, args: [OVERLAP, "draw", "article"] },
      { name: "the article as Mermaid", cwd, args: [OVERLAP, "draw", "article", "--mermaid"] },
      { name: "a hub as SVG", cwd, args: [OVERLAP, "draw", "--synth", hub] },
    ];
    const [bare = [], svg = [], mermaid = [], hubSvg = []] = interleave(subjects, ROUNDS, progress);
    const baseline = { baselineName: "node -e 0", baseline: medianOf("elapsedMs", bare), unit: "ms" } as const;
    const row = (name: string, runs: typeof bare, goal?: Goal): Row => ({
      name,
      value: medianOf("elapsedMs", runs),
      ...baseline,
      ...(goal && { goal }),
    });
    return [
      row("article drawn as SVG, whole process", svg, GOAL),
      row("article drawn as Mermaid, whole process", mermaid, GOAL),
      row("hub of 20 VPCs with 200 subnets drawn as SVG", hubSvg),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
