import { type Edit, patch } from "../../config/bridge-texts";

/** One bad bridge file and everything that must be said of it. */
export interface BadFile {
  /** What is wrong, in words; the test's name. */
  readonly what: string;
  readonly text: string | Buffer;
  /** Each fault's line, in the order of the file. */
  readonly lines: readonly string[];
  /** The file's name in bridges/; default: bad.yaml. */
  readonly file?: string;
}

/** A table entry: a right text, the edits that make it wrong, and the lines that it must give. */
export function bad(what: string, base: string, edits: readonly Edit[], lines: readonly string[]): BadFile {
  return { what, text: patch(base, ...edits), lines };
}
