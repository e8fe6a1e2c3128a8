import { InputFault } from "../terraform";
import { type Answers } from "./answers";
import { type Made } from "./made";

/** Says of each call that was not answered what it leaves open. @throws InputFault where nothing could be judged then */
export function leaveGaps(answers: Answers, _made: Made): void {
  for (const call of ["DescribeVpcs", "DescribeSubnets"] as const)
    if (!answers.has(call))
      throw new InputFault("other-kind", `no answer of ${call} was given, so there is nothing to judge; add it`);
}
