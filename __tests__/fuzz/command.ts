import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz";
import { KINDS } from "./kinds";

const USAGE =
  "npm run fuzz -- [--seed NUMBER] [--cases NUMBER] [--scale 0..1] [--kind NAME] [--seconds NUMBER] [--verbose]";

/** A number of an option. @throws RangeError that says how to write it */
function numberOf(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(number)) throw new RangeError(`"${text}" is no number; ${USAGE}`);
  return number;
}

/** Hostile inputs to every command, as long as you like; CI runs the same with fixed seeds. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      cases: { type: "string" },
      scale: { type: "string" },
      kind: { type: "string" },
      seconds: { type: "string" },
      verbose: { type: "boolean" },
    },
  });
  const { kind } = values;
  if (kind !== undefined && !Object.hasOwn(KINDS, kind))
    throw new RangeError(`there is no kind "${kind}", but ${Object.keys(KINDS).join(", ")}`);
  const first = Math.floor(numberOf(values.seed, Math.floor(Math.random() * 2 ** 31)));
  const count = Math.floor(numberOf(values.cases, 200));
  const scale = numberOf(values.scale, 0.2);
  const keepIn = join("test-results", "fuzz");
  mkdirSync(keepIn, { recursive: true });
  console.log(`seeds ${first} to ${first + count - 1}`);
  const result = await fuzz({
    seeds: Array.from({ length: count }, (_, i) => first + i),
    scale,
    limits: { seconds: numberOf(values.seconds, 60), megabytes: 2048 },
    workers: availableParallelism(),
    ...(kind !== undefined && { kind }),
    keepIn,
    onCase: ({ seed, kind: name, args }, outcome, failure) => {
      const end = "answer" in outcome ? `exit ${outcome.answer.exit}` : "killed";
      const line = `${seed} ${name}: overlap ${args.join(" ")}: ${end} after ${outcome.seconds.toFixed(1)} s`;
      if (failure !== undefined) {
        const again = `npm run fuzz -- --seed ${seed} --cases 1 --scale ${scale}${kind === undefined ? "" : ` --kind ${kind}`}`;
        console.log(`${line}\n  ${failure}\n  its input: ${join(keepIn, `${name}-${seed}`)}; again: ${again}`);
      } else if (values.verbose) {
        const told = "answer" in outcome ? outcome.answer.err.split("\n")[0] : "";
        console.log(`${line}${told ? `: ${told.slice(0, 200)}` : ""}`);
      }
    },
  });
  console.log(
    [...result.exits]
      .sort()
      .map(([end, times]) => `${end} ${times}`)
      .join(", "),
  );
  for (const { seed, kind: name, seconds } of result.slowest)
    console.log(`slowest: ${seed} ${name} ${seconds.toFixed(1)} s`);
  console.log(`${result.cases} cases, ${result.failures.length} failures`);
  return result.failures.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`fuzz: ${(error as Error).message}`);
    process.exitCode = 2;
  },
);
