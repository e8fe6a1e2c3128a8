import { answersOf, type JsonObject, placementOf } from "../terraform";
import { listOf, objectOf, stringOf } from "../terraform/json-shapes";
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
  const deferred = listOf(plan.deferred_changes).map((one) => ({
    address: stringOf(objectOf(objectOf(one).resource_change).address) ?? "a deferred change",
  }));
  return [
    ...reasoned(deferred, "deferred to a later plan"),
    ...reasoned(
      graph.unreadable.filter(({ isAction }) => isAction),
      "invoked by the apply, and what they do is not told in the plan",
    ),
    ...reasoned(
      plan.resource_changes === undefined ? [{ address: "resource_changes" }] : [],
      "missing in the plan, so what it changes is not told; write it with `terraform show -json plan.out`",
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
    ...untold(plan, networks),
    ...reasoned(
      flows.skipped > 0 ? [{ address: `${flows.skipped} pairs of ends` }] : [],
      "not asked, since there are too many; those with a changed end were asked first",
    ),
  ];
}
