import { type Explanation, type Statement } from "../reachability";
import { type ResourceGraph } from "../terraform";
import { fact } from "./statement-parts";

/**
 * What a plan leaves open of its own apply: actions, changes that are deferred, or what changes at all. Stated only where
 * there is any: everything else is proved of the network as the plan tells it, and an action may make another one of it.
 */
export function toldWhole({ unreadable }: ResourceGraph): Statement[] {
  const open = unreadable.filter(({ leaves }) => leaves !== undefined);
  if (open.length === 0) return [];
  const explanations = open.map(({ address, reason }): Explanation => ({
    code: "UNKNOWN_RESOURCE",
    address,
    reason: { kind: "fact", text: `it ${reason}` },
  }));
  return [fact("the plan tells everything that its apply does", () => ({ holds: "unknown", explanations }))];
}
