import { actionReasonText } from "../words";
import { costAsData } from "./markdown/cost-text";
import { pictureLines } from "./markdown/drawn";
import { type ResourceLine, type ShownAttributes } from "./resource-lines";
import { type ChangeDigest } from "./change-digest";
import { type Review } from "./review";

/** What happens to one resource, as it is written as JSON. */
interface ShownResource extends Omit<ResourceLine, "attributes" | "digest">, ShownAttributes, ChangeDigest {}

/** A review as `--json` writes it (schema/review.schema.json). */
export interface ShownReview extends Omit<
  Review,
  "gone" | "drift" | "resources" | "picture" | "cost" | "actions" | "checks"
> {
  readonly cost?: ReturnType<typeof costAsData>;
  /** Left out where there is none. */
  readonly actions: Review["actions"] | undefined;
  /** Left out where every check passes. */
  readonly checks: Review["checks"] | undefined;
  readonly gone: readonly ShownResource[];
  readonly drift: readonly ShownResource[];
  readonly resources: readonly ShownResource[];
  /** Whole lines of Markdown. */
  readonly picture: readonly string[];
}

function shownResource({ attributes, digest, reason, forcedBy, ...rest }: ResourceLine): ShownResource {
  return {
    ...rest,
    ...(reason !== undefined && { reason: actionReasonText(reason) }),
    forcedBy,
    ...attributes(),
    ...digest(),
  };
}

export function shownReview(review: Review): ShownReview {
  const { cost, ...rest } = review;
  const { gone, drift, resources, picture, actions, checks } = rest;
  return {
    ...rest,
    actions: actions.length > 0 ? actions : undefined,
    checks: checks.failed.length > 0 || checks.unknown > 0 ? checks : undefined,
    gone: gone.map(shownResource),
    drift: drift.map(shownResource),
    resources: resources.map(shownResource),
    picture: pictureLines(picture),
    ...(cost && { cost: costAsData(cost) }),
  };
}
