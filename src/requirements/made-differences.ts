import { type BridgePlan } from "../address-plan/bridge-plan";
import { type Difference, differencesBetween, Walker } from "../reachability";
import { buildTopology, type Topology } from "../topology";
import { withAssumedTargets } from "./facts";
import { rolesIn } from "./found-roles";
import { type OwnPart } from "./in-account/own-part";
import { withoutInAccount } from "./in-account/without-in-account";
import { type Network } from "./judged-network";
import { withoutBridge } from "./without-bridge";

/** The network as if the bridge had never been built. */
function before(network: Network, own: OwnPart, plan: BridgePlan): Topology {
  if (network.graph.isWhole) return buildTopology(network.before ?? withoutInAccount(network, own, plan));
  const graph = withoutBridge(network.graph, plan);
  return withAssumedTargets(buildTopology(graph), plan, rolesIn(graph));
}

/** What a bridge makes different: the ways of the network beside those that it has without the bridge. */
export function madeDifferences(network: Network, own: OwnPart, plan: BridgePlan): Difference[] {
  return differencesBetween(new Walker(before(network, own, plan)), network.walker);
}
