import type { Command } from "commander";
import { planAddresses } from "../address-plan/plan";
import { judgePlan } from "../address-plan/rules";
import { type Fault, formatKey } from "../config/fault";
import { type ChosenFile, chosenFiles } from "./chosen-files";
import { summarizePlan } from "./describe-plan";
import { faultLines } from "./fault-lines";
import { colorsFor, EXIT, type Io, table } from "./io";
import { loadChosen } from "./load-chosen";
import { printPlan } from "./print-plan";

interface CheckOptions {
  readonly json?: boolean;
}

function faultAsJson(fault: Fault) {
  const { file, line, column, value, rule, message, fix } = fault;
  return { file, line, column, key: formatKey(fault.path), value, rule, message, fix };
}

/** What is told of one file. */
interface Checked {
  readonly exit: number;
  readonly lines: readonly string[];
  readonly json: unknown;
}

function checkFile(io: Io, chosen: ChosenFile): Checked {
  const loaded = loadChosen(chosen);
  const file = chosen.shown;
  if ("faults" in loaded) {
    return {
      exit: EXIT.badInput,
      lines: faultLines(loaded.faults),
      json: { file, faults: loaded.faults.map(faultAsJson) },
    };
  }
  const { bridge } = loaded;
  const colors = colorsFor(io.stdout);
  const plan = planAddresses(bridge);
  const verdicts = judgePlan(plan).map((verdict) => ({ ...verdict, faults: bridge.locate(verdict.findings) }));
  const broken = verdicts.filter((verdict) => !verdict.holds);
  const rows = verdicts.map((verdict) => [
    verdict.holds ? colors.green("holds") : colors.red("BROKEN"),
    verdict.rule,
    verdict.fact,
  ]);
  const lines = [
    colors.bold(`${bridge.name}  ${bridge.file}  ${bridge.config.region}`),
    "",
    ...printPlan(plan),
    "",
    ...table(rows, "  "),
    "",
    ...faultLines(broken.flatMap((verdict) => verdict.faults)).map((line) => `  ${line}`),
    broken.length > 0
      ? `  ${broken.length} of ${verdicts.length} rules are broken`
      : `  all ${verdicts.length} rules hold`,
  ];
  const json = {
    name: bridge.name,
    file,
    plan: summarizePlan(plan),
    rules: verdicts.map(({ rule, fact, source, holds, faults }) => ({
      rule,
      fact,
      source,
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
    .argument("[bridge]", "name of a file in bridges/, a path to one, or - for standard input; default: all")
    .option("--json", "print plan and verdicts as JSON (schema/check.schema.json)")
    .addHelpText("after", "\nExit code: 0 when every rule holds, 1 when one is broken, 2 when a file can't be read.")
    .action((bridge: string | undefined, options: CheckOptions) => done(runCheck(io, bridge, options)));
}
