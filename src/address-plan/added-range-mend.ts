import { type Mend } from "../config/fault";
import { type KeyPath } from "../config/key-path";
import { bridgeMend } from "./bridge-range";
import { type BridgePlan } from "./bridge-plan";
import { hubRangeMend } from "./hub/hub-ranges";

/** The change that gives a range of the bridge's own, which stands at this place, addresses that nobody else has. */
export function addedRangeMend(plan: BridgePlan, path: KeyPath): Mend | undefined {
  if (plan.place === "hub") return hubRangeMend(plan, path);
  return path[0] === "bridge" ? bridgeMend(plan) : undefined;
}
