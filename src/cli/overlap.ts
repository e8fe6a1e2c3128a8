import { isatty } from "node:tty";
import { mayMove, WorkApart } from "../limits";
import { endWithParent, mayStart, namesLarge, runApart } from "../limits/apart";
import { EXIT, ioOn } from "./output/io";
import { terminalAsker } from "./output/terminal-asker";
import { linesOfFault } from "./stack-trace";

const args = process.argv.slice(2);
const isHelp = args.some((arg) => arg === "--help" || arg === "-h");
const may = mayStart(args);
const { stdout, stderr } = process;
// Questions stand where people look who keep the answer in a file.
const sitsThere = isatty(0) && stderr.isTTY;
const asker = terminalAsker(() => ({ input: process.stdin, output: stderr }));
const io = ioOn({ stdout, stderr, cwd: () => process.cwd(), ...(sitsThere && { asker }) });

/** What can go wrong with writing the output, in words; of anything else the system's code is told. */
const WRITE_ERRORS: Readonly<Record<string, string>> = {
  EPIPE: "whoever read it has closed it",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "no space is left in the user's quota",
  EIO: "it can't be written",
};
let isCut = false;
// Half of an answer must not pass for a whole one (`overlap verify ... | head -1 && deploy`), so what was cut is bad input.
stdout.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
  if (isCut) return;
  isCut = true;
  process.exitCode = EXIT.badInput;
  stderr.write(`overlap: standard output: ${WRITE_ERRORS[code] ?? code}; the answer is cut off\n`, () =>
    process.exit(),
  );
});
// There is nobody left to tell; the exit code still does.
stderr.on("error", () => {});

/** In this process, unless the work is large, or turns out to be so before anything was printed. */
async function run(): Promise<number> {
  const apart = () =>
    runApart(
      args,
      (line) => io.stderr.lines([line]),
      (said) => stderr.write(said),
    );
  if (may && !isHelp && namesLarge(args)) return apart();
  endWithParent();
  const { main } = await import("./main");
  mayMove(may);
  try {
    return await main(args, io);
  } catch (error) {
    if (!(error instanceof WorkApart)) throw error;
    return apart();
  }
}

run().then(
  (code) => {
    if (!isCut) process.exitCode = code;
  },
  (error: unknown) => {
    // A fault of this program; what it says may hold names.
    io.stderr.lines(linesOfFault(error));
    process.exit(EXIT.broken);
  },
);
