/** Why a log can't be read: for people as the message, for programs as a rule, a file and a line. */
export class LogFault extends Error {
  constructor(
    readonly rule: string,
    /** As the user named it: a file or an option. */
    readonly input: string,
    message: string,
    /** From 1. */
    readonly line?: number,
  ) {
    super(message);
  }
}

/** A fault of one line: `file:line: what is wrong; what to do`. */
export function faultAt(rule: string, file: string, line: number, words: string): LogFault {
  return new LogFault(rule, file, `${file}:${line}: ${words}`, line);
}
