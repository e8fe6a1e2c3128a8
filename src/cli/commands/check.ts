import { join, relative } from "node:path";
import { type Command } from "commander";
import { ignoredBridgeFiles } from "../../config/bridge-files";
import { type Fault, formatFault } from "../../config/fault";
import { otherWayCould } from "../../choosing/ways";
import { waysLines } from "../../choosing/ways-lines";
import { chosenFiles } from "../../project/chosen-files";
import { accountAsJson, accountLines } from "../output/account-lines";
import { faultLines } from "../output/fault-lines";
import { controlsAsJson, controlsOf, stacksOf } from "../../project/controls";
import { describeControls } from "../output/control-lines";
import { colorsFor, EXIT, type Io } from "../output/io";
import { table } from "../../escape/columns";
import {
  checkFile,
  faultAsJson,
  type FaultyFile,
  type JudgedFile,
  type LocatedVerdict,
} from "../../project/checked-file";
import { neighboursOf } from "../../project/neighbours";
import { costOfPlan } from "../../project/plan-cost";
import { AWS_PRICES } from "../../prices";
import { costAsJson } from "../output/cost-json";
import { shortCostLines } from "../output/cost-lines";
import { printPlan } from "../output/print-plan";
import { BRIDGES_FOLDER, projectOf } from "../../project/project";
import { ACCOUNT_OPTION } from "./source-options";

interface CheckOptions {
  readonly json?: boolean;
  readonly controls?: boolean;
  readonly ways?: boolean;
  readonly account?: readonly string[];
}

/** What is told of one file. */
interface Checked {
  readonly exit: number;
  readonly lines: readonly string[];
  readonly json: object;
  /** The file, where every rule holds: what can be built, and so be judged further. */
  readonly sound?: JudgedFile;
}

/** What is to be pasted stands below the faults: a warning says what it has to say in its own line. */
function unhinted(fault: Fault): Fault {
  const { hint, ...rest } = fault;
  return hint ? rest : fault;
}

/** What is told of a file of which every rule was asked. */
function judgedLines(io: Io, { plan, file, verdicts }: JudgedFile): string[] {
  const colors = colorsFor(io.stdout);
  const broken = verdicts.filter((verdict) => !verdict.holds && !verdict.warns);
  const warnings = verdicts.filter((verdict) => !verdict.holds && verdict.warns);
  const word = ({ holds, warns }: LocatedVerdict) =>
    holds ? colors.green("holds") : warns ? colors.yellow("warns") : colors.red("BROKEN");
  return [
    colors.bold(`${plan.name}  ${file}  ${plan.config.region}`),
    "",
    ...printPlan(plan),
    "",
    ...table(
      verdicts.map((verdict) => [word(verdict), verdict.rule, verdict.fact]),
      "  ",
    ),
    "",
    ...faultLines(broken.flatMap((verdict) => verdict.faults)).map((line) => `  ${line}`),
    ...faultLines(warnings.flatMap((verdict) => verdict.faults.map(unhinted))).map((line) => `  warning: ${line}`),
    broken.length > 0
      ? `  ${broken.length} of ${verdicts.length} rules are broken`
      : `  all ${verdicts.length} rules hold`,
  ];
}

function resultOf(io: Io, file: FaultyFile | JudgedFile, whole: boolean): Checked {
  const ways = whole || !("faults" in file) || otherWayCould(file.ways) ? waysLines(file, whole) : [];
  if ("faults" in file) return { exit: EXIT.badInput, lines: [...faultLines(file.faults), ...ways], json: file.json };
  const told = { lines: [...judgedLines(io, file), ...ways], json: file.json };
  return file.holds ? { exit: EXIT.ok, ...told, sound: file } : { exit: EXIT.broken, ...told };
}

/** A file that looks like a bridge, and that nobody reads. */
function checkIgnored(io: Io, fault: Fault): Checked {
  const shown = { ...fault, file: relative(io.cwd(), fault.file) };
  return { exit: EXIT.badInput, lines: [formatFault(shown)], json: { file: shown.file, faults: [faultAsJson(shown)] } };
}

/** Adds what the bridges that can be built cost, and what Security Hub would say of them. */
async function withStacks(io: Io, checked: readonly Checked[], whole: boolean): Promise<Checked[]> {
  const stacks = await stacksOf(checked.flatMap(({ sound }) => sound?.plan ?? []));
  return checked.map((one) => {
    const stack = one.sound && stacks.get(one.sound.plan.name);
    if (!one.sound || !stack) return one;
    const cost = costOfPlan(one.sound.plan, stack, AWS_PRICES);
    const controls = controlsOf(stack);
    const lines = [...one.lines, "", ...shortCostLines(cost), "", ...describeControls(io, controls, whole)];
    return { ...one, lines, json: { ...one.json, cost: costAsJson(cost), security_hub: controlsAsJson(controls) } };
  });
}

/** Adds what accounts say of the bridges whose files can be read. */
async function withAccounts(io: Io, checked: readonly Checked[], names: readonly string[]): Promise<Checked[]> {
  const [{ readAccountInput }, { checkedInAccount }] = await Promise.all([
    import("../../questions/account-input"),
    import("../../questions/checked-in-account"),
  ]);
  const input = readAccountInput(io, names);
  return checked.map((one) => {
    if (!one.sound) return one;
    const found = checkedInAccount(input, one.sound.plan, one.sound.locate);
    return {
      ...one,
      exit: Math.max(one.exit, found.holds ? EXIT.ok : EXIT.broken),
      lines: [...one.lines, "", ...accountLines(io, found)],
      json: { ...one.json, account: accountAsJson(found) },
    };
  });
}

/** `overlap check`: the plan of each bridge, the verdict of every rule, and Security Hub's controls. */
export async function runCheck(io: Io, bridge: string | undefined, options: CheckOptions): Promise<number> {
  const neighbours = neighboursOf();
  const folder = join(projectOf(io), BRIDGES_FOLDER);
  const files = [
    ...(bridge === undefined ? ignoredBridgeFiles(folder).map((fault) => checkIgnored(io, fault)) : []),
    ...chosenFiles(io, bridge).map((file) => resultOf(io, checkFile(file, neighbours(file)), options.ways === true)),
  ];
  const controlled = await withStacks(io, files, options.controls === true);
  const checked = options.account ? await withAccounts(io, controlled, options.account) : controlled;
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
      "print a bridge's address plan, the verdict of every rule on it and of those between bridges, which ways could do its job, and AWS Security Hub's controls",
    )
    .argument("[bridge]", "name of a file in bridges/, a path to one, or - for standard input; default: all")
    .option("--controls", "list every control of Security Hub with its title, not only those that are not met")
    .option("--ways", "tell what each way that could do the job asks and gives, not only what it costs")
    .option(...ACCOUNT_OPTION)
    .option("--json", "print plan, verdicts, ways and controls as JSON (schema/check.schema.json)")
    .addHelpText(
      "after",
      "\nExit code: 0 when every rule holds, 1 when one is broken, 2 when a file can't be read, or says what no bridge can be.\nA control that is not met changes none of this.",
    )
    .action(async (bridge: string | undefined, options: CheckOptions) => done(await runCheck(io, bridge, options)));
}
