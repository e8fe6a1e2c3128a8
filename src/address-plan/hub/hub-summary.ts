import { formatCidr } from "../../ipv4";
import { type HubPlan } from "./hub-plan";

/** A hub's plan as `check --json` prints it. */
export interface HubSummary {
  readonly hub_vpc: { readonly cidr: string };
}

/** Sums up a hub's plan. */
export function summarizeHub(plan: HubPlan): HubSummary {
  return { hub_vpc: { cidr: formatCidr(plan.hubCidr) } };
}
