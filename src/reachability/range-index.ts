import { type Range } from "../ip";

/**
 * The whole numbers between which a range lies. One of IPv6 takes up as much as its first 53 bits tell: a look-up may find
 * too many of them, and never too few.
 */
export function boundsOf({ start, end }: Range): { readonly start: number; readonly end: number } {
  if (typeof start !== "bigint" && typeof end !== "bigint") return { start, end };
  return { start: Number(BigInt(start) >> 76n), end: Number((BigInt(end) - 1n) >> 76n) + 1 };
}

/** A range that something at some place of a list is about; `end` is not included. */
export interface Placed {
  readonly start: number;
  readonly end: number;
  readonly place: number;
}

/** How many of the numbers, which are in order, are less than this one. */
function below(numbers: Float64Array, limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Finds the ranges that overlap one, without looking at the others: a binary tree over their starts that knows the furthest end. */
export class RangeIndex {
  private readonly sorted: readonly Placed[];
  /** `furthest[i]` is the furthest end below the node i; the leaves begin at `width`. */
  private readonly furthest: Float64Array;
  private readonly width: number;
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;

  constructor(ranges: readonly Placed[]) {
    this.sorted = [...ranges].sort((a, b) => a.start - b.start);
    this.starts = Float64Array.from(this.sorted, ({ start }) => start);
    this.ends = Float64Array.from(this.sorted, ({ end }) => end).sort();
    this.width = 1;
    while (this.width < this.sorted.length) this.width *= 2;
    this.furthest = new Float64Array(this.width * 2);
    this.sorted.forEach(({ end }, i) => (this.furthest[this.width + i] = end));
    for (let i = this.width - 1; i > 0; i--)
      this.furthest[i] = Math.max(this.furthest[i * 2]!, this.furthest[i * 2 + 1]!);
  }

  /** How many ranges overlap this one: those that begin before its end, without those that end before its start. */
  count(start: number, end: number): number {
    return Math.max(0, below(this.starts, end) - below(this.ends, start + 1));
  }

  /** Adds the places of all ranges that overlap this one. */
  collect(start: number, end: number, places: Set<number>): void {
    this.visit(1, 0, this.width, { start, end, places });
  }

  private visit(
    node: number,
    from: number,
    size: number,
    wanted: { readonly start: number; readonly end: number; readonly places: Set<number> },
  ): void {
    const first = this.sorted[from];
    if (!first || first.start >= wanted.end || this.furthest[node]! <= wanted.start) return;
    if (size === 1) {
      wanted.places.add(first.place);
      return;
    }
    const half = size / 2;
    this.visit(node * 2, from, half, wanted);
    this.visit(node * 2 + 1, from + half, half, wanted);
  }
}
