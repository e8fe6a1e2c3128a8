import { type BridgePlan } from "../bridge-plan";
import { type PlannedTarget } from "../plan";
import { type PlannedSide, sidesOf } from "../planned-sides";

/** A web side with the targets of the services that it has. */
export interface WebTargets {
  readonly web: PlannedSide;
  readonly targets: readonly PlannedTarget[];
}

/** Targets by the web side that they are on. */
export function targetsByWeb(plan: BridgePlan): WebTargets[] {
  const webs = sidesOf(plan).filter(({ role }) => role === "web");
  if (plan.place === "client") return webs.map((web) => ({ web, targets: plan.targets }));
  const byWeb = new Map<string, PlannedTarget[]>(webs.map(({ name }) => [name, []]));
  for (const { web, targets } of plan.services) byWeb.get(web)?.push(...targets);
  return webs.map((web) => ({ web, targets: byWeb.get(web.name) ?? [] }));
}
