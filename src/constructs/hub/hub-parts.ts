import { type Construct } from "constructs";
import { type HubPlan } from "../../address-plan/hub/hub-plan";

/** Makes the constructs of a hub whose plan keeps every rule. */
export function addHubParts(scope: Construct, plan: HubPlan): void {
  throw new Error(`${scope.node.path}: hubs are not built yet (${plan.name})`);
}
