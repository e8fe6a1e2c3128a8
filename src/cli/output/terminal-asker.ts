import { type Interface } from "node:readline";
import { shownLine } from "../../escape/terminal";
import { type Asker } from "./io";

/** What is asked on and answered from; tests bring streams of their own. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks on a terminal, with the line editing that Node has. Nothing is opened before the first question.
 * @param open gives the terminal
 */
export function terminalAsker(open: () => Terminal): Asker {
  let lines: Interface | undefined;
  let isEnded = false;
  // Who pastes several lines answers questions that were not asked yet.
  const early: string[] = [];
  let waiting: ((answer: string | undefined) => void) | undefined;
  const give = (answer: string | undefined): void => {
    const to = waiting;
    waiting = undefined;
    if (to) to(answer);
    else if (answer !== undefined) early.push(answer);
  };
  const opened = (): Interface => {
    if (lines) return lines;
    const { createInterface } = process.getBuiltinModule("node:readline");
    const terminal = open();
    lines = createInterface({ ...terminal, terminal: true, historySize: 0 });
    lines.on("line", give);
    // Ctrl+C and Ctrl+D close it, too.
    lines.on("close", () => {
      isEnded = true;
      if (waiting) terminal.output.write("\n");
      give(undefined);
    });
    return lines;
  };
  return {
    ask: (question) => {
      const terminal = opened();
      if (early.length > 0) return Promise.resolve(early.shift());
      if (isEnded) return Promise.resolve(undefined);
      terminal.setPrompt(shownLine(question));
      terminal.prompt();
      return new Promise((resolve) => (waiting = resolve));
    },
    close: () => lines?.close(),
  };
}
