import { ADDRESS_SPACE, type Ipv4 } from "./address";
import { type Cidr, cidrSize } from "./cidr";

/** A run of addresses, `end` not included; `end` may be ADDRESS_SPACE. */
export interface AddressRange {
  readonly start: Ipv4;
  readonly end: number;
}

/** A set of addresses as ranges that are sorted, disjoint and not adjacent, so equal sets are equal lists. */
export type AddressSet = readonly AddressRange[];

export const ALL_ADDRESSES: AddressSet = [{ start: 0, end: ADDRESS_SPACE }];

function normalize(ranges: readonly AddressRange[]): AddressSet {
  const sorted = ranges.filter((range) => range.start < range.end).sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

/** The addresses of one block. */
export function setOfCidr(cidr: Cidr): AddressSet {
  return [{ start: cidr.base, end: cidr.base + cidrSize(cidr) }];
}

export function setOfCidrs(cidrs: readonly Cidr[]): AddressSet {
  return normalize(cidrs.map((cidr) => ({ start: cidr.base, end: cidr.base + cidrSize(cidr) })));
}

export function setOfAddresses(addresses: readonly Ipv4[]): AddressSet {
  return normalize(addresses.map((address) => ({ start: address, end: address + 1 })));
}

export function union(...sets: readonly AddressSet[]): AddressSet {
  return unionOf(sets);
}

/** The same of a list, which may be longer than what a function takes as arguments. */
export function unionOf(sets: readonly AddressSet[]): AddressSet {
  return sets.length === 1 ? sets[0]! : normalize(sets.flat());
}

const NOTHING: AddressSet = [];

/** The place of the first range that ends behind the address. */
function firstBehind(set: AddressSet, address: number): number {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle]!.end > address) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function intersect(a: AddressSet, b: AddressSet): AddressSet {
  // Most sets are one range, and a set that stays whole need not be made anew.
  if (a.length === 1 && b.length === 1) {
    const [left, right] = [a[0]!, b[0]!];
    if (left.start >= right.end || right.start >= left.end) return NOTHING;
    if (left.start >= right.start && left.end <= right.end) return a;
    if (right.start >= left.start && right.end <= left.end) return b;
  }
  const common: AddressRange[] = [];
  // A set of thousands is not gone through from its beginning where the other one is a small part of it.
  let i = b[0] ? firstBehind(a, b[0].start) : 0;
  let j = a[0] ? firstBehind(b, a[0].start) : 0;
  while (true) {
    const left = a[i];
    const right = b[j];
    if (!left || !right) return common;
    const start = Math.max(left.start, right.start);
    const end = Math.min(left.end, right.end);
    if (start < end) common.push({ start, end });
    if (left.end < right.end) i++;
    else j++;
  }
}

export function complement(set: AddressSet): AddressSet {
  const gaps: AddressRange[] = [];
  let next = 0;
  for (const range of set) {
    if (next < range.start) gaps.push({ start: next, end: range.start });
    next = range.end;
  }
  if (next < ADDRESS_SPACE) gaps.push({ start: next, end: ADDRESS_SPACE });
  return gaps;
}

export function subtract(a: AddressSet, b: AddressSet): AddressSet {
  if (a.length === 1 && b.length === 1) {
    const [left, right] = [a[0]!, b[0]!];
    if (left.start >= right.end || right.start >= left.end) return a;
    if (left.start >= right.start && left.end <= right.end) return NOTHING;
  }
  return intersect(a, complement(b));
}

export function isEmptySet(set: AddressSet): boolean {
  return set.length === 0;
}

export function setHas(set: AddressSet, address: Ipv4): boolean {
  const range = set[firstBehind(set, address)];
  return range !== undefined && range.start <= address;
}

export function setsEqual(a: AddressSet, b: AddressSet): boolean {
  return a.length === b.length && a.every((range, i) => range.start === b[i]?.start && range.end === b[i]?.end);
}

/** How many addresses the set holds. */
export function setSize(set: AddressSet): number {
  return set.reduce((sum, range) => sum + range.end - range.start, 0);
}

/** The fewest CIDRs that hold exactly the addresses of the set, in order (RFC 4632, 3.1: aggregation without excess). */
export function toCidrs(set: AddressSet): Cidr[] {
  const cidrs: Cidr[] = [];
  for (const range of set) {
    let start = range.start;
    while (start < range.end) {
      let size = 1;
      let length = 32;
      while (length > 0 && start % (size * 2) === 0 && start + size * 2 <= range.end) {
        size *= 2;
        length--;
      }
      cidrs.push({ base: start, length });
      start += size;
    }
  }
  return cidrs;
}
