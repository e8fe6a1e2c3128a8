import { type Note } from "../topology";
import { type Explanation, type Reason } from "./reasons";

/** What was found out about a configuration; "unknown" when it can't be told. */
export interface Evaluation {
  readonly holds: boolean | "unknown";
  readonly explanations: readonly Explanation[];
}

/** A setting that is not as it should be, in words that nobody takes apart. */
export function fault(address: string, text: string): Explanation {
  return faulty(address, { kind: "fact", text });
}

/** A setting that is not as it should be, as data. */
export function faulty(address: string, reason: Reason): Explanation {
  return { code: "BAD_STATE", address, reason };
}

/** It holds when there is no fault, and is unknown when there are doubts and nothing else. */
export function evaluationOf(faults: readonly Explanation[], doubts: readonly Note[] = []): Evaluation {
  const unsure = doubts.map(({ address, reason }): Explanation => ({
    code: "UNKNOWN_RESOURCE",
    address,
    reason: { kind: "note", note: reason },
  }));
  const holds = faults.length > 0 ? false : unsure.length > 0 ? "unknown" : true;
  return { holds, explanations: [...faults, ...unsure] };
}

/** What was found out in parts holds when each of them does. */
export function together(...parts: readonly Evaluation[]): Evaluation {
  const holds = parts.some((one) => one.holds === false)
    ? false
    : parts.every((one) => one.holds === true) || "unknown";
  return { holds, explanations: parts.flatMap(({ explanations }) => explanations) };
}
