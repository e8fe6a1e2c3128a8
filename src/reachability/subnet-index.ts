import { type Address, type AddressSet, compareAddresses } from "../ip";
import { type Subnet, type Vpc } from "../topology";
import { rangesOf } from "./families";

/** A subnet with its place in the VPC's list; `end` is the first address behind it. */
interface Placed {
  readonly subnet: Subnet;
  readonly order: number;
  readonly start: Address;
  readonly end: Address;
}

/** Sorted by first address; undefined where ranges overlap, so that an order of addresses tells nothing. */
interface Index {
  readonly count: number;
  readonly sorted: readonly Placed[] | undefined;
}

const INDEXES = new WeakMap<Vpc, Index>();

function indexOf(vpc: Vpc): Index {
  const known = INDEXES.get(vpc);
  // A topology is built step by step; once it is walked, subnets are not added any more.
  if (known?.count === vpc.subnets.length) return known;
  const placed = vpc.subnets.flatMap((subnet, order): Placed[] =>
    rangesOf(subnet).map(({ start, end }) => ({ subnet, order, start, end })),
  );
  const sorted = placed.sort((a, b) => compareAddresses(a.start, b.start));
  const isDisjoint = sorted.every((one, i) => i === 0 || sorted[i - 1]!.end <= one.start);
  const index = { count: vpc.subnets.length, sorted: isDisjoint ? sorted : undefined };
  INDEXES.set(vpc, index);
  return index;
}

/** The place of the first subnet that ends behind the address. */
function firstBehind(sorted: readonly Placed[], address: Address): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.end > address) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The VPC's subnets that may hold some of the addresses, in the VPC's order: so that hundreds of others cost nothing. */
export function subnetsFor(vpc: Vpc, addresses: AddressSet): readonly Subnet[] {
  const { sorted } = indexOf(vpc);
  if (!sorted) return vpc.subnets;
  const found = new Set<Placed>();
  for (const { start, end } of addresses)
    for (let i = firstBehind(sorted, start); i < sorted.length && sorted[i]!.start < end; i++) found.add(sorted[i]!);
  return found.size === 1
    ? [...found].map(({ subnet }) => subnet)
    : [...found].sort((a, b) => a.order - b.order).map(({ subnet }) => subnet);
}
