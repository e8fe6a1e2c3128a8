import { ADDRESS_SPACE, type Ipv4 } from "../ipv4";
import { type Address, after, bitsOf, type Family } from "./address";
import { type Cidr, cidrAround, endOfCidr } from "./cidr";
import { IPV6_END, IPV6_START, type Ipv6 } from "./ipv6";

/** A run of addresses, or of ports; `end` is not included. */
export interface Range<T extends Address = Address> {
  readonly start: T;
  readonly end: T;
}

/** A set as ranges that are sorted, disjoint and not adjacent, so equal sets are equal lists. */
export type RangeSet<T extends Address> = readonly Range<T>[];

/** A set of addresses of both families; each range is of one. */
export type AddressSet = RangeSet<Address>;

export const ALL_IPV4: RangeSet<Ipv4> = [{ start: 0, end: ADDRESS_SPACE }];
export const ALL_IPV6: RangeSet<Ipv6> = [{ start: IPV6_START, end: IPV6_END }];
export const ALL_ADDRESSES: AddressSet = [...ALL_IPV4, ...ALL_IPV6];

function normalize<T extends Address>(ranges: readonly Range<T>[]): RangeSet<T> {
  const sorted = ranges
    .filter((range) => range.start < range.end)
    .sort((one, other) => (one.start < other.start ? -1 : one.start > other.start ? 1 : 0));
  const merged: { start: T; end: T }[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (!last || range.start > last.end) merged.push({ start: range.start, end: range.end });
    else if (range.end > last.end) last.end = range.end;
  }
  return merged;
}

/** The addresses of one block. */
export function setOfCidr<A extends Address>(block: Cidr<A>): RangeSet<A> {
  return [{ start: block.base, end: endOfCidr(block) }];
}

export function setOfCidrs<A extends Address>(blocks: readonly Cidr<A>[]): RangeSet<A> {
  return normalize(blocks.map((block) => ({ start: block.base, end: endOfCidr(block) })));
}

export function setOfAddresses<A extends Address>(addresses: readonly A[]): RangeSet<A> {
  return normalize(addresses.map((address) => ({ start: address, end: after(address) })));
}

export function union<T extends Address>(...sets: readonly RangeSet<T>[]): RangeSet<T> {
  return unionOf(sets);
}

/** The same of a list, which may be longer than what a function takes as arguments. */
export function unionOf<T extends Address>(sets: readonly RangeSet<T>[]): RangeSet<T> {
  return sets.length === 1 ? sets[0]! : normalize(sets.flat());
}

const NOTHING: RangeSet<never> = [];

/** The place of the first range that ends behind the address. */
function firstBehind<T extends Address>(set: RangeSet<T>, address: T): number {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle]!.end > address) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function intersect<T extends Address>(a: RangeSet<T>, b: RangeSet<T>): RangeSet<T> {
  // Most sets are one range, and a set that stays whole need not be made anew.
  if (a.length === 1 && b.length === 1) {
    const [left, right] = [a[0]!, b[0]!];
    if (left.start >= right.end || right.start >= left.end) return NOTHING;
    if (left.start >= right.start && left.end <= right.end) return a;
    if (right.start >= left.start && right.end <= left.end) return b;
  }
  const common: Range<T>[] = [];
  // A set of thousands is not gone through from its beginning where the other one is a small part of it.
  let i = b[0] ? firstBehind(a, b[0].start) : 0;
  let j = a[0] ? firstBehind(b, a[0].start) : 0;
  while (true) {
    const left = a[i];
    const right = b[j];
    if (!left || !right) return common;
    const start = left.start > right.start ? left.start : right.start;
    const end = left.end < right.end ? left.end : right.end;
    if (start < end) common.push({ start, end });
    if (left.end < right.end) i++;
    else j++;
  }
}

export function subtract<T extends Address>(a: RangeSet<T>, b: RangeSet<T>): RangeSet<T> {
  if (a.length === 1 && b.length === 1) {
    const [left, right] = [a[0]!, b[0]!];
    if (left.start >= right.end || right.start >= left.end) return a;
    if (left.start >= right.start && left.end <= right.end) return NOTHING;
  }
  const rest: Range<T>[] = [];
  for (const { start, end } of a) {
    let next = start;
    for (let i = firstBehind(b, start); i < b.length && b[i]!.start < end; i++) {
      const hole = b[i]!;
      if (hole.start > next) rest.push({ start: next, end: hole.start });
      next = hole.end;
    }
    if (next < end) rest.push({ start: next, end });
  }
  return rest;
}

/** Every address of both families that is not in the set. */
export function complement(set: AddressSet): AddressSet {
  return subtract(ALL_ADDRESSES, set);
}

/** The part of the set that is of one family: IPv4 comes first. */
export function ofFamily(set: AddressSet, family: Family): AddressSet {
  const [first, last] = [set[0], set[set.length - 1]];
  if (!first || !last || typeof first.start === typeof last.start)
    return familyOfSet(set) === family || !first ? set : NOTHING;
  const parts = PARTS.get(set) ?? partsOf(set);
  PARTS.set(set, parts);
  return parts[family];
}

/** Some sets, as all addresses of the internet, are asked for by each walk. */
const PARTS = new WeakMap<AddressSet, Readonly<Record<Family, AddressSet>>>();

function partsOf(set: AddressSet): Readonly<Record<Family, AddressSet>> {
  const border = set.findIndex(({ start }) => typeof start === "bigint");
  return { ipv4: set.slice(0, border), ipv6: set.slice(border) };
}

/** The family of a set's first address; IPv4 for an empty one. */
export function familyOfSet(set: AddressSet): Family {
  return typeof set[0]?.start === "bigint" ? "ipv6" : "ipv4";
}

export function isEmptySet(set: RangeSet<Address>): boolean {
  return set.length === 0;
}

export function setHas(set: AddressSet, address: Address): boolean {
  const range = set[firstBehind(set, address)];
  return range !== undefined && range.start <= address;
}

export function setsEqual(a: AddressSet, b: AddressSet): boolean {
  return a.length === b.length && a.every((range, i) => range.start === b[i]?.start && range.end === b[i]?.end);
}

/** How many addresses a range holds; beyond 2^53 about as many. */
export function rangeSize({ start, end }: Range): number {
  return typeof start === "bigint" || typeof end === "bigint" ? Number(BigInt(end) - BigInt(start)) : end - start;
}

/** How many addresses the set holds; beyond 2^53 about as many. */
export function setSize(set: AddressSet): number {
  return set.reduce((sum, range) => sum + rangeSize(range), 0);
}

/** The length of the largest block that begins at one address and ends before another. */
function widestAt(start: Address, end: Address): number {
  let length = bitsOf(start);
  while (length > 0) {
    const wider = cidrAround(start, length - 1);
    if (wider.base !== start || endOfCidr(wider) > end) break;
    length--;
  }
  return length;
}

/** The fewest CIDRs that hold exactly the addresses of the set, in order (RFC 4632, 3.1: aggregation without excess). */
export function toCidrs<A extends Address>(set: RangeSet<A>): Cidr<A>[] {
  const blocks: Cidr<A>[] = [];
  for (const { start, end } of set)
    for (let base = start; base < end; base = endOfCidr(blocks.at(-1)!))
      blocks.push({ base, length: widestAt(base, end) });
  return blocks;
}
