import { dirname, join, relative } from "node:path";
import type { Command } from "commander";
import { ACROSS_RULES } from "../../address-plan/across";
import { withHint } from "../../address-plan/hints";
import { type Beside, faultsOf, filesBeside } from "../../address-plan/load-plans";
import { type AddressPlan, planAddresses } from "../../address-plan/plan";
import { judgePlan } from "../../address-plan/rules";
import type { RuleVerdict } from "../../address-plan/rules/rule";
import { ignoredBridgeFiles } from "../../config/bridge-files";
import { type Fault, formatFault, formatKey } from "../../config/fault";
import { type ChosenFile, chosenFiles } from "../../project/chosen-files";
import { summarizePlan } from "../../address-plan/summary";
import { faultLines } from "../output/fault-lines";
import { controlsAsJson, controlsByBridge, describeControls } from "../output/controls";
import { colorsFor, EXIT, type Io } from "../output/io";
import { table } from "../output/table";
import { loadChosen } from "../../project/load-chosen";
import { printPlan } from "../output/print-plan";
import type { Cidr } from "../../ipv4";
import { BRIDGES_FOLDER, projectOf } from "../../project/project";

interface CheckOptions {
  readonly json?: boolean;
  readonly controls?: boolean;
}

function faultAsJson(fault: Fault) {
  const { file, line, column, value, rule, message, fix, hint } = fault;
  const place = { file, line, column, key: formatKey(fault.path), value };
  return { ...place, rule, message, fix, ...(hint && { hint: { patch: hint.patch, only_if: hint.onlyIf } }) };
}

function verdictAsJson({
  rule,
  fact,
  source,
  warns,
  holds,
  faults,
}: RuleVerdict & { readonly faults: readonly Fault[] }) {
  return { rule, fact, source, ...(warns && { warns }), holds, faults: faults.map(faultAsJson) };
}

/** What is told of one file. */
interface Checked {
  readonly exit: number;
  readonly lines: readonly string[];
  readonly json: object;
  /** Set where every rule holds: what can be built, and so be judged further. */
  readonly plan?: AddressPlan;
}

/** What is to be pasted stands below the faults: a warning says what it has to say in its own line. */
function unhinted(fault: Fault): Fault {
  const { hint, ...rest } = fault;
  return hint ? rest : fault;
}

/** What a rule between files says of one of them. */
function acrossVerdicts(clashes: readonly Fault[]) {
  return ACROSS_RULES.map(({ name, fact, source }) => {
    const faults = clashes.filter((fault) => fault.rule === name);
    return { rule: name, fact, source, warns: false, holds: faults.length === 0, findings: [], faults };
  });
}

/** @param others the files that it lies beside; undefined for a file that is compared with none */
function checkFile(io: Io, chosen: ChosenFile, others: Neighbours | undefined): Checked {
  const loaded = loadChosen(chosen);
  const file = chosen.shown;
  if ("faults" in loaded) {
    const faults = [...faultsOf(loaded, others?.elsewhere), ...(others?.clashes ?? [])];
    return { exit: EXIT.badInput, lines: faultLines(faults), json: { file, faults: faults.map(faultAsJson) } };
  }
  const { bridge, input } = loaded;
  const colors = colorsFor(io.stdout);
  const plan = planAddresses(bridge, others?.elsewhere);
  const found = judgePlan(plan);
  const located = bridge.locate(found.flatMap((verdict) => verdict.findings));
  const told = withHint(bridge.name, input, located, others?.elsewhere);
  const judged = found.map((verdict) => ({
    ...verdict,
    faults: told.filter((fault) => fault.rule === verdict.rule),
  }));
  const verdicts = [...judged, ...(others ? acrossVerdicts(others.clashes) : [])];
  const broken = verdicts.filter((verdict) => !verdict.holds && !verdict.warns);
  const warnings = verdicts.filter((verdict) => !verdict.holds && verdict.warns);
  const word = ({ holds, warns }: RuleVerdict) =>
    holds ? colors.green("holds") : warns ? colors.yellow("warns") : colors.red("BROKEN");
  const rows = verdicts.map((verdict) => [word(verdict), verdict.rule, verdict.fact]);
  const lines = [
    colors.bold(`${bridge.name}  ${bridge.file}  ${bridge.config.region}`),
    "",
    ...printPlan(plan),
    "",
    ...table(rows, "  "),
    "",
    ...faultLines(broken.flatMap((verdict) => verdict.faults)).map((line) => `  ${line}`),
    ...faultLines(warnings.flatMap((verdict) => verdict.faults.map(unhinted))).map((line) => `  warning: ${line}`),
    broken.length > 0
      ? `  ${broken.length} of ${verdicts.length} rules are broken`
      : `  all ${verdicts.length} rules hold`,
  ];
  const json = {
    name: bridge.name,
    file,
    plan: summarizePlan(plan),
    rules: verdicts.map(verdictAsJson),
    holds: broken.length === 0,
  };
  return broken.length > 0 ? { exit: EXIT.broken, lines, json } : { exit: EXIT.ok, lines, json, plan };
}

