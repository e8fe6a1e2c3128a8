import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LimitFault } from "./limit-fault";

/** Parts of V8's heap: above the first, garbage is collected; what then still lies above the second is too much. */
const FULL = 0.85;
const STILL_FULL = 0.8;
const MEGABYTE = 1024 * 1024;
/** What V8's limit holds for new things: the process ends when the room for old ones is full. */
const YOUNG = 48 * MEGABYTE;

/** V8 gives its collector out only when it is asked for by a flag, which may be set at any time. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

function part(): { readonly used: number; readonly limit: number } {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return { used, limit: limit - YOUNG };
}

/**
 * Ends the command while it still can: once the heap is full, V8 ends the process with a trace of its own.
 * @param what names what is being worked on
 * @throws LimitFault when the heap is nearly full of what is in use
 */
export function checkMemory(what: () => string): void {
  const before = part();
  if (before.used < before.limit * FULL) return;
  collectGarbage();
  const { used, limit } = part();
  if (used < limit * STILL_FULL) return;
  const [megabytes, all] = [used, limit].map((bytes) => Math.round(bytes / MEGABYTE));
  throw new LimitFault(
    `${what()} takes more memory than there is: ${megabytes} of ${all} MB are in use; give Node more with NODE_OPTIONS=--max-old-space-size=${all! * 2}, or split the configuration`,
  );
}
