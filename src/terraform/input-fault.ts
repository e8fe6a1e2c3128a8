/**
 * Input that can't be read or names what does not exist. The message is one line: what, where, what to do.
 * Commands print it on stderr and exit with 2; it never comes with a stack trace.
 */
export class InputFault extends Error {
  constructor(message: string) {
    super(message.replace(/[\s\p{Cc}]+/gu, " ").trim());
    this.name = "InputFault";
  }
}
