import { Command, CommanderError } from "commander";
import { addCheckCommand } from "./check";
import { EXIT, type Io, UserError } from "./io";
import { addMatrixCommand } from "./matrix";
import { addSynthCommand } from "./synth";
import { addTraceCommand } from "./trace";
import { addVerifyCommand } from "./verify";

/** What goes wrong outside the program, in a person's words. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a file stands where a folder is needed",
  EISDIR: "a folder stands where a file is needed",
};

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
    else if (!writeSystemError(io, error)) throw error;
    return EXIT.badInput;
  }
}

/** @returns false for an error that is a bug of ours rather than the system's word */
function writeSystemError(io: Io, error: unknown): boolean {
  const { code, path } = error as NodeJS.ErrnoException;
  const words = code && SYSTEM_ERRORS[code];
  if (words) io.stderr.write(`overlap: ${path ?? "a file"}: ${words}\n`);
  return Boolean(words);
}
