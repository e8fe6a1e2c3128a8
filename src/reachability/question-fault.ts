/** A question that names what does not exist, or says a port or protocol that is none. The message is one line: what, where, what to do. */
export class QuestionFault extends Error {
  override readonly name = "QuestionFault";
}
