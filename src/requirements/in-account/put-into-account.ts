import { type BridgePlan } from "../../address-plan/bridge-plan";
import { BRIDGE_OUTPUT } from "../../address-plan/roles";
import { sidesOf } from "../../address-plan/planned-sides";
import { Walker } from "../../reachability";
import { ResourceGraph } from "../../terraform";
import { buildTopology } from "../../topology";
import { withAssumedTargets } from "../facts";
import { rolesIn } from "../found-roles";
import { type Network, networkIn } from "../judged-network";
import { sideVpcOf } from "../sides";
import { ownPart } from "./own-part";
import { withAllOf, withoutInAccount } from "./without-in-account";

/** What an account has that is not the bridge's: without what it made, the VPCs that it made included. */
export function beforeBridge(account: ResourceGraph, source: string, plan: BridgePlan): ResourceGraph {
  const network = networkIn(account, source, plan);
  const roles = rolesIn(network.graph);
  const left = withoutInAccount(network, ownPart(network, plan), plan);
  const created = sidesOf(plan).flatMap((side) => {
    const vpc = side.vpc.id === undefined ? sideVpcOf(network.topology, roles, side) : undefined;
    return vpc ? [vpc.address] : [];
  });
  const gone = withAllOf(left, created);
  return left.with(left.resources.filter(({ address }) => !gone.has(address)));
}

/**
 * The network that a bridge's stack would make in an account: what the account has, and the stack's resources beside it. A
 * bridge that is there already is thought away first. Targets that are not there yet are assumed at their addresses.
 */
export function networkInAccount(
  stack: ResourceGraph,
  account: ResourceGraph,
  source: string,
  plan: BridgePlan,
): Network {
  const before = beforeBridge(account, source, plan);
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
