import { type Answers, type Place } from "./answers";
import { type CallName } from "./calls";

/** Why a question has no answer: with the code that AWS refused it with, where the input tells one. */
export function untold(answers: Answers, call: CallName, about?: string, place?: Place): string {
  const refusal = answers.refusals.find(
    (one) =>
      one.call === call &&
      (about === undefined || one.about === undefined || one.about === about) &&
      (!place || one.place.key === place.key),
  );
  return refusal ? `${call} was refused (${refusal.code})` : `no answer of ${call} was given`;
}
