import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { summarizeHub } from "../../address-plan/hub/hub-summary";
import { table } from "./table";

/** A hub's address plan as lines for people, indented by two. */
export function printHub(plan: HubPlan): string[] {
  return table([["hub VPC", summarizeHub(plan).hub_vpc.cidr]], "  ");
}
