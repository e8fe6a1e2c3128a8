import { type BridgePlan } from "../../address-plan/bridge-plan";
import { BRIDGE_OUTPUT } from "../../address-plan/roles";
import { Walker } from "../../reachability";
import { ResourceGraph } from "../../terraform";
import { buildTopology } from "../../topology";
import { withAssumedTargets } from "../facts";
import { rolesIn } from "../found-roles";
import { type Network, networkIn } from "../judged-network";
import { ownPart } from "./own-part";
import { createdSides, withAllOf, withoutInAccount } from "./without-in-account";

/** What an account has that is not the bridge's: without what it made, the VPCs that it made included. */
export function beforeBridge(account: ResourceGraph, source: string, plan: BridgePlan): ResourceGraph {
  const network = networkIn(account, source, plan);
  const left = withoutInAccount(network, ownPart(network, plan), plan);
  const gone = withAllOf(left, createdSides(network, plan));
  return left.with(left.resources.filter(({ address }) => !gone.has(address)));
}

/**
 * The network that a bridge's stack would make in an account: what the account has, and the stack's resources beside it.
 * Targets that are not there yet are assumed at their addresses.
 * @param before what the account has without the bridge
 */
export function networkInAccount(
  stack: ResourceGraph,
  before: ResourceGraph,
  source: string,
  plan: BridgePlan,
): Network {
  const outputs = new Map([...before.outputs, [BRIDGE_OUTPUT, stack.outputs.get(BRIDGE_OUTPUT) ?? null]]);
  const graph = new ResourceGraph(
    stack.kind,
    [...before.resources, ...stack.resources],
    [...before.unreadable, ...stack.unreadable],
    { secrets: stack.secrets, outputs, isWhole: true },
  );
  const topology = withAssumedTargets(buildTopology(graph), plan, rolesIn(graph));
  return { graph, topology, walker: new Walker(topology), source, granted: [], bridge: plan, before };
}
