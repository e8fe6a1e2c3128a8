import { join, relative } from "node:path";
import { type Command } from "commander";
import { loadPlans } from "../../address-plan/load-plans";
import { type BridgePlan } from "../../address-plan/bridge-plan";
import { BRIDGE_FILE_ENDING } from "../../config/bridge-files";
import { type Fault } from "../../config/fault";
import { faultLines } from "../output/fault-lines";
import { colorsFor, EXIT, type Io } from "../output/io";
import { table } from "../../escape/columns";
import { leftOvers } from "../../project/left-overs";
import { type Network } from "../../requirements/judged-network";
import { printPlan } from "../output/print-plan";
import { BRIDGES_FOLDER, OUTPUT_FOLDER, projectOf } from "../../project/project";
import { type ProvedStack, synthesizeProved } from "../../project/synthesis";
import { countGranted } from "../output/granted-lines";
import { verify } from "../../questions/promises";
import { summaryOf } from "../../requirements/held-count";
import { describeJudged } from "../output/judged-lines";
import { warningLines } from "../output/warning-lines";

interface SynthOptions {
  readonly json?: boolean;
  readonly draw?: boolean;
}

function describeBackend({ config: { backend } }: BridgePlan): string {
  switch (backend.type) {
    case "local":
      return backend.path;
    case "s3":
      return `s3://${backend.bucket}/${backend.key}`;
    case "cloud":
      return `${backend.hostname}/${backend.organization}/${backend.workspace}`;
  }
}

function report(io: Io, { plan, counts, file, picture }: ProvedStack): string[] {
  const shown = (path: string): string => relative(io.cwd(), path);
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
        ["Terraform", shown(file)],
        ...(picture === undefined ? [] : [["picture", shown(picture)]]),
        ["state", describeBackend(plan)],
        ["next", `npx cdktf diff ${plan.name}`],
        ["", `npx cdktf deploy ${plan.name}`],
      ],
      "  ",
    ),
    "",
  ];
}

/** Statements that don't hold and are told one by one; of more, the rest is counted. */
const MOST_TOLD = 20;

/** One line when all holds; otherwise what doesn't, and why. */
function proof(io: Io, { plan, judged, granted }: ProvedStack): string[] {
  const failed = judged.filter((one) => !one.holds);
  const head = `proof of ${plan.name}: ${summaryOf(judged)}`;
  const { green, red } = colorsFor(io.stdout);
  const supposed = countGranted(granted, plan.name).map((line) => `  ${line}`);
  if (failed.length === 0) return [green(head), ...supposed];
  const told = failed.length > MOST_TOLD + 1 ? failed.slice(0, MOST_TOLD) : failed;
  const left = failed.length - told.length;
  const more = left > 0 ? [`  and ${left} more; npx overlap verify ${plan.name} lists all`] : [];
  return [red(head), ...describeJudged(io, told), ...more, ...supposed];
}

/** What lies in the output folder for bridges that are gone: named, since it may still be what destroys a deployed one. */
function gone(io: Io, outdir: string, plans: readonly BridgePlan[]): string[] {
  const names = new Set(plans.map(({ name }) => name));
  const left = leftOvers(outdir).filter(({ stack }) => !names.has(stack));
  return left.map(({ path, stack, kind }) => {
    const shown = relative(io.cwd(), path);
    const next =
      kind === "stack" ? "if it is deployed, run terraform destroy there first; then remove it" : "remove it";
    return `left over  ${shown}: there is no bridge ${stack} any more; ${next}`;
  });
}

function asJson(io: Io, { plan, file, counts, judged }: ProvedStack) {
  return {
    name: plan.name,
    file: relative(io.cwd(), file),
    backend: plan.config.backend,
    resources: counts,
    proof: { holds: judged.every((one) => one.holds), statements: judged.length },
  };
}

/** What draws a network; loads Graphviz, which whoever only wants the JSON need not wait for. */
async function drawing(): Promise<(network: Network) => Promise<string>> {
  const { drawnSvg } = await import("../output/drawn-network");
  return drawnSvg;
}

function refuse(io: Io, faults: readonly Fault[]): number {
  const shown = faults.map((fault) => ({ ...fault, file: relative(io.cwd(), fault.file) || ".." }));
  const count = `${faults.length} ${faults.length === 1 ? "fault" : "faults"}; nothing was written`;
  io.stderr.lines([...faultLines(shown), colorsFor(io.stderr).red(count)]);
  return EXIT.badInput;
}

function tell(io: Io, proved: readonly ProvedStack[], left: readonly string[], options: SynthOptions): void {
  if (options.json) {
    const json = proved.map((one) => asJson(io, one));
    io.stdout.json(json);
    io.stderr.lines(left);
    return;
  }
  for (const one of proved) io.stdout.lines(report(io, one));
  for (const one of proved) io.stdout.lines(proof(io, one));
  io.stdout.lines(left);
}

/** `overlap synth`: writes every bridge's Terraform JSON and tells what is in it; writes nothing when a file has a fault. */
export async function runSynth(io: Io, options: SynthOptions): Promise<number> {
  const project = projectOf(io);
  const folder = join(project, BRIDGES_FOLDER);
  const { plans, faults } = loadPlans(folder);
  if (faults.length > 0) return refuse(io, faults);
  const outdir = join(project, OUTPUT_FOLDER);
  const sources = plans.map((plan) => ({ plan, path: join(folder, `${plan.name}${BRIDGE_FILE_ENDING}`) }));
  const draw = options.draw ? await drawing() : undefined;
  const shown = (path: string): string => relative(io.cwd(), path);
  const proved = await synthesizeProved(sources, {
    outdir,
    prove: verify,
    shown,
    kept: () => false,
    ...(draw && { draw }),
  });
  tell(io, proved, gone(io, outdir, plans), options);
  return proved.every(({ judged }) => judged.every((one) => one.holds)) ? EXIT.ok : EXIT.broken;
}

export function addSynthCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("synth")
    .description("synthesize every bridge, print its address plan, what it creates and what to run next, and prove it")
    .option("--draw", "draw every bridge too, as cdktf.out/<bridge>.svg")
    .option("--json", "print files and counts as JSON (schema/synth.schema.json)")
    .addHelpText(
      "after",
      "\nExit code: 0 when everything was written and proved, 1 when a statement is broken or unknown, 2 when a bridge file has a fault; then nothing is written.",
    )
    .action(async (options: SynthOptions) => done(await runSynth(io, options)));
}
