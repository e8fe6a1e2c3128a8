import { type AddressSet, after, compareAddresses, type Range } from "../ip";
import { type Subnet } from "../topology";
import { rangesOf } from "./families";

/** A range that subnets of one or several VPCs have, with these subnets; two ranges, where they are of both families. */
export interface Block {
  readonly ranges: AddressSet;
  readonly subnets: ReadonlySet<Subnet>;
}

/** What lies within a block: how far behind the start of which of its ranges. */
export interface Within {
  readonly block: Block;
  readonly range: Range;
}

const keyOf = ({ start, end }: Range): string => `${start}-${end}`;

/** Subnets by their ranges. A range in which another one lies is no block: what is there is not alike. */
export class Blocks {
  readonly all: readonly Block[];
  private readonly sorted: readonly Within[];

  constructor(subnets: readonly Subnet[]) {
    const own = new Set(innermost(subnets.flatMap(rangesOf)).map(keyOf));
    const blocks = new Map<string, Block>();
    for (const subnet of subnets) {
      const ranges = rangesOf(subnet);
      if (ranges.length === 0 || !ranges.every((range) => own.has(keyOf(range)))) continue;
      const joined = [
        { ranges, subnets: new Set([subnet]) },
        ...ranges.flatMap((range) => blocks.get(keyOf(range)) ?? []),
      ];
      const block = joinedBlock(joined);
      for (const range of block.ranges) blocks.set(keyOf(range), block);
    }
    this.all = [...new Set(blocks.values())];
    this.sorted = this.all
      .flatMap((block) => block.ranges.map((range) => ({ block, range })))
      .sort((one, other) => compareAddresses(one.range.start, other.range.start));
  }

  /** The block that holds all of the range. */
  around({ start, end }: Range): Within | undefined {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]!.range.end > start) high = middle;
      else low = middle + 1;
    }
    const found = this.sorted[low];
    return found && found.range.start <= start && end <= found.range.end ? found : undefined;
  }
}

/** Those in which no other one lies. Ranges of subnets are disjoint, equal, or one in the other. */
function innermost(ranges: readonly Range[]): Range[] {
  const sorted = [...new Map(ranges.map((range) => [keyOf(range), range])).values()].sort(
    (one, other) => compareAddresses(one.start, other.start) || compareAddresses(other.end, one.end),
  );
  return sorted.filter(({ end }, i) => {
    const next = sorted[i + 1];
    return !next || next.start >= end;
  });
}

function joinedBlock(blocks: readonly Block[]): Block {
  const ranges = new Map(blocks.flatMap((one) => one.ranges.map((range) => [keyOf(range), range] as const)));
  return {
    ranges: [...ranges.values()].sort((one, other) => compareAddresses(one.start, other.start)),
    subnets: new Set(blocks.flatMap((one) => [...one.subnets])),
  };
}

export function isSingle({ start, end }: Range): boolean {
  return after(start) === end;
}

/** Where a range lies in a block, whatever the block's own addresses are. */
export function placeIn({ block, range }: Within, { start, end }: Range): string {
  const distance = (from: Range["start"], to: Range["start"]): string =>
    typeof from === "bigint" && typeof to === "bigint" ? `${to - from}` : `${Number(to) - Number(from)}`;
  return `${block.ranges.indexOf(range)}+${distance(range.start, start)}+${distance(start, end)}`;
}
