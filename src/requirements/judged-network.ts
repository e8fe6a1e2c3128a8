import { type AddressPlan } from "../address-plan/plan";
import { Walker } from "../reachability";
import { type ResourceGraph } from "../terraform";
import { buildTopology, type Topology } from "../topology";
import { withAssumedTargets, withFacts, withWaysIn } from "./facts";
import { rolesIn } from "./found-roles";
import { type Granted, takenForGranted } from "./taken-for-granted";

/** A network to judge, and the bridge that it belongs to when one was named. */
export interface Network {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly walker: Walker;
  readonly bridge?: AddressPlan;
  /** What was read, for people. */
  readonly source: string;
  /** What is supposed of existing things, that neither the bridge file nor the input tells. */
  readonly granted: readonly Granted[];
}

/** The network of an input, with what the bridge's own file adds to it. */
export function networkIn(read: ResourceGraph, source: string, bridge: AddressPlan | undefined): Network {
  const graph = bridge ? withFacts(read, bridge) : read;
  const built = buildTopology(graph);
  const topology = bridge ? withWaysIn(withAssumedTargets(built, bridge, rolesIn(graph)), bridge) : built;
  const granted = bridge ? takenForGranted(topology, bridge) : [];
  const walker = new Walker(topology);
  return { graph, topology, walker, source, granted, ...(bridge && { bridge }) };
}
