import { answerNamed, type NamedQuestion } from "../reachability";
import { type Network } from "../requirements/judged-network";
import { shownAnswer, type ShownAnswer } from "../words";
import { readingNames, withOwnWords } from "./asked-ends";

/** One question as text, as it comes from the command line or a line of a file. */
export type AskedQuestion = NamedQuestion;

/** Answers one question; @throws UserError when it names what does not exist. */
export function answer(network: Network, question: AskedQuestion, explain = true): ShownAnswer {
  return shownAnswer(readingNames(() => answerNamed(withOwnWords(network), question, explain)));
}
