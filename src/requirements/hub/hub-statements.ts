import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type Statement } from "../../reachability";
import { type Network } from "../judged-network";
import { missing } from "../statement-parts";

/** Every statement that must hold for any hub, in the words of its file. */
export function hubStatementsOf(network: Network, plan: HubPlan): Statement[] {
  return [missing(`the hub ${plan.name} is there`, network.source)];
}
