import { type BridgePlan } from "../address-plan/bridge-plan";
import { Walker } from "../reachability";
import { type ResourceGraph } from "../terraform";
import { buildTopology, type Topology } from "../topology";
import { type FileFacts } from "./file-facts";
import { withAssumedTargets, withFacts, withWaysIn } from "./facts";
import { rolesIn } from "./found-roles";
import { type Granted } from "./granted";
import { grantedOfScripts } from "./in-account/granted-scripts";
import { withPartsOf } from "./in-account/parts-in-account";
import { takenForGranted } from "./taken-for-granted";

/** A network to judge, and the bridge that it belongs to when one was named. */
export interface Network {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly walker: Walker;
  readonly bridge?: BridgePlan;
  /** Of a bridge that is put into an account: what is there without it. */
  readonly before?: ResourceGraph;
  /** What was read, for people. */
  readonly source: string;
  /** What is supposed of existing things, that neither the bridge file nor the input tells. */
  readonly granted: readonly Granted[];
}

/** What a bridge's own file says beside an input. */
export function factsOf(plan: BridgePlan): FileFacts {
  return {
    graph: (read) => withFacts(read, plan),
    topology: (built, graph) => withWaysIn(withAssumedTargets(built, plan, rolesIn(graph)), plan),
  };
}

/** The network of an input, with what the bridge's own file adds to it. */
export function networkIn(read: ResourceGraph, source: string, bridge: BridgePlan | undefined): Network {
  // An account tells all there is: what the file says of existing things is not added to it.
  const facts = bridge && !read.isWhole ? factsOf(bridge) : undefined;
  const own = bridge && read.isWhole ? withPartsOf(read, bridge) : read;
  const graph = facts ? facts.graph(own) : own;
  const built = buildTopology(graph);
  const topology = facts ? facts.topology(built, graph) : built;
  const granted = bridge ? [...takenForGranted(topology, bridge), ...grantedOfScripts(topology, graph, bridge)] : [];
  const walker = new Walker(topology);
  return { graph, topology, walker, source, granted, ...(bridge && { bridge }) };
}
