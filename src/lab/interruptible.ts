import { constants } from "node:os";
import { setImmediate as turn } from "node:timers/promises";
import { type Waiting } from "./sandbox";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * What a shell tells of a program that a signal ended: 128 and the signal's number. The kernel's own way of ending one
 * comes to the same.
 */
function exitCodeOf(signal: (typeof SIGNALS)[number]): number {
  return 128 + constants.signals[signal];
}

/**
 * Listens to signals while something is waited for, and at no other time: Node.js calls no listener while it computes,
 * but one that is there keeps the kernel from ending the process at once.
 * @param last what is still to be done before the process ends
 */
export function interruptible(last: () => void): Waiting {
  return async (work) => {
    const listeners = SIGNALS.map((signal) => {
      const end = (): void => {
        last();
        process.exit(exitCodeOf(signal));
      };
      process.on(signal, end);
      return () => process.off(signal, end);
    });
    try {
      const done = await work;
      // A signal that came together with the end of the work is still to be told.
      await turn();
      return done;
    } finally {
      for (const remove of listeners) remove();
    }
  };
}
