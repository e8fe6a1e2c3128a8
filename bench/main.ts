/**
 * Measures the goals of speed and memory, each against a baseline of the same run, and exits 1 when one is missed.
 * Not part of the tests: a busy machine must not break them.
 */
import { measureAccount } from "./account";
import { measureDrawing } from "./drawing";
import { measureDualStack } from "./dual-stack";
import { measureField } from "./field";
import { measureLab } from "./lab";
import { measureLargeHub } from "./large-hub";
import { isMet, type Progress, ratioOf, type Row, type Unit } from "./measure";
import { measureOrdinary } from "./ordinary";
import { measureOverlapping } from "./overlapping";
import { measureProof } from "./proof";
import { measureReview } from "./review";
import { measureSubnets } from "./subnets";
import { measureSynthesis } from "./synthesis";
import { measureWho } from "./who";

const SUITES: Readonly<Record<string, (progress: Progress) => Row[]>> = {
  synthesis: measureSynthesis,
  proof: measureProof,
  "large-hub": measureLargeHub,
  subnets: measureSubnets,
  review: measureReview,
  field: measureField,
  ordinary: measureOrdinary,
  overlapping: measureOverlapping,
  "dual-stack": measureDualStack,
  lab: measureLab,
  drawing: measureDrawing,
  account: measureAccount,
  who: measureWho,
};

const USAGE = `npm run bench -- [--json] [suite...]   suites: ${Object.keys(SUITES).join(", ")}; default: all`;

function amount(value: number, unit: Unit): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`;
}

function goalOf({ goal, unit }: Row): string {
  if (!goal) return "";
  return goal.of === "ratio" ? `at most ${goal.limit.toFixed(2)}x` : `at most ${amount(goal.limit, unit)}`;
}

function verdictOf(row: Row): string {
  if (!row.goal) return "";
  return isMet(row) ? "ok" : "MISSED";
}

function print(rows: readonly Row[]): void {
  const cells = [
    ["MEASURED", "", "AGAINST", "", "RATIO", "GOAL", ""],
    ...rows.map((row) => [
      row.name,
      amount(row.value, row.unit),
      row.baselineName,
      amount(row.baseline, row.unit),
      `${ratioOf(row).toFixed(2)}x`,
      goalOf(row),
      verdictOf(row),
    ]),
  ];
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0))) ?? [];
  for (const row of cells) {
    const line = row.map((cell, i) => {
      const width = widths[i] ?? 0;
      return /^[0-9.]+(x| ms| CPU [mu]s| MB| %)$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
    });
    process.stdout.write(`${line.join("  ").trimEnd()}\n`);
  }
  process.stdout.write(
    "medians of runs in turns; ms: elapsed time; CPU ms: processor time of all threads; CPU us: the same, of one of many; MB: peak resident memory\n",
  );
}

function asJson(row: Row) {
  return { ...row, ratio: ratioOf(row), met: isMet(row) };
}

function main(args: readonly string[]): number {
  const json = args.includes("--json");
  const names = args.filter((arg) => arg !== "--json");
  const unknown = names.filter((name) => !(name in SUITES));
  if (unknown.length > 0) {
    process.stderr.write(`there is no suite "${unknown.join(", ")}"\n${USAGE}\n`);
    return 2;
  }
  const clearLine = "\r\x1b[K";
  const progress: Progress = (text) => {
    if (process.stderr.isTTY) process.stderr.write(`${clearLine}${text}`);
  };
  const rows = Object.entries(SUITES)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .flatMap(([name, measure]) => measure((text) => progress(`${name}: ${text}`)));
  progress("");
  if (json) process.stdout.write(`${JSON.stringify(rows.map(asJson), null, 2)}\n`);
  else print(rows);
  return rows.every(isMet) ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
