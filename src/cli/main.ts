import { Command, CommanderError } from "commander";
import { addCheckCommand } from "./check";
import { EXIT, explainSystemError, type Io, UserError } from "./io";
import { addMatrixCommand } from "./matrix";
import { addSynthCommand } from "./synth";
import { addTraceCommand } from "./trace";
import { addVerifyCommand } from "./verify";

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
  addSynthCommand(program, io, done);
  addCheckCommand(program, io, done);
  addVerifyCommand(program, io, done);
  addTraceCommand(program, io, done);
  addMatrixCommand(program, io, done);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
    if (error instanceof UserError) io.stderr.write(`overlap: ${error.message}\n`);
    else {
      const line = explainSystemError(error);
      if (line === undefined) throw error;
      io.stderr.write(`${line}\n`);
    }
    return EXIT.badInput;
  }
}
