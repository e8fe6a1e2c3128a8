import { type Colors, colorsOf, type Document, shownLine } from "../../escape/terminal";
import { jsonText } from "../../escape/json-text";
import { type Surroundings } from "../../project/surroundings";

/**
 * What a command prints to. There is no way to write a text as it is: names, paths and values come from files that
 * anybody wrote, and each way makes visible what hides or steers in them.
 */
interface Out {
  readonly isTTY: boolean;
  /** Each on a line of its own, whatever is in it. */
  lines(lines: readonly string[]): void;
  /** A value as indented JSON. */
  json(value: unknown): void;
  /** Values as JSON Lines. */
  jsonLines(values: readonly unknown[]): void;
  /** A text whose writer has escaped what comes from elsewhere. */
  document(text: Document): void;
  /** One line on a terminal, rewritten in place; nothing in a pipe. */
  progress(text: string): void;
}

/** Where a command runs and what it prints to. */
export interface Io extends Surroundings {
  readonly stdout: Out;
  readonly stderr: Out;
  /** Asks whoever sits at the terminal; undefined: nobody does. */
  readonly asker?: Asker;
}

/** Asks questions on a terminal, one after another. */
export interface Asker {
  /** @returns the line that was answered; undefined when the input has ended */
  ask(question: string): Promise<string | undefined>;
  /** No more is asked: the program may end. */
  close(): void;
}

/** What takes text as it is; the streams of `process` have this shape, tests bring their own. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** @param stream what it is written to, in one call each time */
function outOn(stream: Stream): Out {
  const isTTY = stream.isTTY === true;
  const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
  return {
    isTTY,
    lines: (lines) => void (lines.length > 0 && stream.write(ended(lines.map(shownLine)))),
    json: (value) => void stream.write(`${jsonText(value, 2)}\n`),
    jsonLines: (values) => void (values.length > 0 && stream.write(ended(values.map((one) => jsonText(one))))),
    document: (text) => void stream.write(text),
    progress: (text) => void (isTTY && stream.write(`\r\u001b[K${shownLine(text)}`)),
  };
}

/** The command's surroundings, of what takes text as it is. */
export function ioOn(streams: { readonly stdout: Stream; readonly stderr: Stream } & Pick<Io, "cwd" | "asker">): Io {
  return {
    stdout: outOn(streams.stdout),
    stderr: outOn(streams.stderr),
    cwd: () => streams.cwd(),
    ...(streams.asker && { asker: streams.asker }),
  };
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, broken: 1, badInput: 2 } as const;

/** Colours for a terminal, none for a pipe or a file. NO_COLOR is honoured (no-color.org). */
export function colorsFor(out: { readonly isTTY?: boolean }): Colors {
  return colorsOf(out.isTTY === true && !process.env["NO_COLOR"]);
}
