import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

export interface Finished {
  /** Exit code, or null when a signal ended it. */
  readonly exit: number | null;
  /** What it wrote to both outputs, in order, without colours. */
  readonly output: string;
}

export interface Running {
  readonly done: Promise<Finished>;
  /** Sends a signal to it and to everything that it started, as a terminal does. */
  signal(name: NodeJS.Signals): void;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hears of the output as it comes. @default - nobody */
  readonly onOutput?: (text: string) => void;
}

/** Starts a program in a process group of its own, with nothing to read. */
export function start(command: string, args: readonly string[], { cwd, env, onOutput }: RunOptions): Running {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const hear = (data: Buffer) => {
    output += data.toString();
    onOutput?.(data.toString());
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const done = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, output: stripVTControlCharacters(output) }));
  });
  const signal = (name: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name);
  };
  return { done, signal };
}

/** Characters of a failed program's output that tell why; a plan of a hundred resources comes before them. */
const LAST_WORDS = 4000;

/**
 * Runs a program to its end.
 * @throws Error with its last words when it fails
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { exit, output } = await start(command, args, options).done;
  if (exit !== 0) throw new Error(`${command} ${args.join(" ")} exited ${exit}\n${output.slice(-LAST_WORDS)}`);
  return output;
}

/**
 * Waits for something to be so while a program runs.
 * @throws Error with its last words when it ends before
 */
export async function waitUntil(condition: () => boolean | Promise<boolean>, running: Running): Promise<void> {
  let ended: Finished | undefined;
  void running.done.then((finished) => (ended = finished));
  while (!(await condition())) {
    if (ended) throw new Error(`it ended before it was where it should be\n${ended.output.slice(-LAST_WORDS)}`);
    await sleep(200);
  }
}
