import { cut } from "../../escape/cut";
import { type Comparison, type ReviewDifference } from "../../review";

const LONGEST = 200;

function lineOf({ part, what, field, reviewed, now }: ReviewDifference): string {
  const named = cut(what, LONGEST);
  const head = part === "summary" ? named : `${part}: ${named}${field === undefined ? "" : `, ${cut(field, LONGEST)}`}`;
  const [was, is] = [reviewed, now].map((one) => (one === undefined ? undefined : cut(one, LONGEST)));
  if (field === undefined)
    return `${head}: ${was === undefined ? `not in the review (${is})` : `in the review only (${was})`}`;
  if (was === undefined && is === undefined) return `${head}: not the same`;
  return `${head}: reviewed ${was ?? "unset"}, now ${is ?? "unset"}`;
}

/** Differences that are told one by one; of more, the rest is counted. */
const MOST_TOLD = 50;

/** A line for each difference. */
export function describeDifferences({ differences }: Comparison): string[] {
  const told = differences.slice(0, MOST_TOLD).map((one) => `overlap: not what was reviewed: ${lineOf(one)}`);
  const left = differences.length - told.length;
  return left > 0 ? [...told, `overlap: and ${left} more differences; --json lists all`] : told;
}
