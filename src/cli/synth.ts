import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Command } from "commander";
import colors from "picocolors";
import { loadPlans } from "../address-plan/load-plans";
import type { AddressPlan } from "../address-plan/plan";
import { formatFault } from "../config/fault";
import { synthesize } from "../stacks/synthesize";
import { BRIDGES_FOLDER } from "./check";
import { EXIT, type Io, table } from "./io";
import { printPlan } from "./print-plan";

interface SynthOptions {
  readonly json?: boolean;
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

function report(plan: AddressPlan, file: string, counts: CountsByType): string[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    colors.bold(`${plan.name}  bridges/${plan.name}.yaml  ${plan.config.region}`),
    "",
    ...printPlan(plan),
    "",
    `  creates ${total} resources`,
    ...table(
      Object.entries(counts).map(([type, count]) => [String(count).padStart(3), type]),
      "  ",
    ),
    "",
    ...table(
      [
        ["Terraform", file],
        ["state", describeBackend(plan)],
        ["next", `npx cdktf diff ${plan.name}`],
        ["", `npx cdktf deploy ${plan.name}`],
      ],
      "  ",
    ),
    "",
  ];
}

/** `overlap synth`: writes every bridge's Terraform JSON and tells what is in it; writes nothing when a file has a fault. */
export function runSynth(io: Io, options: SynthOptions): number {
  const cwd = io.cwd();
  const { plans, faults } = loadPlans(join(cwd, BRIDGES_FOLDER));
  if (faults.length > 0) {
    for (const fault of faults) io.stderr.write(`${formatFault({ ...fault, file: relative(cwd, fault.file) })}\n`);
    io.stderr.write(
      `${colors.red(`${faults.length} ${faults.length === 1 ? "fault" : "faults"}; nothing was written`)}\n`,
    );
    return EXIT.badInput;
  }
  const files = synthesize(plans, join(cwd, "cdktf.out"));
  const results = plans.map((plan, i) => {
    const file = files[i] ?? "";
    return { plan, file: relative(cwd, file), counts: countResources(file) };
  });
  if (options.json) {
    const json = results.map(({ plan, file, counts }) => ({
      name: plan.name,
      file,
      backend: plan.config.backend,
      resources: counts,
    }));
    io.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  } else {
    for (const { plan, file, counts } of results) io.stdout.write(`${report(plan, file, counts).join("\n")}\n`);
  }
  return EXIT.ok;
}

export function addSynthCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("synth")
    .description("synthesize every bridge and print its address plan, what it creates and what to run next")
    .option("--json", "print files and counts as JSON")
    .addHelpText(
      "after",
      "\nExit code: 0 when everything was written, 2 when a bridge file has a fault; then nothing is written.",
    )
    .action((options: SynthOptions) => done(runSynth(io, options)));
}
