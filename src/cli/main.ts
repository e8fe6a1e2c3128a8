import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { nearest } from "../naming/nearest";
import { EXIT, type Io } from "./output/io";
import { refusedBy } from "../project/refused-by";
import { type Refusal } from "../project/user-error";
import { addLimitOption } from "./commands/limit-option";

type AddCommand = (program: Command, io: Io, done: (exit: number) => void) => void;

/** Each command's module, loaded only when it is asked for: a proof need not wait for cdktf, nor a trace for a bridge's schema. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ["synth", async () => (await import("./commands/synth")).addSynthCommand],
  ["check", async () => (await import("./commands/check")).addCheckCommand],
  ["verify", async () => (await import("./commands/verify")).addVerifyCommand],
  ["trace", async () => (await import("./commands/trace")).addTraceCommand],
  ["matrix", async () => (await import("./commands/matrix")).addMatrixCommand],
  ["draw", async () => (await import("./commands/draw")).addDrawCommand],
  ["review", async () => (await import("./commands/review")).addReviewCommand],
  ["init", async () => (await import("./commands/init")).addInitCommand],
  ["diff", async () => (await import("./commands/diff")).addDiffCommand],
  ["capture", async () => (await import("./commands/capture")).addCaptureCommand],
  ["who", async () => (await import("./commands/who")).addWhoCommand],
  ["cost", async () => (await import("./commands/cost")).addCostCommand],
  ["lab", async () => (await import("./commands/lab")).addLabCommand],
]);

/** The command that is named, or all of them for the help. */
function loadersFor(name: string | undefined): readonly (() => Promise<AddCommand>)[] {
  const only = name === undefined ? undefined : COMMANDS.get(name);
  return only ? [only] : [...COMMANDS.values()];
}

/** Commander's own fault on one line: "error: unknown option '--jsn'\n(Did you mean --json?)". */
function faultOfArguments(text: string): string {
  return text
    .replace(/\n$/, "")
    .replace(/\n\(Did you mean ([^\n]*)\)$/, (_, guess: string) => `; did you mean ${guess}`);
}

/** The lines of a text of our own, such as the help. */
function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}

/** What is wrong with a word that is no command; commander would load all of them to tell. */
function faultOfWord(word: string | undefined): string | undefined {
  const names = [...COMMANDS.keys()];
  if (word === undefined || word.startsWith("-") || word === "help" || names.includes(word)) return undefined;
  const guess = nearest(word, names);
  const next = guess === undefined ? `there is ${names.join(", ")}` : `did you mean ${guess}?`;
  return `error: unknown command '${word}'; ${next}`;
}

/** This program's version, as package.json has it. */
function version(): string {
  const text = readFileSync(join(__dirname, "../../package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function programOf(name: string | undefined, io: Io, done: (exit: number) => void): Promise<Command> {
  const program = new Command("overlap")
    .description("Bridges two AWS VPCs that use the same addresses")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.lines(linesOf(text)),
      writeErr: (text) => io.stderr.lines(linesOf(text)),
      outputError: (text) => io.stderr.lines([faultOfArguments(text)]),
    });
  // A command that is named need not wait for what only the program's own options need.
  if (name === undefined || !COMMANDS.has(name)) program.version(version(), "--version", "print the version");
  for (const load of loadersFor(name)) (await load())(program, io, done);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  addLimitOption(program);
  return program;
}

/** How a command ended. */
export interface Ended {
  /** 0 all holds, 1 something is broken, 2 bad input. */
  readonly exit: number;
  /** What was refused, as data; the line on stderr says it to people. */
  readonly refusal?: Refusal;
}

/**
 * Runs the overlap command line.
 * @param args without node and script
 */
export async function run(args: readonly string[], io: Io): Promise<Ended> {
  let exit: number = EXIT.ok;
  const done = (code: number) => {
    exit = code;
  };
  const wrong = faultOfWord(args[0]);
  if (wrong !== undefined) {
    io.stderr.lines([wrong]);
    return { exit: EXIT.badInput, refusal: { rule: "unknownCommand", input: args[0] ?? "" } };
  }
  try {
    await (await programOf(args[0], io, done)).parseAsync(args, { from: "user" });
    return { exit };
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { exit: EXIT.ok };
    // Commander has told it already, by rules that it calls commander.unknownOption and the like.
    if (error instanceof CommanderError)
      return { exit: EXIT.badInput, refusal: { rule: error.code.replace("commander.", ""), input: args.join(" ") } };
    const fault = refusedBy(error);
    if (!fault) throw error;
    io.stderr.lines([`overlap: ${fault.message}`]);
    return { exit: EXIT.badInput, refusal: fault.refusal };
  }
}

/** As {@link run}. @returns the exit code */
export async function main(args: readonly string[], io: Io): Promise<number> {
  return (await run(args, io)).exit;
}
