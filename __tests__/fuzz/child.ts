import { ioOn } from "../../src/cli/output/io";
import { main } from "../../src/cli/main";

/** What a case asks of the process that runs it. */
export interface Asked {
  readonly cwd: string;
  readonly args: readonly string[];
}

export interface Answer {
  readonly exit: number;
  /** Characters on the standard output; they may be too many to hand over. */
  readonly outLength: number;
  readonly err: string;
  /** A bug: what no command may throw. */
  readonly thrown?: string;
  readonly heapMegabytes: number;
}

/** As much of stderr as is looked at. */
const MOST_ERR = 200_000;

async function answer({ cwd, args }: Asked): Promise<Answer> {
  let [outLength, err] = [0, ""];
  const io = ioOn({
    stdout: { write: (text: string) => (outLength += text.length) },
    stderr: { write: (text: string) => (err = (err + text).slice(0, MOST_ERR)) },
    cwd: () => cwd,
  });
  const told = () => ({ outLength, err, heapMegabytes: Math.round(process.memoryUsage().heapUsed / 1e6) });
  try {
    return { exit: await main(args, io), ...told() };
  } catch (error) {
    return { exit: 1, thrown: (error as Error).stack ?? String(error), ...told() };
  }
}

// Runs the cases that it is sent, one after the other, in one process: a start would take longer than most of them.
process.on("message", (asked: Asked) => void answer(asked).then((told) => process.send?.(told)));
