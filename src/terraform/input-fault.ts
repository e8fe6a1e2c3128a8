/**
 * Input that can't be read or names what does not exist. The message is one line: what, where, what to do; names in it
 * are as they are in the input, whatever they hold.
 * Commands print it on stderr and exit with 2; it never comes with a stack trace.
 */
export class InputFault extends Error {
  override readonly name = "InputFault";

  /**
   * @param reason what is wrong and what to do
   * @param where the file's name, as it was opened; left out where whoever made the fault does not know the file
   */
  constructor(
    readonly reason: string,
    readonly where?: string,
  ) {
    super(where === undefined ? reason : `${where}: ${reason}`);
  }
}
