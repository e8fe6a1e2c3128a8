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

/** Milliseconds after which a program no longer ends by itself: below Jest's own limit, which would not tell what it said. */
const HANGS = 15 * 60 * 1000;

/** Starts a program in a process group of its own, with nothing to read. One that hangs is killed. */
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
  const hangs = setTimeout(() => {
    output += `\n${command} was killed: it did not end within ${HANGS / 60_000} minutes`;
    signal("SIGKILL");
  }, HANGS);
  child.on("exit", () => clearTimeout(hangs));
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

/** Milliseconds after which what a test waits for no longer comes; on the busiest machine it took a fifth of that. */
const NO_LONGER = 8 * 60 * 1000;

/**
 * Waits for something to be so while a program runs.
 * @param condition true, or what it still waits for
 * @throws Error with its last words when it ends before, or stands still somewhere else; then it is killed
 */
export async function waitUntil(condition: Condition, running: Running): Promise<void> {
  let ended: Finished | undefined;
  void running.done.then((finished) => (ended = finished));
  const end = Date.now() + NO_LONGER;
  for (let said = await condition(); said !== true; said = await condition()) {
    if (ended) throw new Error(`it ended before it was where it should be\n${ended.output.slice(-LAST_WORDS)}`);
    if (Date.now() > end) throw await stuck(running, said);
    await sleep(200);
  }
}

/** Whether something is so: true, false, or a word on what is still lacking. */
export type Condition = () => boolean | string | Promise<boolean | string>;

async function stuck(running: Running, lacks: false | string): Promise<Error> {
  running.signal("SIGKILL");
  const { output } = await Promise.race([running.done, sleep(10_000).then(() => ({ output: "(it can't be killed)" }))]);
  return new Error(`it stands still${lacks === false ? "" : `: ${lacks}`}\n${output.slice(-LAST_WORDS)}`);
}
