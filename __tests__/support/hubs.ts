import type { HubPlan } from "../../src/address-plan/hub/hub-plan";
import { changedText, type Changes, planOfText } from "./bridges";

export const HUBS = ["hub", "whole-vpc"] as const;
export type HubExample = (typeof HUBS)[number];

/** The plan of an example hub with some keys changed; fails with the faults when it has any. */
export function hubPlanOf(example: HubExample, changes: Changes = {}, name: string = example): HubPlan {
  const plan = planOfText(name, changedText(example, changes));
  if (plan.place !== "hub") throw new Error(`${name} is no hub`);
  return plan;
}
