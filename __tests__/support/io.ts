import type { Io } from "../../src/cli/io";

/** An Io that keeps what a command writes. */
export interface CapturedIo extends Io {
  out(): string;
  err(): string;
}

/** @param cwd the folder that the command believes to run in */
export function captureIo(cwd: string): CapturedIo {
  const written = { out: "", err: "" };
  return {
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    cwd: () => cwd,
    out: () => written.out,
    err: () => written.err,
  };
}
