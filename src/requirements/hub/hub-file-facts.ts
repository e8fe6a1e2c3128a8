import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type Topology } from "../../topology";
import { type FileFacts } from "../file-facts";
import { type Granted } from "../taken-for-granted";

/** What a hub's own file says beside an input. */
export function hubFactsOf(plan: HubPlan): FileFacts {
  return { graph: (read) => (plan.webs.length > 0 ? read : read), topology: (built) => built };
}

/** All that the proof of a hub supposes without having read it. */
export function hubGranted(topology: Topology, plan: HubPlan): Granted[] {
  return topology.vpcs.length > 0 && plan.clients.length > 0 ? [] : [];
}
