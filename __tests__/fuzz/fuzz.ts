import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Case, caseOf, OUTPUT, writeCase } from "./case";
import { type Limits, type Outcome, Runner } from "./runner";

interface Failure {
  readonly seed: number;
  readonly kind: string;
  readonly args: readonly string[];
  readonly what: string;
}

export interface Result {
  readonly cases: number;
  readonly failures: readonly Failure[];
  /** How many cases of each kind ended with each exit code. */
  readonly exits: ReadonlyMap<string, number>;
  readonly slowest: readonly { readonly seed: number; readonly kind: string; readonly seconds: number }[];
}

export interface Options {
  readonly seeds: readonly number[];
  readonly scale: number;
  readonly limits: Limits;
  /** Processes at a time. */
  readonly workers: number;
  /** Only inputs of this kind. */
  readonly kind?: string;
  /** Where inputs of failures are kept; without it they are removed. */
  readonly keepIn?: string;
  readonly onCase?: (one: Case, outcome: Outcome, failure: string | undefined) => void;
}

const EXITS = [0, 1, 2];

/** What a command did that none may do with whatever input; undefined when all was well. */
export function faultOf({ args, made }: Case, outcome: Outcome, folder: string): string | undefined {
  if ("ended" in outcome) return outcome.ended;
  const { exit, err, outLength, thrown } = outcome.answer;
  if (thrown !== undefined) return `throws ${thrown.slice(0, 600)}`;
  if (!EXITS.includes(exit)) return `exits with ${exit}`;
  const lines = err.split("\n").filter((line) => line !== "");
  if (lines.some((line) => /^\s+at .*:\d+|FATAL ERROR|\(node:\d+\)/.test(line)))
    return `prints a stack trace: ${err.slice(0, 500)}`;
  if (/[\p{Cc}\p{Cf}]/u.test(err.replace(/\n/g, "")))
    return `prints control characters: ${JSON.stringify(err.slice(0, 500))}`;
  if (exit !== 2) return undefined;
  if (lines.length === 0 && !args.includes("--json")) return "exits with 2 and says nothing of it";
  if (lines.some((line) => line.length > 5000))
    return `prints a line of ${Math.max(...lines.map(({ length }) => length))} characters`;
  if (lines.length > 400) return `prints ${lines.length} lines of faults`;
  if (made.source !== "bridge" && lines.length > 1) return `prints ${lines.length} lines: ${err.slice(0, 300)}`;
  if (outLength > 0 && args[0] !== "check") return `exits with 2 after ${outLength} characters of an answer`;
  const left = readdirSync(folder).filter((name) => name.startsWith(".") || name.endsWith(".svg"));
  if (left.length > 0 || existsSync(join(folder, OUTPUT))) return `leaves ${left.join(", ")} behind`;
  return undefined;
}

/** Runs the cases of these seeds, and tells which of them broke what holds for every input. */
export async function fuzz(options: Options): Promise<Result> {
  const { seeds, limits, scale, kind } = options;
  const root = options.keepIn ?? mkdtempSync(join(tmpdir(), "overlap-hostile-"));
  const failures: Failure[] = [];
  const exits = new Map<string, number>();
  const times: { seed: number; kind: string; seconds: number }[] = [];
  const pending = [...seeds];
  const work = async (): Promise<void> => {
    const runner = new Runner(limits);
    for (let seed = pending.shift(); seed !== undefined; seed = pending.shift()) {
      const one = caseOf(seed, scale, kind);
      const folder = join(root, `${one.kind}-${seed}`);
      rmSync(folder, { recursive: true, force: true });
      writeCase(one, folder);
      const outcome = await runner.run({ cwd: resolve(folder), args: one.args });
      const what = faultOf(one, outcome, folder);
      const end = "answer" in outcome ? String(outcome.answer.exit) : "killed";
      exits.set(`${one.kind} ${end}`, (exits.get(`${one.kind} ${end}`) ?? 0) + 1);
      times.push({ seed, kind: one.kind, seconds: outcome.seconds });
      if (what !== undefined) failures.push({ seed, kind: one.kind, args: one.args, what });
      options.onCase?.(one, outcome, what);
      if (what === undefined || options.keepIn === undefined) rmSync(folder, { recursive: true, force: true });
    }
    runner.stop();
  };
  try {
    await Promise.all(Array.from({ length: options.workers }, work));
  } finally {
    if (options.keepIn === undefined) rmSync(root, { recursive: true, force: true });
  }
  const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, 5);
  return { cases: seeds.length, failures, exits, slowest };
}
