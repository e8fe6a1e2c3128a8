import { resolve } from "node:path";
import type { Command } from "commander";
import { withHint } from "../address-plan/hints";
import { faultsOf } from "../address-plan/load-plans";
import { planAddresses } from "../address-plan/plan";
import { judgePlan } from "../address-plan/rules";
import { type Fault, formatFault, formatFaults, formatKey } from "../config/fault";
import type { RuleVerdict } from "../address-plan/rules/rule";
import { loadBridge } from "../config/load";
import { chosenFiles } from "./chosen-files";
import { summarizePlan } from "./describe-plan";
import { colorsFor, EXIT, type Io, table } from "./io";
import { printPlan } from "./print-plan";

interface CheckOptions {
  readonly json?: boolean;
}

function faultAsJson(fault: Fault) {
  const { file, line, column, value, rule, message, fix, hint } = fault;
  const place = { file, line, column, key: formatKey(fault.path), value };
  return { ...place, rule, message, fix, ...(hint && { hint: { patch: hint.patch, only_if: hint.onlyIf } }) };
}

/** What is told of one file. */
interface Checked {
  readonly exit: number;
  readonly lines: readonly string[];
  readonly json: unknown;
}

function checkFile(io: Io, file: string): Checked {
  const loaded = loadBridge(resolve(io.cwd(), file), file);
  if ("faults" in loaded) {
    const faults = faultsOf(loaded);
    return {
      exit: EXIT.badInput,
      lines: formatFaults(faults),
      json: { file, faults: faults.map(faultAsJson) },
    };
  }
  const { bridge, input } = loaded;
  const colors = colorsFor(io.stdout);
  const plan = planAddresses(bridge);
  const judged = judgePlan(plan);
  const told = withHint(bridge.name, input, bridge.locate(judged.flatMap((verdict) => verdict.findings)));
  const verdicts = judged.map((verdict) => ({
    ...verdict,
    faults: told.filter((fault) => fault.rule === verdict.rule),
  }));
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
    ...formatFaults(broken.flatMap((verdict) => verdict.faults)).map((line) => `  ${line}`),
    ...warnings.flatMap((verdict) => verdict.faults.map((fault) => `  warning: ${formatFault(fault)}`)),
    broken.length > 0
      ? `  ${broken.length} of ${verdicts.length} rules are broken`
      : `  all ${verdicts.length} rules hold`,
  ];
  const json = {
    name: bridge.name,
    file,
    plan: summarizePlan(plan),
    rules: verdicts.map(({ rule, fact, source, warns, holds, faults }) => ({
      rule,
      fact,
      source,
      ...(warns && { warns }),
      holds,
      faults: faults.map(faultAsJson),
    })),
    holds: broken.length === 0,
  };
  return { exit: broken.length > 0 ? EXIT.broken : EXIT.ok, lines, json };
}

/** `overlap check`: the plan of each bridge and the verdict of every rule. */
export function runCheck(io: Io, bridge: string | undefined, options: CheckOptions): number {
  const checked = chosenFiles(io, bridge).map((file) => checkFile(io, file));
  if (options.json) {
    io.stdout.write(
      `${JSON.stringify(
        checked.map((result) => result.json),
        null,
        2,
      )}\n`,
    );
  } else {
    checked.forEach((result, i) => {
      const stream = result.exit === EXIT.badInput ? io.stderr : io.stdout;
      stream.write(`${i > 0 ? "\n" : ""}${result.lines.join("\n")}\n`);
    });
  }
  return Math.max(...checked.map((result) => result.exit));
}

export function addCheckCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("check")
    .description("print a bridge's address plan and the verdict of every AWS rule on it")
    .argument("[bridge]", "name of a file in bridges/, or a path to one; default: all")
    .option("--json", "print plan and verdicts as JSON")
    .addHelpText("after", "\nExit code: 0 when every rule holds, 1 when one is broken, 2 when a file can't be read.")
    .action((bridge: string | undefined, options: CheckOptions) => done(runCheck(io, bridge, options)));
}
