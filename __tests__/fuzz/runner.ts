import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fromSource } from "../support/programs";
import { type Answer, type Asked } from "./child";

/** Cases after which a process is replaced, so that what one leaves behind is not counted against another. */
const CASES_OF_ONE = 40;

/** A machine that others use too may take so many times longer than a command computes. */
const PATIENCE = 10;
/** What Linux counts processor time in: hundredths of a second. */
const TICKS = 100;

/** Seconds that a process computed so far; 0 where the system does not tell. */
function computed(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}

export interface Limits {
  /** A command that computes longer is stopped, and counts as a failure; so is one that takes ten times as long on a clock. */
  readonly seconds: number;
  /** Heap of the process, for Node's --max-old-space-size. */
  readonly megabytes: number;
}

/** What came of one command: its answer, or how its process ended instead. */
export type Outcome = { readonly seconds: number } & ({ readonly answer: Answer } | { readonly ended: string });

/** A process that runs cases, and is replaced when one of them ends it. */
export class Runner {
  private child: ChildProcess | undefined;
  private done = 0;

  constructor(private readonly limits: Limits) {}

  private start(): ChildProcess {
    const [program = "", ...args] = fromSource("__tests__/fuzz/child.ts");
    const child = fork(program, args, {
      execArgv: [`--max-old-space-size=${this.limits.megabytes}`],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], NO_COLOR: "1" },
    });
    this.done = 0;
    return child;
  }

  async run(asked: Asked): Promise<Outcome> {
    if (this.done >= CASES_OF_ONE) this.stop();
    const child = (this.child ??= this.start());
    this.done++;
    const from = Date.now();
    const took = () => (Date.now() - from) / 1000;
    const outcome = await new Promise<Outcome>((resolve) => {
      let printed = "";
      const keep = (text: Buffer) => (printed = (printed + text.toString()).slice(-2000));
      child.stderr?.on("data", keep);
      const end = (ended: string) => finish({ ended, seconds: took() });
      const before = computed(child.pid);
      const timer = setInterval(() => {
        const used = computed(child.pid) - before;
        if (used < this.limits.seconds && took() < this.limits.seconds * PATIENCE) return;
        child.kill("SIGKILL");
        end(`did not end in ${Math.round(used)} s of computing, ${Math.round(took())} s in all`);
      }, 500);
      const onMessage = (answer: Answer) => finish({ answer, seconds: took() });
      const onExit = (code: number | null, signal: string | null) =>
        end(`its process ended with ${signal ?? code}: ${printed.slice(-300).replace(/\s+/g, " ")}`);
      const finish = (found: Outcome) => {
        clearInterval(timer);
        child.off("message", onMessage).off("exit", onExit);
        child.stderr?.off("data", keep);
        resolve(found);
      };
      child.on("message", onMessage).on("exit", onExit);
      child.send(asked);
    });
    if ("ended" in outcome) this.child = undefined;
    return outcome;
  }

  stop(): void {
    this.child?.kill("SIGKILL");
    this.child = undefined;
  }
}