/** A file that looks like a bridge, and that nobody reads. */
function checkIgnored(io: Io, fault: Fault): Checked {
  const shown = { ...fault, file: relative(io.cwd(), fault.file) };
  return { exit: EXIT.badInput, lines: [formatFault(shown)], json: { file: shown.file, faults: [faultAsJson(shown)] } };
}

/** What the files that one lies beside mean for it. */
interface Neighbours {
  /** What it and they are in each other's way with, told under the name that the file is shown by. */
  readonly clashes: readonly Fault[];
  /** Their bridges' ranges. */
  readonly elsewhere: readonly Cidr[];
}

/** Reads each folder once. */
function neighboursOf(): (chosen: ChosenFile) => Neighbours | undefined {
  const byFolder = new Map<string, Beside>();
  return ({ path, shown, project }) => {
    if (project === undefined) return undefined;
    const folder = join(project, BRIDGES_FOLDER);
    const known = byFolder.get(folder) ?? filesBeside(folder);
    byFolder.set(folder, known);
    if (dirname(path) !== folder) return undefined;
    const clashes = known.clashes.filter((fault) => fault.file === path).map((fault) => ({ ...fault, file: shown }));
    return { clashes, elsewhere: known.elsewhere(path) };
  };
}

/** Adds what Security Hub would say of the bridges that can be built. */
async function withControls(io: Io, checked: readonly Checked[], whole: boolean): Promise<Checked[]> {
  const controls = await controlsByBridge(checked.flatMap(({ plan }) => plan ?? []));
  return checked.map((one) => {
    const found = one.plan && controls.get(one.plan.name);
    if (!found) return one;
    const lines = [...one.lines, "", ...describeControls(io, found, whole)];
    return { ...one, lines, json: { ...one.json, security_hub: controlsAsJson(found) } };
  });
}

/** `overlap check`: the plan of each bridge, the verdict of every rule, and Security Hub's controls. */
export async function runCheck(io: Io, bridge: string | undefined, options: CheckOptions): Promise<number> {
  const neighbours = neighboursOf();
  const folder = join(projectOf(io), BRIDGES_FOLDER);
  const files = [
    ...(bridge === undefined ? ignoredBridgeFiles(folder).map((fault) => checkIgnored(io, fault)) : []),
    ...chosenFiles(io, bridge).map((file) => checkFile(io, file, neighbours(file))),
  ];
  const checked = await withControls(io, files, options.controls === true);
  if (options.json) {
    io.stdout.json(checked.map((result) => result.json));
  } else {
    checked.forEach((result, i) => {
      const stream = result.exit === EXIT.badInput ? io.stderr : io.stdout;
      stream.lines([...(i > 0 ? [""] : []), ...result.lines]);
    });
  }
  return Math.max(...checked.map((result) => result.exit));
}

export function addCheckCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("check")
    .description(
      "print a bridge's address plan, the verdict of every rule on it and of those between bridges, and AWS Security Hub's controls",
    )
    .argument("[bridge]", "name of a file in bridges/, a path to one, or - for standard input; default: all")
    .option("--controls", "list every control of Security Hub with its title, not only those that are not met")
    .option("--json", "print plan, verdicts and controls as JSON (schema/check.schema.json)")
    .addHelpText(
      "after",
      "\nExit code: 0 when every rule holds, 1 when one is broken, 2 when a file can't be read, or says what no bridge can be.\nA control that is not met changes none of this.",
    )
    .action(async (bridge: string | undefined, options: CheckOptions) => done(await runCheck(io, bridge, options)));
}
