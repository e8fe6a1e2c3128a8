/** What can be wrong with a synthesis, a plan or a state, by name. */
export type InputRule =
  | "missing"
  | "unreadable"
  | "folder"
  | "too-large"
  | "empty"
  | "binary-plan"
  | "cut-off"
  | "not-json"
  | "no-object"
  | "too-deep"
  | "repeated-key"
  | "other-kind"
  | "other-version"
  | "errored-plan"
  | "incomplete-plan"
  | "defined-twice"
  | "cycle"
  | "limit";

/**
 * Input that can't be read or names what does not exist. The message is one line: what, where, what to do; names in it
 * are as they are in the input, whatever they hold.
 * Commands print it on stderr and exit with 2; it never comes with a stack trace.
 */
export class InputFault extends Error {
  override readonly name = "InputFault";

  /**
   * @param rule what is wrong, for programs
   * @param reason what is wrong and what to do, for people
   * @param where the file's name, as it was opened; left out where whoever made the fault does not know the file
   */
  constructor(
    readonly rule: InputRule,
    readonly reason: string,
    readonly where?: string,
  ) {
    super(where === undefined ? reason : `${where}: ${reason}`);
  }
}
