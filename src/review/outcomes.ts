import { type Explanation } from "../reachability";
import { type Alike, type Flow, isInternet, pathOf, verdictOf, type Walk } from "./flows";
import { type Networks } from "./networks";

/**
 * What becomes of a flow:
 * - broken, opened: it stops working or begins to, for an end that is there before and after
 * - new: it begins with its receiver and its sender; removed: its sender goes, so nobody misses it
 * - undecided: what it becomes, or what it was, can't be told
 * - undecided-still: that can't be told of either network, so the plan changes nothing about it that could be seen
 */
export type Outcome = "broken" | "opened" | "moved" | "new" | "removed" | "undecided" | "undecided-still" | "unchanged";

/** The internet is always out there; as a receiver it is nothing that could be protected from its sender. */
function existed(end: Alike, side: "before" | "after"): boolean {
  return isInternet(end) || end[side] !== undefined;
}

/** A flow with what becomes of it. */
export interface Fate {
  readonly flow: Flow;
  readonly outcome: Outcome;
  /** Of a flow that takes another path: the places that it leaves and those that it comes to. */
  readonly leaves: readonly string[];
  readonly enters: readonly string[];
}

export function fateOf(networks: Networks, flow: Flow): Fate {
  const outcome = outcomeOf(flow);
  const { before, after } = flow;
  if (outcome !== "unchanged" || !before || !after) return { flow, outcome, leaves: [], enters: [] };
  const [old, next] = pathsOf(networks, flow, before, after);
  if (old.join("\n") === next.join("\n")) return { flow, outcome, leaves: [], enters: [] };
  const leaves = old.filter((one) => !next.includes(one));
  const enters = next.filter((one) => !old.includes(one));
  return { flow, outcome: "moved", leaves: [...new Set(leaves)], enters: [...new Set(enters)] };
}

function pathsOf(networks: Networks, flow: Flow, before: Walk, after: Walk): readonly [string[], string[]] {
  return [pathOf(networks.before, flow, before, "before"), pathOf(networks.after, flow, after, "after")];
}

function outcomeOf({ before, after, from, to }: Flow): Outcome {
  const [was, will] = [verdictOf(before), verdictOf(after)];
  if (was === "UNKNOWN" && will === "UNKNOWN") return "undecided-still";
  if (will === "UNKNOWN") return existed(from, "before") || existed(to, "before") ? "undecided" : "new";
  if (was === "UNKNOWN") return will === "DENIED" && !existed(from, "after") ? "removed" : "undecided";
  if (was === will) return "unchanged";
  if (will === "ALLOWED") {
    const isNew = isInternet(to)
      ? !existed(from, "before")
      : !existed(to, "before") && from.before === undefined && !isInternet(from);
    return isNew ? "new" : "opened";
  }
  return existed(from, "after") ? "broken" : "removed";
}

/** What leaves a flow open. */
export function doubtsOf({ before, after }: Flow): readonly Explanation[] {
  const unsure = after?.verdict === "UNKNOWN" ? after : before?.verdict === "UNKNOWN" ? before : undefined;
  return unsure?.explanations ?? [];
}
