import { type Answer, type Code, type Explanation, type Judged, type OverFamily, type Verdict } from "../reachability";
import { reasonText } from "./reason";
import { shownHop, type ShownHop } from "./hop";

/** One setting that stops packets (or leaves them undecided), as it is shown and written as JSON. */
export interface ShownExplanation {
  readonly code: Code;
  readonly address: string;
  readonly message: string;
}

/** An answer as it is shown and written as JSON (schema/answer.schema.json). */
export interface ShownAnswer {
  readonly verdict: Verdict;
  readonly forward: readonly ShownHop[];
  readonly return: readonly ShownHop[];
  readonly explanations: readonly ShownExplanation[];
  /** What holds over each family, where the network may have both and none was asked for. */
  readonly families?: readonly OverFamily[];
}

export function shownExplanation({ code, address, reason }: Explanation): ShownExplanation {
  return { code, address, message: reasonText(reason) };
}

/** Those of many addresses that differ only in what a message leaves out are shown once; order stays. */
function shownOnce(explanations: readonly Explanation[]): ShownExplanation[] {
  return explainedOnce(explanations).map(({ shown }) => shown);
}

/** Each with its data; of those that are shown alike, the first one's. */
export function explainedOnce(
  explanations: readonly Explanation[],
): { readonly explanation: Explanation; readonly shown: ShownExplanation }[] {
  const once = new Map<string, { readonly explanation: Explanation; readonly shown: ShownExplanation }>();
  for (const explanation of explanations) {
    const shown = shownExplanation(explanation);
    const key = `${shown.code}|${shown.address}|${shown.message}`;
    if (!once.has(key)) once.set(key, { explanation, shown });
  }
  return [...once.values()];
}

export function shownAnswer({ verdict, forward, return: back, explanations, families }: Answer): ShownAnswer {
  return {
    verdict,
    forward: forward.map(shownHop),
    return: back.map(shownHop),
    explanations: shownOnce(explanations),
    ...(families && { families }),
  };
}

/** A judged statement as it is shown and written as JSON (schema/verify.schema.json). */
export interface ShownJudged extends Pick<Judged, "text" | "expected" | "verdict" | "holds"> {
  readonly explanations: readonly ShownExplanation[];
  /** The verdict over each family, where the network may have both. */
  readonly families?: readonly OverFamily[];
}

export function shownJudged({ kind, text, expected, verdict, holds, explanations }: Judged): ShownJudged {
  const shown = kind === "reach" ? shownOnce(explanations) : explanations.map(shownExplanation);
  return { text, expected, verdict, holds, explanations: shown };
}
