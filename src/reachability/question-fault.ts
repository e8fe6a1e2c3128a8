/** What can be wrong with a question, by name. */
export type QuestionRule =
  | "no-question"
  | "unknown-key"
  | "number"
  | "protocol"
  | "family"
  | "names-nothing"
  | "no-subnet"
  | "no-sender-or-receiver"
  | "address-without-vpc";

/** A question that names what does not exist, or says a port or protocol that is none. The message is one line: what, where, what to do. */
export class QuestionFault extends Error {
  override readonly name = "QuestionFault";

  /**
   * @param rule what is wrong, for programs
   * @param asked what it is wrong with: the question's own word, or the name of its part
   */
  constructor(
    readonly rule: QuestionRule,
    readonly asked: string,
    message: string,
  ) {
    super(message);
  }
}
