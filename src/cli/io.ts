import { createColors } from "picocolors";
import { OutputFault } from "../stacks/output-fault";

/** Where a command writes to; process has this shape, tests bring their own. */
export interface Io {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  cwd(): string;
  /** A folder to keep in what took long to work out; without one, nothing is kept. */
  readonly cache?: string;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, broken: 1, badInput: 2 } as const;

/** Bad input or a bad command line: one line for the user, no stack trace. */
export class UserError extends Error {}

/**
 * Text on one line, without what steers a terminal or hides in it: control characters, and those that are not seen but
 * turn the direction of writing or join letters (Unicode's Cc, Cf, Zl and Zp). Names come from files that anybody wrote.
 */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

/** Colours for a terminal, none for a pipe or a file. NO_COLOR is honoured (no-color.org). */
export function colorsFor(stream: { readonly isTTY?: boolean }) {
  return createColors(stream.isTTY === true && !process.env["NO_COLOR"]);
}

/** What the system refuses, in a person's words. Source: errno(3). */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "no space is left in the user's quota",
  EFBIG: "the file would be too large",
  EIO: "the disk can't be read or written",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a file stands where a folder is needed",
  EEXIST: "a file stands where a folder is needed",
  EISDIR: "a folder stands where a file is needed",
  ENOTEMPTY: "a folder stands where a file is needed",
  ELOOP: "links lead in a circle",
  ENXIO: "nobody is at the other end",
  EBUSY: "it is in use",
  ETXTBSY: "it is in use",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EPIPE: "whoever read it has closed it",
  EBADF: "it is closed",
};

/** @returns one line for an error that is the system's word, such as a full disk; undefined for a bug of ours */
export function explainSystemError(error: unknown): string | undefined {
  if (error instanceof OutputFault) return `overlap: ${oneLine(error.message)}`;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === undefined || code === undefined) return undefined;
  const words = SYSTEM_ERRORS[code] ?? code;
  return `overlap: ${oneLine(path ?? "a file")}: ${words}; mend that and run it again`;
}
