/**
 * An input asks for more work or memory than one command does. The message is one line: what is too large, its limit, and how
 * to raise that. Commands put the file's name before it and exit with 2.
 */
export class LimitFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LimitFault";
  }
}
