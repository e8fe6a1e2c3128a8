import { type Resource, type Value, withoutInstanceKey } from "../terraform";
import { type Arguments } from "./arguments";
import { doubtOf, firstDoubt } from "./doubts";
import { type NatGateway, type RouteTable, type RouteTarget, type Subnet } from "./model";

/**
 * Plans lose `count.index` and `each.key`: of `aws_subnet.a[count.index].id` only `aws_subnet.a` is left. What AWS
 * allows once only still says much: of as many associations as there are subnets, each subnet has one.
 */
export interface LostAssociation {
  readonly resource: Resource;
  /** The tables that it can name; empty when that isn't known either. */
  readonly tables: readonly RouteTable[];
  readonly candidates: readonly Subnet[];
}

/** Everything that a value can lead to, in a map by address; empty when something else could be meant. */
export function candidatesOf<T>(args: Arguments, value: Value | undefined, map: ReadonlyMap<string, T>): readonly T[] {
  const linked = args.link(value);
  return linked.kind === "unknown" ? linked.candidates.flatMap((one) => map.get(one.address) ?? []) : [];
}

/** The block that an instance is of. */
export function blockOf({ address }: Pick<Resource, "address">): string {
  return withoutInstanceKey(address);
}

function areSame<T>(lists: readonly (readonly T[])[]): boolean {
  const [first = []] = lists;
  return lists.every((list) => list.length === first.length && list.every((item, i) => item === first[i]));
}

/**
 * What as many instances of one block as there are things that they can name have between them: each of the things, once.
 * @returns undefined where that does not follow
 */
export function oneEach<T>(group: readonly { readonly candidates: readonly T[] }[]): readonly T[] | undefined {
  const lists = group.map(({ candidates }) => candidates);
  const [first = []] = lists;
  return first.length === lists.length && new Set(first).size === lists.length && areSame(lists) ? first : undefined;
}

/** A subnet takes one association only (EC2 API, AssociateRouteTable). */
export function associateGroup(
  group: readonly LostAssociation[],
  taken: ReadonlySet<Subnet>,
  all: Iterable<Subnet>,
): void {
  const candidates = (group[0]?.candidates ?? []).filter((subnet) => !taken.has(subnet));
  const isOneEach =
    candidates.length === group.length &&
    areSame(group.map((one) => one.candidates)) &&
    group.every(({ tables }) => tables.length > 0);
  const tables = [...new Set(group.flatMap((one) => one.tables))];
  const [only] = tables;
  if (isOneEach && only && tables.length === 1) {
    for (const subnet of candidates) subnet.table = only;
    return;
  }
  for (const { resource, candidates: own } of isOneEach ? group.slice(0, 1) : group) {
    const doubt = doubtOf(resource, "table", "which subnet it associates is not known");
    for (const subnet of own.length > 0 ? own : all)
      if (!taken.has(subnet)) {
        subnet.doubts.table.push(doubt);
        if (isOneEach) subnet.maybeTables = tables;
      }
  }
}

/** A NAT gateway, or each of the places where it may be. */
export function natTarget(gateway: NatGateway): RouteTarget {
  const note = firstDoubt(gateway, "subnet", "connectivity");
  const anyOf = gateway.maybe?.map((one) => ({ kind: "nat-gateway" as const, gateway: one }));
  return anyOf && note ? { kind: "unreadable", note, anyOf } : { kind: "nat-gateway", gateway };
}
