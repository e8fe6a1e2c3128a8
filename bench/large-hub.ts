import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CDKTF_APP, OVERLAP } from "../__tests__/support/programs";
import { HUB, hubFile } from "./hub-file";
import { type Goal, interleave, medianOf, type Progress, type Row, runOnce, type Subject } from "./measure";
import { assertSameResources } from "./same-resources";

const PROJECT = resolve(__dirname, "..");
const ROUNDS = 7;

const GOAL = {
  overBare: { of: "ratio", limit: 1.2 },
  proof: { of: "value", limit: 3000 },
  peak: { of: "value", limit: 500 },
} as const satisfies Record<string, Goal>;

interface Subjects {
  readonly synthesis: Subject;
  readonly bare: Subject;
}

/**
 * A large hub's synthesis and its baseline, each run once.
 * @throws Error when the two don't make the same resources
 */
export function hubSubjects(root: string): Subjects {
  mkdirSync(join(root, "bridges"), { recursive: true });
  writeFileSync(join(root, "bridges", `${HUB}.yaml`), hubFile());
  const synthesis = { name: "synthesis of the hub", cwd: root, args: [CDKTF_APP] };
  runOnce(synthesis);
  const program = join(root, "bare-hub.js");
  const bundling = [join(PROJECT, "build.js"), "--bundle", join(PROJECT, "bench/bare-hub.ts"), program];
  runOnce({ name: "bundle of the bare hub", args: bundling, cwd: PROJECT });
  const json = join("stacks", HUB, "cdk.tf.json");
  const ours = join(root, "cdktf.out", json);
  const bare = { name: "the hub with bare cdktf", cwd: root, args: [program, ours, "bare"] };
  runOnce(bare);
  assertSameResources(ours, join(root, "bare", json));
  return { synthesis, bare };
}

/** A hub of 20 client VPCs, 10 web VPCs and 100 services: its synthesis, and the proof of all its statements. */
export function measureLargeHub(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    progress("checking that bare cdktf makes the same resources");
    const { synthesis, bare } = hubSubjects(root);
    // The proof reads what `overlap synth` has published.
    runOnce({ name: "overlap synth", cwd: root, args: [OVERLAP, "synth"] });
    const proof = { name: "proof of the hub", cwd: root, args: [OVERLAP, "verify", HUB] };
    const node = { name: "bare node", cwd: root, args: ["-e", "0"] };
    const [ours = [], same = [], proved = [], nothing = []] = interleave(
      [synthesis, bare, proof, node],
      ROUNDS,
      progress,
    );
    return [
      {
        name: "hub of 20 x 10 x 10: synthesis, whole process",
        value: medianOf("cpuMs", ours),
        baselineName: "the same resources with bare cdktf",
        baseline: medianOf("cpuMs", same),
        unit: "CPU ms",
        goal: GOAL.overBare,
      },
      {
        name: "every statement of it, whole process",
        value: medianOf("elapsedMs", proved),
        baselineName: "node -e 0",
        baseline: medianOf("elapsedMs", nothing),
        unit: "ms",
        goal: GOAL.proof,
      },
      {
        name: "peak memory of that",
        value: medianOf("peakMb", proved),
        baselineName: "node -e 0",
        baseline: medianOf("peakMb", nothing),
        unit: "MB",
        goal: GOAL.peak,
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
