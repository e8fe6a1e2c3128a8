import { type BridgePlan } from "../../address-plan/bridge-plan";
import { type ResourceGraph } from "../../terraform";
import { isStatedIn } from "../stated";

/** A stack's graph without what the bridge's file states beside it: an account tells that better. */
export function withoutFileFacts(graph: ResourceGraph, plan: BridgePlan): ResourceGraph {
  return graph.with(graph.resources.filter((resource) => !isStatedIn(plan, resource)));
}
