import { matrixOf, Walker } from "../../../src/reachability";
import { type ResourceGraph } from "../../../src/terraform";
import { buildTopology } from "../../../src/topology";

/** The verdict of each pair of ends, protocol and port, by what they are called. */
export function verdictsIn(graph: ResourceGraph): ReadonlyMap<string, string> {
  const { entries } = matrixOf(new Walker(buildTopology(graph)));
  return new Map(
    entries.map(({ from, to, protocol, ports, verdict }) => [`${from} > ${to} ${protocol}/${ports}`, verdict]),
  );
}

/** What a plan says of all that the state after its apply decides. */
export interface Compared {
  readonly decided: number;
  readonly same: number;
  /** Decided by both, and not alike. */
  readonly otherwise: readonly string[];
  /** Decided by the state alone. */
  readonly left: readonly string[];
}

export function compared(plan: ResourceGraph, state: ResourceGraph): Compared {
  const [before, after] = [verdictsIn(plan), verdictsIn(state)];
  const decided = [...after].filter(([, verdict]) => verdict !== "UNKNOWN");
  const otherwise = [...after].flatMap(([pair, verdict]) => {
    const own = before.get(pair) ?? "UNKNOWN";
    return own === "UNKNOWN" || own === verdict ? [] : [`${pair}: ${own}, applied ${verdict}`];
  });
  const left = decided.filter(([pair, verdict]) => before.get(pair) !== verdict).map(([pair]) => pair);
  return { decided: decided.length, same: decided.length - left.length, otherwise, left };
}
