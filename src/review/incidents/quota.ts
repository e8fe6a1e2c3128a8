import { type Resource, type ResourceGraph } from "../../terraform";
import { isObject } from "../../terraform/value";
import { type Direction } from "../../topology";
import { itemsOf, textOf } from "./named";

/** Whose rules or routes a quota counts: a route table, or one direction of a security group. */
export interface Owner {
  readonly address: string;
  readonly direction?: Direction;
}

export interface Weight extends Owner {
  readonly weight: number;
}

/** How many rules or routes each owner has. */
export class Weights {
  private readonly known = new Map<string, Weight>();

  /** Of each owner the largest of several counts. */
  static largest(several: readonly Weights[]): Weights {
    const found = new Weights();
    for (const one of several.flatMap((weights) => weights.all()))
      if (one.weight > found.of(one)) found.known.set(keyOf(one), one);
    return found;
  }

  add(owner: Owner | undefined, weight: number): void {
    if (owner && weight > 0) this.known.set(keyOf(owner), { ...owner, weight: this.of(owner) + weight });
  }

  of(owner: Owner): number {
    return this.known.get(keyOf(owner))?.weight ?? 0;
  }

  all(): Weight[] {
    return [...this.known.values()];
  }
}

const keyOf = ({ address, direction }: Owner): string => JSON.stringify([address, direction]);

/** The owner of this address, where it is known which that is. */
export function ownerAt(address: string | undefined, direction?: Direction): Owner | undefined {
  return address === undefined ? undefined : { address, ...(direction && { direction }) };
}

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

/** Blocks of an argument that the input knows. */
export function blocksOf(graph: ResourceGraph, resource: Resource, name: string) {
  return (itemsOf(graph, resource.values[name]) ?? []).filter(isObject);
}

/** Owners that the plan takes above a quota: those that grow, and only if nobody is above it today, which shows that it was raised. */
export function overQuota(before: Weights, after: Weights, quota: number): Weight[] {
  const proved = Math.max(quota, ...before.all().map(({ weight }) => weight));
  return after.all().filter((one) => one.weight > proved && one.weight > before.of(one));
}
