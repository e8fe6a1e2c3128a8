// Runs a command in a process of its own, so that a memory that gets full ends with one line: V8 then ends the process
// with a trace, wherever it was, and the system ends it without a word. That takes some 40 ms, so small inputs do without.
const { statSync } = require("node:fs");
const { join } = require("node:path");

/** Commands that judge files. The others listen to signals, or work with what was written in this project. */
const COMMANDS = ["verify", "trace", "matrix", "draw", "review"];
/** Below it, an input can't fill a memory but by asking for many instances. */
const SMALL_BYTES = 256 * 1024;
const MEGABYTE = 1024 * 1024;
const BAD_INPUT = 2;
/** Tells a process that it is one: the id of the process that waits for it. */
const VARIABLE = "OVERLAP_RUN_FOR";
/** Those who wait for this program send them to it; a terminal sends them to both. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** How V8 and the system end a process that asks for too much; as exit code where a shell stands between. */
const TOO_MUCH = ["SIGABRT", "SIGKILL", "SIGTRAP", "SIGILL", "SIGSEGV", "SIGBUS", 134];
const MILLISECONDS_BETWEEN_LOOKS = 500;

/** Nothing is known of what comes through a pipe. */
function isLarge(arg) {
  if (arg === "-") return true;
  const path = arg.startsWith("--") && arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : arg;
  const found = path.startsWith("-") ? undefined : statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.isFile() ? found.size > SMALL_BYTES : !found.isDirectory());
}

/** Whether this process may start another one for the command. */
exports.mayStart = ([command]) => COMMANDS.includes(command) && process.env[VARIABLE] === undefined;

/** Whether any of the files that the arguments name is large; a name that can't be looked up is the command's to tell. */
exports.namesLarge = (args) => {
  try {
    return args.slice(1).some(isLarge);
  } catch {
    return false;
  }
};

/** Ends this process with the one that waits for it: nobody else would stop it when that one was killed. */
exports.endWithParent = () => {
  const parent = Number(process.env[VARIABLE]);
  if (!parent) return;
  const { Worker } = require("node:worker_threads");
  const look = `setInterval(() => process.ppid === ${parent} || process.kill(process.pid, "SIGKILL"), ${MILLISECONDS_BETWEEN_LOOKS})`;
  new Worker(look, { eval: true }).unref();
};

function tooMuch(args) {
  const { heap_size_limit: limit } = require("node:v8").getHeapStatistics();
  const megabytes = Math.round(limit / MEGABYTE);
  return `overlap: ${args.slice(1).join(" ")}: takes more memory than the ${megabytes} MB that Node may use, or than the machine has; give Node more with NODE_OPTIONS=--max-old-space-size=${megabytes * 2}, or split the configuration`;
}

/**
 * @param args of the command line
 * @param io what is printed to
 * @returns the exit code; never when a signal ends both processes
 * @throws the system's error when no process can be started
 */
exports.runApart = (args, { stderr, io }) =>
  new Promise((resolve, reject) => {
    const { spawn } = require("node:child_process");
    const program = [...process.execArgv, join(__dirname, "overlap.js"), ...args];
    const env = { ...process.env, [VARIABLE]: String(process.pid) };
    // What it says of itself is kept until it is known how it ended; the answer goes its own way.
    const child = spawn(process.execPath, program, { env, stdio: ["inherit", "inherit", "pipe"] });
    const said = [];
    child.stderr.on("data", (bytes) => said.push(bytes));
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const one of SIGNALS) process.off(one, forward);
      if (SIGNALS.includes(signal)) return process.kill(process.pid, signal);
      if (TOO_MUCH.includes(signal ?? code)) {
        io.stderr.lines([tooMuch(args)]);
        return resolve(BAD_INPUT);
      }
      if (said.length > 0) stderr.write(Buffer.concat(said));
      return resolve(code ?? 1);
    });
  });
