import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Command } from "commander";
import { loadPlan, loadPlans } from "../address-plan/load-plans";
import type { AddressPlan } from "../address-plan/plan";
import { formatFaults } from "../config/fault";
import { synthesize } from "../stacks/synthesize";
import { BRIDGES_FOLDER } from "./chosen-files";
import { colorsFor, EXIT, type Io, table } from "./io";
import { networkOf } from "./network";
import { printPlan } from "./print-plan";
import { loadAndKeep } from "./remembered-plan";
import { warningLines } from "./warning-lines";
import { describeJudged, summaryOf, verify } from "./verify";
import { type Judged } from "../reachability";

interface SynthOptions {
  readonly json?: boolean;
  readonly draw?: boolean;
}

type CountsByType = Readonly<Record<string, number>>;

/** How many resources of each type a stack's Terraform JSON creates, sorted by type. */
export function countResources(file: string): CountsByType {
  const { resource = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    resource?: Record<string, Record<string, unknown>>;
  };
  const counts = Object.entries(resource).map(([type, resources]): [string, number] => [
    type,
    Object.keys(resources).length,
  ]);
  return Object.fromEntries(counts.sort(([a], [b]) => a.localeCompare(b)));
}

function describeBackend({ config: { backend } }: AddressPlan): string {
  switch (backend.type) {
    case "local":
      return backend.path;
    case "s3":
      return `s3://${backend.bucket}/${backend.key}`;
    case "cloud":
      return `${backend.hostname}/${backend.organization}/${backend.workspace}`;
  }
}

function report(io: Io, plan: AddressPlan, file: string, counts: CountsByType, picture: string | undefined): string[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    colorsFor(io.stdout).bold(`${plan.name}  bridges/${plan.name}.yaml  ${plan.config.region}`),
    "",
    ...printPlan(plan),
    "",
    ...warningLines(plan),
    `  creates ${total} resources`,
    ...table(
      Object.entries(counts).map(([type, count]) => [String(count).padStart(3), type]),
      "  ",
    ),
    "",
    ...table(
      [
        ["Terraform", file],
        ...(picture === undefined ? [] : [["picture", picture]]),
        ["state", describeBackend(plan)],
        ["next", `npx cdktf diff ${plan.name}`],
        ["", `npx cdktf deploy ${plan.name}`],
      ],
      "  ",
    ),
    "",
  ];
}

/** One line when all holds; otherwise what doesn't, and why. */
function proof(io: Io, plan: AddressPlan, judged: readonly Judged[]): string[] {
  const failed = judged.filter((one) => !one.holds);
  const head = `proof of ${plan.name}: ${summaryOf(judged)}`;
  const { green, red } = colorsFor(io.stdout);
  return failed.length === 0 ? [green(head)] : [red(head), ...describeJudged(io, failed)];
}

/** `overlap synth`: writes every bridge's Terraform JSON and tells what is in it; writes nothing when a file has a fault. */
export async function runSynth(io: Io, options: SynthOptions): Promise<number> {
  const cwd = io.cwd();
  const { plans, faults } = loadPlans(join(cwd, BRIDGES_FOLDER), (path) => loadAndKeep(io.cache, path, loadPlan));
  if (faults.length > 0) {
    const shown = faults.map((fault) => ({ ...fault, file: relative(cwd, fault.file) }));
    for (const line of formatFaults(shown)) io.stderr.write(`${line}\n`);
    io.stderr.write(
      `${colorsFor(io.stderr).red(`${faults.length} ${faults.length === 1 ? "fault" : "faults"}; nothing was written`)}\n`,
    );
    return EXIT.badInput;
  }
  const files = synthesize(plans, join(cwd, "cdktf.out"));
  const results = plans.map((plan, i) => {
    const file = files[i] ?? "";
    const shown = relative(cwd, file);
    const network = networkOf(file, shown, "synth", plan);
    return { plan, file: shown, counts: countResources(file), judged: verify(network, plan), network };
  });
  const pictures = new Map<AddressPlan, string>();
  if (options.draw) {
    // Loads Graphviz, which whoever only wants the JSON need not wait for.
    const { drawTo } = await import("./draw");
    for (const { plan, network } of results) {
      const shown = join("cdktf.out", `${plan.name}.svg`);
      await drawTo(join(cwd, shown), shown, network);
      pictures.set(plan, shown);
    }
  }
  const holds = results.every(({ judged }) => judged.every((one) => one.holds));
  if (options.json) {
    const json = results.map(({ plan, file, counts, judged }) => ({
      name: plan.name,
      file,
      backend: plan.config.backend,
      resources: counts,
      proof: { holds: judged.every((one) => one.holds), statements: judged.length },
    }));
    io.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  } else {
    for (const { plan, file, counts } of results)
      io.stdout.write(`${report(io, plan, file, counts, pictures.get(plan)).join("\n")}\n`);
    for (const { plan, judged } of results) io.stdout.write(`${proof(io, plan, judged).join("\n")}\n`);
  }
  return holds ? EXIT.ok : EXIT.broken;
}

export function addSynthCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("synth")
    .description("synthesize every bridge, print its address plan, what it creates and what to run next, and prove it")
    .option("--draw", "draw every bridge too, as cdktf.out/<bridge>.svg")
    .option("--json", "print files and counts as JSON")
    .addHelpText(
      "after",
      "\nExit code: 0 when everything was written and proved, 1 when a statement is broken or unknown, 2 when a bridge file has a fault; then nothing is written.",
    )
    .action(async (options: SynthOptions) => done(await runSynth(io, options)));
}
