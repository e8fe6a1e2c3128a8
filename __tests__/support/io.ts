import { type Io, ioOn } from "../../src/cli/output/io";

/** An Io that keeps what a command writes. */
export interface CapturedIo extends Io {
  out(): string;
  err(): string;
}

/**
 * @param cwd the folder that the command believes to run in
 * @param isTTY whether it believes to write to a terminal
 */
export function captureIo(cwd: string, isTTY = false): CapturedIo {
  const written = { out: "", err: "" };
  return {
    ...ioOn({
      stdout: { write: (text) => (written.out += text), isTTY },
      stderr: { write: (text) => (written.err += text), isTTY },
      cwd: () => cwd,
    }),
    out: () => written.out,
    err: () => written.err,
  };
}
