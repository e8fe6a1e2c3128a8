import { type Explanation } from "../reachability";
import { type Alike, type Flow, pathOf, verdictOf, type Walk } from "./flows";
import { type Networks } from "./networks";

/**
 * What becomes of a flow:
 * - broken, opened: it stops working or begins to, for an end that is there before and after
 * - new: it begins with its receiver and its sender; removed: its sender goes, so nobody misses it
 * - undecided: what it becomes, or what it was, can't be told
 * - undecided-still: that can't be told of either network, so the plan changes nothing about it that could be seen
 */
export type Outcome =
  | "broken"
  | "opened"
  | "moved"
  | "new"
  | "removed"
  | "undecided"
  | "undecided-still"
  | "unchanged";

function isInternet({ members }: Alike): boolean {
  return members[0] === "internet";
}

/** The internet is always out there; as a receiver it is nothing that could be protected from its sender. */
function existed(end: Alike, side: "before" | "after"): boolean {
  return isInternet(end) || end[side] !== undefined;
}

function pathChanges(networks: Networks, flow: Flow, before: Walk, after: Walk): boolean {
  const [old, next] = [
    pathOf(networks.before, flow, before, "before"),
    pathOf(networks.after, flow, after, "after"),
  ];
  return old.join("\n") !== next.join("\n");
}

export function outcomeOf(networks: Networks, flow: Flow): Outcome {
  const { before, after, from, to } = flow;
  const [was, will] = [verdictOf(before), verdictOf(after)];
  if (was === "UNKNOWN" && will === "UNKNOWN") return "undecided-still";
  if (will === "UNKNOWN") return existed(from, "before") || existed(to, "before") ? "undecided" : "new";
  if (was === "UNKNOWN") return will === "DENIED" && !existed(from, "after") ? "removed" : "undecided";
  if (was === will)
    return was === "ALLOWED" && before && after && pathChanges(networks, flow, before, after) ? "moved" : "unchanged";
  if (will === "ALLOWED") {
    const isNew = isInternet(to) ? !existed(from, "before") : !existed(to, "before") && from.before === undefined && !isInternet(from);
    return isNew ? "new" : "opened";
  }
  return existed(from, "after") ? "broken" : "removed";
}

/** What leaves a flow open. */
export function doubtsOf({ before, after }: Flow): readonly Explanation[] {
  const unsure = after?.verdict === "UNKNOWN" ? after : before?.verdict === "UNKNOWN" ? before : undefined;
  return unsure?.explanations ?? [];
}
