#!/usr/bin/env node
const { endWithParent, mayStart, namesLarge, runApart } = require("./apart");
const { CACHE, isOff, keepAs } = require("./typescript");

const args = process.argv.slice(2);
const COMMANDS = ["synth", "check", "verify", "trace", "matrix", "review"];
const isHelp = args.some((arg) => arg === "--help" || arg === "-h");
const may = mayStart(args);
const isApart = may && !isHelp && namesLarge(args);
// A process that only waits compiles next to nothing: that must not be kept for those that work.
const pack = COMMANDS.includes(args[0]) && !isHelp ? `overlap-${args[0]}` : "overlap";
keepAs(isApart ? "overlap-apart" : pack);

const BAD_INPUT = 2;
/** What can go wrong with writing the output, in words; of anything else the system's code is told. */
const WRITE_ERRORS = {
  EPIPE: "whoever read it has closed it",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "no space is left in the user's quota",
  EIO: "it can't be written",
};
let isCut = false;
// Half of an answer must not pass for a whole one (`overlap verify ... | head -1 && deploy`), so what was cut is bad input.
process.stdout.on("error", ({ code }) => {
  if (isCut) return;
  isCut = true;
  process.exitCode = BAD_INPUT;
  process.stderr.write(`overlap: standard output: ${WRITE_ERRORS[code] ?? code}; the answer is cut off\n`, () =>
    process.exit(),
  );
});
// There is nobody left to tell; the exit code still does.
process.stderr.on("error", () => {});

const { ioOn } = require("./io");
const { stdout, stderr } = process;
const io = ioOn({ stdout, stderr, cwd: () => process.cwd(), ...(!isOff && { cache: CACHE }) });
/** In this process, unless the work is large, or turns out to be so before anything was printed. */
async function run() {
  const apart = () => runApart(args, { stderr, io });
  if (isApart) return apart();
  endWithParent();
  const { main } = require("./main");
  const { mayMove, WorkApart } = require("../limits");
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
  (error) => {
    // A fault of this program; what it says may hold names.
    io.stderr.lines(String(error?.stack ?? error).split("\n"));
    process.exit(1);
  },
);
