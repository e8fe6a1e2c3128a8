import { type Mend } from "../config/fault";
import { type KeyPath } from "../config/key-path";
import { type Cidr, formatCidr } from "../ipv4";
import { bridgeMend, freeBridge } from "./bridge-range";
import { type BridgePlan } from "./bridge-plan";
import { hubRangeMend, rangeFor } from "./hub/hub-ranges";

/** A range for this place of the file, which says a range of the bridge's own, that nothing is against. */
function freeRange(plan: BridgePlan, path: KeyPath): Cidr | undefined {
  if (plan.place === "hub") return rangeFor(plan, path);
  return path[0] === "bridge" ? freeBridge(plan) : undefined;
}

/** The change that gives a range of the bridge's own, which stands at this place, addresses that nobody else has. */
export function addedRangeMend(plan: BridgePlan, path: KeyPath): Mend | undefined {
  if (plan.place === "hub") return hubRangeMend(plan, path);
  return path[0] === "bridge" ? bridgeMend(plan) : undefined;
}

/** How a fix names another range. */
export interface RangeWords {
  readonly words?: string;
  /** What goes as well. */
  readonly or?: string;
}

/** What to do about a range of the bridge's own that can't be it. */
export function otherRange(
  plan: BridgePlan,
  path: KeyPath,
  { words = `write a range that ${plan.place === "hub" ? "nobody" : "neither side"} uses`, or = "" }: RangeWords = {},
): { readonly fix: string; readonly mend?: Mend } {
  const free = freeRange(plan, path);
  const mend = addedRangeMend(plan, path);
  return { fix: `${words}${free ? `, such as ${formatCidr(free)}` : ""}${or}`, ...(mend && { mend }) };
}
