/** Why nothing can be captured: for people as the message, for programs as a rule and what it is wrong with. */
export class CaptureFault extends Error {
  constructor(
    readonly rule: string,
    /** As the user named it: an option, a profile, a Region. */
    readonly input: string,
    message: string,
  ) {
    super(message);
  }
}
