/** What a command refuses, as data: programs and tests ask for this, and people read the message. */
export interface Refusal {
  /** Name of what is wrong, such as `empty`; of a bridge file, the rule that it breaks. */
  readonly rule: string;
  /** What it is wrong with, as the user named it: a file, an option, an argument or a name. */
  readonly input: string;
  /** Where in the file, from 1. */
  readonly line?: number;
  /** At which key of the file. */
  readonly key?: string;
}

/** Bad input or a bad command line: one line for the user, no stack trace. */
export class UserError extends Error {
  constructor(
    readonly refusal: Refusal,
    message: string,
  ) {
    super(message);
  }
}
