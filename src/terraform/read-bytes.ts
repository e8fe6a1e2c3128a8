import { closeSync, openSync, readSync } from "node:fs";

/** What stands for standard input where a file is asked for. */
export const STDIN = "-";

/** Bytes read now; a pipe that its writer opened without blocking has none for a while. */
export function readWaiting(file: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(file, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/**
 * All bytes of a file or of {@link STDIN}, or undefined when there are more than `limit`: a pipe or a device has no size
 * that could be asked before.
 * @param size the bytes that it has, as far as is known
 */
export function readAtMost(path: string, size: number, limit: number): Buffer | undefined {
  const file = path === STDIN ? 0 : openSync(path, "r");
  try {
    const chunks: Buffer[] = [];
    // One byte more than the size that is told finds the end of an ordinary file with the second call.
    for (let total = 0, room = Math.max(size + 1, 1 << 20); total <= limit; room = 1 << 20) {
      const chunk = Buffer.allocUnsafe(room);
      const count = readWaiting(file, chunk);
      if (count === 0) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, count));
      total += count;
    }
    return undefined;
  } finally {
    if (file !== 0) closeSync(file);
  }
}
