import { type Resource, type ResourceGraph } from "../../terraform";
import { isObject } from "../../terraform/value";
import { itemsOf, textOf } from "./named";

/** How many rules or routes each owner has, by its address and direction. */
export type Weights = Map<string, number>;

/** AWS counts a rule on a prefix list as so many as the list may hold (VPC user guide, managed prefix lists). */
export function weightOfList(graph: ResourceGraph, name: string | undefined): number {
  const list = graph.get(name ?? "");
  const most = list?.type === "aws_ec2_managed_prefix_list" ? Number(textOf(graph, list.values.max_entries)) : NaN;
  return Number.isFinite(most) && most > 0 ? most : 1;
}

/** The known entries of a list, or one entry where they aren't known. */
export function lengthOf(graph: ResourceGraph, resource: Resource | undefined, name: string): number {
  const value = resource?.values[name];
  if (value === undefined || value === null) return 0;
  return itemsOf(graph, value)?.length ?? 1;
}

export function add(weights: Weights, key: string | undefined, weight: number): void {
  if (key !== undefined && weight > 0) weights.set(key, (weights.get(key) ?? 0) + weight);
}

/** Blocks of an argument that the input knows. */
export function blocksOf(graph: ResourceGraph, resource: Resource, name: string) {
  return (itemsOf(graph, resource.values[name]) ?? []).filter(isObject);
}

/** Owners that the plan takes above a quota: those that grow, and only if nobody is above it today, which shows that it was raised. */
export function overQuota(before: Weights, after: Weights, quota: number): { key: string; weight: number }[] {
  const proved = Math.max(quota, ...before.values());
  return [...after]
    .filter(([key, weight]) => weight > proved && weight > (before.get(key) ?? 0))
    .map(([key, weight]) => ({ key, weight }));
}
