import { type Topology } from "../topology";
import { type NewNames } from "./renamed-graph";

type Visit = (value: unknown) => void;

function renamedSet(set: Set<unknown>, names: NewNames): void {
  const items = [...set].map((item) => (typeof item === "string" ? (names.get(item) ?? item) : item));
  set.clear();
  items.forEach((item) => set.add(item));
}

/**
 * Gives things of a topology other addresses, wherever they stand in it: those that it has no resource of, so that the graph
 * could not name them. The topology is changed, and nobody else may have it.
 */
export function renameInTopology(topology: Topology, names: NewNames): void {
  if (names.size === 0) return;
  const seen = new Set<object>([topology.secrets]);
  const left: unknown[] = [topology];
  const visit: Visit = (value) => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof Set) renamedSet(value, names);
    const { address } = value as { readonly address?: unknown };
    const name = typeof address === "string" ? names.get(address) : undefined;
    if (name !== undefined) Object.assign(value, { address: name });
    left.push(...(value instanceof Set ? value : Object.values(value)));
  };
  while (left.length > 0) visit(left.pop());
}
