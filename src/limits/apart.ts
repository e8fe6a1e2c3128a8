// Runs a command in a process of its own, so that a memory that gets full ends with one line: V8 then ends the process
// with a trace, wherever it was, and the system ends it without a word. That takes some 40 ms, so small inputs do without.
import { statSync } from "node:fs";

/** Commands that judge files. The others listen to signals, or work with what was written in this project. */
const COMMANDS = ["verify", "trace", "matrix", "draw", "review"];
/** Below it, an input can't fill a memory but by asking for many instances. */
const SMALL_BYTES = 256 * 1024;
const MEGABYTE = 1024 * 1024;
const BAD_INPUT = 2;
/** Tells a process that it is one: the id of the process that waits for it. */
const VARIABLE = "OVERLAP_RUN_FOR";
/** Those who wait for this program send them to it; a terminal sends them to both. */
const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
/** How V8 and the system end a process that asks for too much; as exit code where a shell stands between. */
const TOO_MUCH: readonly unknown[] = ["SIGABRT", "SIGKILL", "SIGTRAP", "SIGILL", "SIGSEGV", "SIGBUS", 134];
const MILLISECONDS_BETWEEN_LOOKS = 500;

/** Nothing is known of what comes through a pipe. */
function isLarge(arg: string): boolean {
  if (arg === "-") return true;
  const path = arg.startsWith("--") && arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : arg;
  const found = path.startsWith("-") ? undefined : statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.isFile() ? found.size > SMALL_BYTES : !found.isDirectory());
}

/** Whether this process may start another one for the command. */
export function mayStart([command = ""]: readonly string[]): boolean {
  return COMMANDS.includes(command) && process.env[VARIABLE] === undefined;
}

/** Whether any of the files that the arguments name is large; a name that can't be looked up is the command's to tell. */
export function namesLarge(args: readonly string[]): boolean {
  try {
    return args.slice(1).some(isLarge);
  } catch {
    return false;
  }
}

/** Ends this process with the one that waits for it: nobody else would stop it when that one was killed. */
export function endWithParent(): void {
  const parent = Number(process.env[VARIABLE]);
  if (!parent) return;
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const look = `setInterval(() => process.ppid === ${parent} || process.kill(process.pid, "SIGKILL"), ${MILLISECONDS_BETWEEN_LOOKS})`;
  new Worker(look, { eval: true }).unref();
}

function tooMuch(args: readonly string[]): string {
  const { getHeapStatistics } = process.getBuiltinModule("node:v8");
  const megabytes = Math.round(getHeapStatistics().heap_size_limit / MEGABYTE);
  return `overlap: ${args.slice(1).join(" ")}: takes more memory than the ${megabytes} MB that Node may use, or than the machine has; give Node more with NODE_OPTIONS=--max-old-space-size=${megabytes * 2}, or split the configuration`;
}

/** How a process ended. */
interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it said of itself: kept until it is known how it ended; the answer goes its own way. */
  readonly said: Buffer;
}

/** Runs this very program: the built file that this module is a part of. @throws the system's error when no process can be started */
async function runAgain(args: readonly string[]): Promise<Ended> {
  const { spawn } = process.getBuiltinModule("node:child_process");
  const env = { ...process.env, [VARIABLE]: String(process.pid) };
  const program = [...process.execArgv, __filename, ...args];
  const child = spawn(process.execPath, program, { env, stdio: ["inherit", "inherit", "pipe"] });
  const said: Buffer[] = [];
  child.stderr.on("data", (bytes: Buffer) => said.push(bytes));
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, said: Buffer.concat(said) }));
    });
  } finally {
    for (const one of SIGNALS) process.off(one, forward);
  }
}

/**
 * @param args of the command line
 * @param tell takes a line about the end of the other process
 * @param write takes what the other process said of itself, as it is: it escaped it
 * @returns the exit code; never when a signal ends both processes
 * @throws the system's error when no process can be started
 */
export async function runApart(
  args: readonly string[],
  tell: (line: string) => void,
  write: (said: Buffer) => void,
): Promise<number> {
  const { code, signal, said } = await runAgain(args);
  if (signal !== null && SIGNALS.includes(signal)) {
    process.kill(process.pid, signal);
    return new Promise(() => {});
  }
  if (TOO_MUCH.includes(signal ?? code)) {
    tell(tooMuch(args));
    return BAD_INPUT;
  }
  if (said.length > 0) write(said);
  return code ?? 1;
}
