import { type Note } from "../topology";
import { type Explanation } from "./verdict";

/** What was found out about a configuration; "unknown" when it can't be told. */
export interface Evaluation {
  readonly holds: boolean | "unknown";
  readonly explanations: readonly Explanation[];
}

/** A setting that is not as it should be. */
export function fault(address: string, message: string): Explanation {
  return { code: "BAD_STATE", address, message };
}

/** It holds when there is no fault, and is unknown when there are doubts and nothing else. */
export function evaluationOf(faults: readonly Explanation[], doubts: readonly Note[] = []): Evaluation {
  const unsure = doubts.map(({ address, reason }): Explanation => ({
    code: "UNKNOWN_RESOURCE",
    address,
    message: reason,
  }));
  const holds = faults.length > 0 ? false : unsure.length > 0 ? "unknown" : true;
  return { holds, explanations: [...faults, ...unsure] };
}
