import { Command, CommanderError } from "commander";
import { EXIT, explainSystemError, type Io, oneLine, UserError } from "./io";

type AddCommand = (program: Command, io: Io, done: (exit: number) => void) => void;

/** Each command's module, loaded only when it is asked for: a proof need not wait for cdktf, nor a trace for a bridge's schema. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ["synth", async () => (await import("./synth")).addSynthCommand],
  ["check", async () => (await import("./check")).addCheckCommand],
  ["verify", async () => (await import("./verify")).addVerifyCommand],
  ["trace", async () => (await import("./trace")).addTraceCommand],
  ["matrix", async () => (await import("./matrix")).addMatrixCommand],
  ["draw", async () => (await import("./draw")).addDrawCommand],
  ["review", async () => (await import("./review")).addReviewCommand],
  ["lab", async () => (await import("./lab")).addLabCommand],
]);

/** The command that is named, or all of them for the help and for what is none. */
function loadersFor(name: string | undefined): readonly (() => Promise<AddCommand>)[] {
  const only = name === undefined ? undefined : COMMANDS.get(name);
  return only ? [only] : [...COMMANDS.values()];
}

/**
 * Runs the overlap command line.
 * @param args without node and script
 * @returns the exit code: 0 all holds, 1 something is broken, 2 bad input
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let exit: number = EXIT.ok;
  const done = (code: number) => {
    exit = code;
  };
  const program = new Command("overlap")
    .description("Bridges two AWS VPCs that use the same addresses")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
  for (const load of loadersFor(args[0])) (await load())(program, io, done);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
    if (error instanceof UserError) io.stderr.write(`overlap: ${oneLine(error.message)}\n`);
    else {
      const line = explainSystemError(error);
      if (line === undefined) throw error;
      io.stderr.write(`${line}\n`);
    }
    return EXIT.badInput;
  }
}
