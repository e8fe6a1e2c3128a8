import { type Decision, type Explanation, keyOfExplanation } from "../reachability";
import { type Alike, type ComparedFlow, isInternet, pathOf, verdictOf } from "./compared-flows";
import { type Networks, ownerOf } from "./networks";

/**
 * What becomes of a flow:
 * - broken, opened: it stops working or begins to, for an end that is there before and after
 * - new: it begins with its receiver and its sender; removed: its sender goes, so nobody misses it
 * - undecided: what it becomes, or what it was, can't be told
 * - undecided-still: that can't be told of either network, for the same reasons, which no change touches
 */
export type Outcome = "broken" | "opened" | "moved" | "new" | "removed" | "undecided" | "undecided-still" | "unchanged";

/** The internet is always out there, and so is what is only looked up; as a receiver it is nothing that could be protected from its sender. */
function existed(end: Alike, side: "before" | "after"): boolean {
  return isInternet(end) || end.isGiven === true || end[side] !== undefined;
}

/** A flow with what becomes of it. */
export interface Fate {
  readonly flow: ComparedFlow;
  readonly outcome: Outcome;
  /** Of a flow that takes another path: the places that it leaves and those that it comes to. */
  readonly leaves: readonly string[];
  readonly enters: readonly string[];
}

export function fateOf(networks: Networks, flow: ComparedFlow): Fate {
  const { before, after } = flow;
  const isStill = !before || !after || !isTouched(networks, before, after);
  const outcome = outcomeOf(flow, isStill);
  if (outcome !== "unchanged" || !before || !after) return { flow, outcome, leaves: [], enters: [] };
  const [old, next] = pathsOf(networks, flow, before, after);
  if (old.join("\n") === next.join("\n")) return { flow, outcome, leaves: [], enters: [] };
  const leaves = old.filter((one) => !next.includes(one));
  const enters = next.filter((one) => !old.includes(one));
  return { flow, outcome: "moved", leaves: [...new Set(leaves)], enters: [...new Set(enters)] };
}

function pathsOf(
  networks: Networks,
  flow: ComparedFlow,
  before: Decision,
  after: Decision,
): readonly [string[], string[]] {
  return [pathOf(networks.before, flow, before, "before"), pathOf(networks.after, flow, after, "after")];
}

/** Where a walk comes by, and by which routes: a doubt on another way is another doubt. */
function waysOf({ forward, back }: Decision): string[] {
  return [...forward, ...back].map(({ address, route }) => `${address} ${route?.address ?? ""}`);
}

/** Whether what leaves a flow open is another thing than before, or is changed itself: it may work now, or no longer. */
function isTouched({ changed, sources }: Networks, before: Decision, after: Decision): boolean {
  const reasons = ({ explanations }: Decision): string[] => explanations.map(keyOfExplanation).sort();
  const [old, next] = [reasons(before), reasons(after)];
  return (
    old.join("\n") !== next.join("\n") ||
    !sameTexts(waysOf(before), waysOf(after)) ||
    [...before.explanations, ...after.explanations].some(({ address }) =>
      changed.has((sources?.thingOf ?? ownerOf)(address)),
    )
  );
}

const sameTexts = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join("\n") === [...others].sort().join("\n");

function outcomeOf({ before, after, from, to }: ComparedFlow, isStill: boolean): Outcome {
  const [was, will] = [verdictOf(before), verdictOf(after)];
  if (was === "UNKNOWN" && will === "UNKNOWN") return isStill ? "undecided-still" : "undecided";
  if (will === "UNKNOWN") return "undecided";
  if (was === "UNKNOWN") return will === "DENIED" && !existed(from, "after") ? "removed" : "undecided";
  if (was === will) return "unchanged";
  if (will === "ALLOWED") {
    const isNew = isInternet(to) ? !existed(from, "before") : !existed(to, "before") && !existed(from, "before");
    return isNew ? "new" : "opened";
  }
  return existed(from, "after") ? "broken" : "removed";
}

/** What leaves a flow open. */
export function doubtsOf({ before, after }: ComparedFlow): readonly Explanation[] {
  const unsure = after?.verdict === "UNKNOWN" ? after : before?.verdict === "UNKNOWN" ? before : undefined;
  return unsure?.explanations ?? [];
}
