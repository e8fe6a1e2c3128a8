import { answer, type AskedQuestion } from "../../src/questions/asked";
import { Walker } from "../../src/reachability";
import { type Claim, type Question, readNetwork } from "../../src/judge";
import { type ResourceGraph, type TerraformKind } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { graphFrom } from "./networks";

/** Asks questions of Terraform's JSON as `overlap trace` does. */
export function asking(json: object, kind: TerraformKind) {
  const graph: ResourceGraph = graphFrom(json, kind);
  const topology = buildTopology(graph);
  const network = { graph, topology, walker: new Walker(topology), source: "test", granted: [] };
  return {
    topology,
    /** What toReach and not.toReach ask. */
    shows: (question: Question, claim: Claim) => readNetwork(json).shows(question, claim),
    answer: (from: string, to: string, more: Partial<AskedQuestion> = {}) => answer(network, { from, to, ...more }),
    verdict: (from: string, to: string, port?: number, more: Partial<AskedQuestion> = {}) =>
      answer(network, { from, to, ...(port !== undefined && { port }), ...more }).verdict,
  };
}

/** A configuration from its resources, `{ aws_vpc: { a: {...} } }`. */
export function asked(resource: object, rest: object = {}) {
  return asking({ resource, ...rest }, "synth");
}

export const INSTANCE = { ami: "ami-1", instance_type: "t3.micro" };
export const ALL_OUT = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
export const ALL_IN = { ...ALL_OUT };
