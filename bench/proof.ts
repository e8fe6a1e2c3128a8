import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { BRIDGE, bridgeFile } from "./bridge-file";
import { type Goal, interleave, medianOf, type Progress, type Row, runOnce, type Subject } from "./measure";
import { hubWith } from "./hub";

const PROJECT = resolve(__dirname, "..");
const ROUNDS = 5;
const SIZES = [10, 100, 1000] as const;

const GOAL = {
  start: { of: "ratio", limit: 5 },
  time: { of: "value", limit: 1500 },
  peak: { of: "value", limit: 300 },
  hub: { of: "value", limit: 2000 },
} as const satisfies Record<string, Goal>;

/** A folder with one bridge, synthesized. */
export function synthesized(root: string, name: string, write: (file: string) => void): string {
  const cwd = join(root, name);
  mkdirSync(join(cwd, "bridges"), { recursive: true });
  write(join(cwd, "bridges", `${name}.yaml`));
  runOnce({ name: `synthesis of ${name}`, cwd, args: [OVERLAP, "synth"] });
  return cwd;
}

function proof(cwd: string, name: string): Subject {
  return { name: `proof of ${name}`, cwd, args: [OVERLAP, "verify", name] };
}

/** Every statement of a bridge, and the matrix of a hub: whole processes. */
export function measureProof(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    const article = synthesized(root, "article", (file) => copyFileSync(join(PROJECT, "bridges/article.yaml"), file));
    const folders = SIZES.map((services) => {
      progress(`synthesizing ${services} services`);
      mkdirSync(join(root, String(services)));
      return synthesized(join(root, String(services)), BRIDGE, (file) => writeFileSync(file, bridgeFile(services)));
    });
    const hub = join(root, "hub.tf.json");
    writeFileSync(hub, JSON.stringify(hubWith(50, 10)));
    const subjects: Subject[] = [
      { name: "bare node", cwd: root, args: ["-e", "0"] },
      proof(article, "article"),
      ...folders.map((cwd) => proof(cwd, BRIDGE)),
      { name: "matrix", cwd: root, args: [OVERLAP, "matrix", "--synth", hub] },
    ];
    const [bare = [], ofArticle = [], ten = [], hundred = [], thousand = [], matrix = []] = interleave(
      subjects,
      ROUNDS,
      progress,
    );
    const baseline = { baselineName: "node -e 0", baseline: medianOf("elapsedMs", bare), unit: "ms" } as const;
    const marginal = (from: number, less: typeof ten, to: number, more: typeof ten): number =>
      (medianOf("cpuMs", more) - medianOf("cpuMs", less)) / (to - from);
    return [
      {
        name: "article: every statement, whole process",
        value: medianOf("elapsedMs", ofArticle),
        ...baseline,
        goal: GOAL.start,
      },
      {
        name: "1000 services: every statement, whole process",
        value: medianOf("elapsedMs", thousand),
        ...baseline,
        goal: GOAL.time,
      },
      {
        name: "peak memory of that",
        value: medianOf("peakMb", thousand),
        baselineName: "node -e 0",
        baseline: medianOf("peakMb", bare),
        unit: "MB",
        goal: GOAL.peak,
      },
      {
        name: "each service added from 100 to 1000",
        value: marginal(100, hundred, 1000, thousand),
        baselineName: "each added from 10 to 100",
        baseline: marginal(10, ten, 100, hundred),
        unit: "CPU ms",
      },
      {
        name: "matrix of 50 VPCs with 500 subnets on one transit gateway",
        value: medianOf("elapsedMs", matrix),
        ...baseline,
        goal: GOAL.hub,
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
