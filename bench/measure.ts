import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What one process has used. */
export interface Usage {
  /** From start to end of the process in milliseconds, its exit included: what a person waits. */
  readonly elapsedMs: number;
  /**
   * Processor time in milliseconds, user and system, of all threads. Other programs on the machine stretch elapsed time
   * by as much as they like, processor time by far less, so it is what differences of two runs are taken of.
   */
  readonly cpuMs: number;
  /** Peak resident memory in megabytes (10^6 bytes). */
  readonly peakMb: number;
}

/** A process to measure: Node.js arguments, run in a folder. */
export interface Subject {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A file that is open for what it prints, and the exit codes that are no failure. */
  readonly output?: { readonly file: number; readonly exits: readonly number[] };
}

/** ms: elapsed; CPU ms: processor time; CPU us: the same in microseconds, of one of many; %: a share. */
export type Unit = "ms" | "CPU ms" | "CPU us" | "MB" | "%";

/** At most this much, of the ratio of value to baseline or of the value itself. */
export interface Goal {
  readonly of: "ratio" | "value";
  readonly limit: number;
}

/** One line of the result: a value, the baseline it is held against, and the goal. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly baselineName: string;
  readonly baseline: number;
  readonly unit: Unit;
  /** @default - told for comparison only */
  readonly goal?: Goal;
}

/** Tells what is going on; does nothing when nobody watches. */
export type Progress = (text: string) => void;

const REPORT_USAGE = join(__dirname, "report-usage.js");

/** Without what a developer's shell may say to cdktf, Node.js or this project. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !/^(CDKTF|SYNTH|NODE|OVERLAP)_/.test(key));
  return Object.fromEntries(kept);
}

/** Runs a process to its end. Throws when it fails, since a failed run measures nothing. */
export function runOnce({ name, args, cwd, env, output }: Subject): Usage {
  const started = performance.now();
  const result = spawnSync(process.execPath, ["-r", REPORT_USAGE, ...args], {
    cwd,
    // A large input's work would be done by a child, whose time and memory nobody could tell here (src/limits/apart.ts).
    env: { ...cleanEnvironment(), OVERLAP_RUN_FOR: "0", ...env },
    stdio: ["ignore", output?.file ?? "ignore", "pipe", "pipe"],
  });
  const elapsedMs = performance.now() - started;
  if (!(output?.exits ?? [0]).includes(result.status ?? -1))
    throw new Error(`${name} failed (${result.status}):\n${String(result.stderr)}`);
  return { elapsedMs, ...(JSON.parse(String(result.output[3])) as Omit<Usage, "elapsedMs">) };
}

/**
 * Runs processes in turns (A B A B ...), so that a busy minute of the machine meets all of them.
 * @returns the usages of each subject, in the order of the runs
 */
export function interleave(subjects: readonly Subject[], rounds: number, progress: Progress): Usage[][] {
  const usages = subjects.map((): Usage[] => []);
  for (let round = 0; round < rounds; round++) {
    subjects.forEach((subject, i) => {
      progress(`round ${round + 1} of ${rounds}: ${subject.name}`);
      usages[i]?.push(runOnce(subject));
    });
  }
  return usages;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? NaN;
  const high = sorted[Math.floor(middle)] ?? NaN;
  return (low + high) / 2;
}

/** The median of one of the things that several runs have used. */
export function medianOf(what: keyof Usage, usages: readonly Usage[]): number {
  return median(usages.map((usage) => usage[what]));
}

export const ratioOf = (row: Row): number => row.value / row.baseline;

export function isMet(row: Row): boolean {
  if (!row.goal) return true;
  return (row.goal.of === "ratio" ? ratioOf(row) : row.value) <= row.goal.limit;
}
