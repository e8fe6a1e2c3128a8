import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { interleave, medianOf, type Progress, type Row, type Subject, type Usage } from "./measure";
import { aclOf, groupsAtQuota, hostsOf, manyVpcs, rulesByLocal } from "./ordinary-networks";

const ROUNDS = 3;

/** What an ordinary large network is asked, and what it may take. */
interface Case {
  readonly name: string;
  readonly file: () => object;
  readonly args: (file: string) => readonly string[];
  /** Milliseconds of processor time, which other programs on the machine stretch far less than elapsed time. */
  readonly limit: number;
  /** Megabytes. */
  readonly memory?: number;
}

const review = (file: string): readonly string[] => ["review", file];
const matrix = (file: string): readonly string[] => ["matrix", "--synth", file];
const draw = (file: string): readonly string[] => ["draw", "--synth", file];

const CASES: readonly Case[] = [
  {
    name: "review of 4,000 group rules that name a local",
    file: () => rulesByLocal(4000).asFirstPlan(),
    ...{ args: review, limit: 1500 },
  },
  {
    name: "review of 10,000 hosts of one group and subnet",
    file: () => hostsOf(10_000).asFirstPlan(),
    ...{ args: review, limit: 5000, memory: 1000 },
  },
  {
    name: "review of 10,000 hosts of 20 groups in 10 subnets",
    file: () => hostsOf(10_000, 20, 10).asFirstPlan(),
    ...{ args: review, limit: 5000 },
  },
  {
    name: "matrix of 40 hosts in groups at quota (5 x 200 rules, in and out)",
    file: () => groupsAtQuota(40).asSynth(),
    ...{ args: matrix, limit: 2000 },
  },
  {
    name: "matrix through a network ACL of 400 rules, in and out",
    file: () => aclOf(400).asSynth(),
    ...{ args: matrix, limit: 1000 },
  },
  {
    name: "2,000 VPCs drawn as SVG",
    file: () => manyVpcs(2000).asSynth(),
    ...{ args: draw, limit: 10_000 },
  },
];

function rowsOf({ name, limit, memory }: Case, parsing: readonly Usage[], own: readonly Usage[]): Row[] {
  const row = (what: "cpuMs" | "peakMb", unit: "CPU ms" | "MB", most: number): Row => ({
    name: what === "peakMb" ? "peak memory of that" : name,
    value: medianOf(what, own),
    baselineName: "JSON.parse of it alone",
    baseline: medianOf(what, parsing),
    ...{ unit, goal: { of: "value", limit: most } },
  });
  return [row("cpuMs", "CPU ms", limit), ...(memory === undefined ? [] : [row("peakMb", "MB", memory)])];
}

/** Ordinary networks that are large in one thing: whole processes. */
export function measureOrdinary(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    const subjects = CASES.flatMap((one, i): Subject[] => {
      progress(`writing: ${one.name}`);
      const file = join(root, `${i}.json`);
      writeFileSync(file, JSON.stringify(one.file()));
      const parse = `JSON.parse(require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8"))`;
      return [
        { name: `parsing: ${one.name}`, cwd: root, args: ["-e", parse] },
        { name: one.name, cwd: root, args: [OVERLAP, ...one.args(file)] },
      ];
    });
    const runs = interleave(subjects, ROUNDS, progress);
    return CASES.flatMap((one, i) => rowsOf(one, runs[i * 2] ?? [], runs[i * 2 + 1] ?? []));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
