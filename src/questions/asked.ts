import { answerNamed, type NamedQuestion } from "../reachability";
import { type Network } from "../requirements/judged-network";
import { shownAnswer, type ShownAnswer } from "../words";
import { readingNames, withOwnWords } from "./asked-ends";

/** One question as text, as it comes from the command line or a line of a file. */
export type AskedQuestion = NamedQuestion;

/** What may be said of a question besides its ends. */
type Words = { readonly [Word in Exclude<keyof AskedQuestion, "from" | "to">]: AskedQuestion[Word] | undefined };

/** A question of what was said of it; what nobody said is left to the answer. */
export function askedQuestion(from: string, to: string, words: Words): AskedQuestion {
  const { protocol, port, icmpType, sourcePort, family } = words;
  return {
    from,
    to,
    ...(protocol !== undefined && { protocol }),
    ...(port !== undefined && { port }),
    ...(icmpType !== undefined && { icmpType }),
    ...(sourcePort !== undefined && { sourcePort }),
    ...(family !== undefined && { family }),
  };
}

/** Answers one question; @throws UserError when it names what does not exist. */
export function answer(network: Network, question: AskedQuestion, explain = true): ShownAnswer {
  return shownAnswer(readingNames(() => answerNamed(withOwnWords(network), question, explain)));
}
