import { LimitFault, workOn } from "../limits";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { type Beside, compareReviews, type Comparison, isReview, type Review, reviewPlan } from "../review";
import { InputFault, type JsonObject, readPlan, secretsOfPlan } from "../terraform";
import { readAtMost } from "../terraform/read-bytes";
import { fileNamed } from "./named-file";
import { readPlanInput, tellDisagreements } from "./plan-input";

/** Bytes above which a review is refused, as a plan is. */
const MOST_BYTES = 90 * 1024 * 1024;
const HOW_TO = "make it with `overlap review PLAN --json`";

/**
 * A review that was made before, as `--json` printed it. It may come from anywhere: nothing in it is believed but as text.
 * @throws UserError with one line that says what and what to do
 */
export function readReview(io: Surroundings, name: string): JsonObject {
  const { path, shown } = fileNamed(io, name);
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, 0, MOST_BYTES);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new UserError({ rule: "missing", input: shown }, `${shown}: there is no such file; ${HOW_TO}`);
    throw new UserError({ rule: "unreadable", input: shown }, `${shown}: can't be read; ${HOW_TO}`);
  }
  if (!bytes) throw new UserError({ rule: "too-large", input: shown }, `${shown}: is larger than 90 MiB; ${HOW_TO}`);
  try {
    const json: unknown = JSON.parse(bytes.toString("utf8"));
    if (isReview(json as JsonObject)) return json as JsonObject;
  } catch {
    // Told below.
  }
  throw new UserError(
    { rule: "no-review", input: shown },
    `${shown}: is no review, or one of another version of this program; ${HOW_TO}`,
  );
}

/** What the bridge's own file states beside the plan. Loaded only when it is asked for: a review has nothing else to wait for. */
export async function besidePlan(io: Surroundings, bridge: string): Promise<Beside> {
  const [{ bridgeNamed }, { factsOf }] = await Promise.all([
    import("./network"),
    import("../requirements/judged-network"),
  ]);
  return factsOf(await bridgeNamed(io, bridge));
}

/** The plan to review, and where its sources are. */
interface PlanNamed {
  readonly file: string;
  readonly config?: string;
}

export interface Reviewed {
  readonly review: Review;
  readonly json: JsonObject;
}

/** The review of a plan's file, or of standard input. @throws UserError with one line that says what and what to do */
export async function reviewOf(
  io: Surroundings,
  { file, config }: PlanNamed,
  beside: Beside | undefined,
): Promise<Reviewed> {
  const { json, sources, shown } = await readPlanInput(io, file, config);
  try {
    workOn(shown);
    const planned = readPlan(json, sources, "read");
    const review = reviewPlan(json, beside, planned);
    tellDisagreements(io, shown, planned);
    return { review, json };
  } catch (error) {
    if (error instanceof LimitFault) throw new UserError({ rule: "limit", input: shown }, `${shown}: ${error.message}`);
    if (error instanceof InputFault)
      throw new UserError({ rule: error.rule, input: shown }, `${shown}: ${error.reason}`);
    if (error instanceof RangeError)
      throw new UserError(
        { rule: "too-deep", input: shown },
        `${shown}: is nested too deeply to be judged; check that Terraform wrote it`,
      );
    throw error;
  }
}

export function compared(reviewed: JsonObject, { review, json }: Reviewed, name: string): Comparison {
  try {
    return compareReviews(reviewed, review, secretsOfPlan(json));
  } catch (error) {
    if (error instanceof RangeError)
      throw new UserError(
        { rule: "too-deep", input: name },
        `${name}: is nested too deeply to be a review; make it anew`,
      );
    throw error;
  }
}
