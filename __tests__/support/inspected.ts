import { answer } from "../../src/questions/asked";
import { Walker } from "../../src/reachability";
import { type ResourceGraph } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { graphFrom } from "./networks";

export type Resources = Record<string, Record<string, object>>;
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol?: string;
}

/** The verdict, and what it is for, each once. */
export function askGraph(graph: ResourceGraph, { protocol, port = 443, ...ends }: Question): string[] {
  const topology = buildTopology(graph);
  const question = { ...ends, ...(protocol !== "icmp" && { port }), ...(protocol !== undefined && { protocol }) };
  const walker = new Walker(topology);
  const found = answer({ graph, topology, walker, source: "test", granted: [] }, question);
  return [found.verdict, ...new Set(found.explanations.map(({ code, address }) => `${code} ${address}`))];
}

export function ask(resources: Resources, question: Question): string[] {
  return askGraph(graphFrom({ resource: resources }), question);
}

/** The resources without one of them, or without all of a type. */
export function without(resources: Resources, type: string, ...names: string[]): Resources {
  const rest = Object.entries(resources[type] ?? {}).filter(([name]) => !names.includes(name));
  return { ...resources, [type]: names.length === 0 ? {} : Object.fromEntries(rest) };
}

/** The resources with one of them changed. */
export function changed(resources: Resources, type: string, name: string, change: object): Resources {
  return { ...resources, [type]: { ...resources[type], [name]: { ...resources[type]?.[name], ...change } } };
}
