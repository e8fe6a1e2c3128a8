import { type Comparison, type Difference, isReview } from "../../review";
import { type JsonObject } from "../../terraform";
import { readAtMost } from "../../terraform/read-bytes";
import { cut } from "../../escape/cut";
import { type Io } from "../output/io";
import { UserError } from "../../project/user-error";
import { fileNamed } from "../../questions/named-file";

/** Bytes above which a review is refused, as a plan is. */
const MOST_BYTES = 90 * 1024 * 1024;
const HOW_TO = "make it with `overlap review PLAN --json`";

/**
 * A review that was made before, as `--json` printed it. It may come from anywhere: nothing in it is believed but as text.
 * @throws UserError with one line that says what and what to do
 */
export function readReview(io: Io, name: string): JsonObject {
  const { path, shown } = fileNamed(io, name);
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, 0, MOST_BYTES);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UserError(`${shown}: ${isMissing ? "there is no such file" : "can't be read"}; ${HOW_TO}`);
  }
  if (!bytes) throw new UserError(`${shown}: is larger than 90 MiB; ${HOW_TO}`);
  try {
    const json: unknown = JSON.parse(bytes.toString("utf8"));
    if (isReview(json as JsonObject)) return json as JsonObject;
  } catch {
    // Told below.
  }
  throw new UserError(`${shown}: is no review, or one of another version of this program; ${HOW_TO}`);
}

const LONGEST = 200;

function lineOf({ part, what, field, reviewed, now }: Difference): string {
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
