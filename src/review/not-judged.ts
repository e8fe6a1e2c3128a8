import { answersOf, deferredChanges, type JsonObject, placementOf } from "../terraform";
import { deferredReasonText } from "../words";
import { type Change, isEffective } from "./changes";
import { type ComparedFlows } from "./compared-flows";
import { type Networks } from "./networks";

/** Something that the review says nothing about, so that the traffic can't be told to be safe. */
export interface NotJudged {
  readonly addresses: readonly string[];
  /** Why, as a clause; own words only. */
  readonly reason: string;
}

const isOfAws = (type: string): boolean => type.startsWith("aws_");

type Addressed = readonly { readonly address: string }[];

function reasoned(some: Addressed, reason: string): NotJudged[] {
  return some.length > 0 ? [{ addresses: [...new Set(some.map(({ address }) => address))], reason }] : [];
}

/** What the plan itself leaves open. */
function untold(plan: JsonObject, { after: { graph } }: Networks): NotJudged[] {
  const deferred = deferredChanges(plan);
  return [
    ...[...new Set(deferred.map(({ reason }) => reason))].flatMap((reason) =>
      reasoned(
        deferred.filter((one) => one.reason === reason),
        `deferred to a later plan: ${deferredReasonText(reason)}`,
      ),
    ),
    ...reasoned(
      plan.complete === false ? [{ address: "complete" }] : [],
      "false in the plan, which does a part of the configuration alone (targeted, or with deferred changes): this is a review of that part, and the rest stays as it is until another apply",
    ),
    ...reasoned(
      graph.unreadable.filter(({ leaves }) => leaves === "action"),
      "invoked by the apply, and what they do is not told in the plan",
    ),
    ...reasoned(
      plan.resource_changes === undefined ? [{ address: "resource_changes" }] : [],
      "missing in the plan, so what it changes is not told; a plan with -refresh-only or -invoke has none, any other one is written with `terraform show -json plan.out`",
    ),
  ];
}

/** Whether the model reaches as far as what a change does. */
function isJudged({ type, before, after, afterUnknown }: Change): boolean {
  const { judged } = answersOf(type);
  if (judged !== "not its placement") return judged === "wholly";
  const isUnknown = placementOf(afterUnknown).length > 0;
  return !isUnknown && JSON.stringify(placementOf(before)) === JSON.stringify(placementOf(after));
}

export function notJudged(
  plan: JsonObject,
  changes: readonly Change[],
  networks: Networks,
  flows: ComparedFlows,
): NotJudged[] {
  // What is only forgotten goes on as it is.
  const effective = changes.filter((one) => isEffective(one) && one.action !== "forget");
  const isCoveredBy = new Set(networks.after.topology.unreadable.map(({ address }) => address));
  return [
    ...reasoned(
      effective.filter((one) => isOfAws(one.type) && (!isJudged(one) || isCoveredBy.has(one.address))),
      "of a kind, or with arguments, that the model can't read",
    ),
    ...reasoned(
      effective.filter((one) => !isOfAws(one.type) && !isJudged(one)),
      "another provider's network, which is not modelled",
    ),
    ...reasoned(
      changes.filter(({ action }) => action === "unreadable"),
      "listed in the plan without what happens to it",
    ),
    ...reasoned(
      changes.filter(({ action, isAnother }) => isAnother === true && (action === "update" || action === "no-op")),
      "another object than before by their identity, though they are not replaced",
    ),
    ...untold(plan, networks),
    ...reasoned(
      flows.skipped > 0 ? [{ address: `${flows.skipped} pairs of ends` }] : [],
      "not asked, since there are too many; those with a changed end were asked first",
    ),
  ];
}
