import { type Numbers } from "./connections";
import { type Outer, type Unmatched } from "./pairing";
import { Spans } from "./seconds";

/** Without a partner, more of them than memory should hold is a sign that records are missing all over. */
const MOST_UNMATCHED = 200_000;
/** What a NAT gateway drops of a connection, or answers itself: resets after silence, repeated packets. */
const FEW_PACKETS = 5;

/** Of the others around, so many are tried. */
const MOST_TRIED = 60;

type Side = { readonly start: number; readonly numbers: Numbers };

function isSum(whole: Numbers, one: Numbers, other: Numbers): boolean {
  return whole.every((number, i) => number === one[i]! + other[i]!);
}

/** How much two numbers differ, for the nearest of several. */
function distance(one: Numbers, other: Numbers): number {
  return one.reduce((sum, number, i) => sum + Math.abs(number - other[i]!), 0);
}

function isNear(one: Numbers, other: Numbers): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= FEW_PACKETS + Math.max(a, b) / 10;
  return near(one[0], other[0]) && near(one[2], other[2]);
}

/** Times at which records of a connection must be missing, since nothing else explains what is there. */
export class MissingRecords {
  private readonly unmatched = new Map<string, { inner: Side[]; outer: Side[] }>();
  private readonly byWay = new Map<string, Spans>();
  private readonly byInterface = new Map<number, Spans>();
  private count = 0;

  constructor(private readonly skew: number) {}

  /** A connection that has no partner. */
  addUnmatched({ side, way, start, numbers }: Unmatched): void {
    if (++this.count > MOST_UNMATCHED) return this.addTo(way, start);
    const there = this.unmatched.get(way) ?? { inner: [], outer: [] };
    this.unmatched.set(way, there);
    there[side].push({ start, numbers });
  }

  /** A request that was answered, though the flow log of the NAT gateway has no connection for it. */
  addRequest(number: number, from: number): void {
    const there = this.byInterface.get(number) ?? new Spans();
    this.byInterface.set(number, there);
    there.add(from, from);
  }

  /** To be called when all that has no partner is there. */
  explain(): void {
    for (const [way, { inner, outer }] of this.unmatched) {
      for (const sides of [inner, outer]) sides.sort((one, other) => one.start - other.start);
      const used = new Set<Side>();
      this.takeNear(outer, inner, used);
      this.takeSums(outer, inner, used);
      this.takeSums(inner, outer, used);
      for (const one of [...inner, ...outer]) if (!used.has(one)) this.addTo(way, one.start);
    }
    this.unmatched.clear();
  }

  /** Whether records are missing that a connection could be mistaken for, or that could be mistaken for it. */
  nearTo({ number, protocol, server, serverPort, start, end }: Outer): boolean {
    const around = 2 * this.skew;
    const way = this.byWay.get(`${number} ${protocol} ${server} ${serverPort}`);
    if (way?.touch(start - around, start + around) === true) return true;
    return this.byInterface.get(number)?.touch(start - around, end + around) === true;
  }

  private addTo(way: string, start: number): void {
    const there = this.byWay.get(way) ?? new Spans();
    this.byWay.set(way, there);
    there.add(start, start);
  }

  private around(sides: readonly Side[], { start }: Side, used: ReadonlySet<Side>): Side[] {
    let low = 0;
    let high = sides.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sides[middle]!.start < start - this.skew) low = middle + 1;
      else high = middle;
    }
    const found: Side[] = [];
    for (let i = low; i < sides.length && sides[i]!.start <= start + this.skew && found.length < MOST_TRIED; i++)
      if (!used.has(sides[i]!)) found.push(sides[i]!);
    return found;
  }

  /** The two sides of one connection of which the NAT gateway dropped packets. */
  private takeNear(outers: readonly Side[], inners: readonly Side[], used: Set<Side>): void {
    for (const outer of outers) {
      const [inner] = this.around(inners, outer, used)
        .filter(({ numbers }) => isNear(numbers, outer.numbers))
        .sort((one, other) => distance(one.numbers, outer.numbers) - distance(other.numbers, outer.numbers));
      if (!inner) continue;
      used.add(outer);
      used.add(inner);
    }
  }

  /** A port that was taken twice within one interval: one record for two connections. */
  private takeSums(wholes: readonly Side[], parts: readonly Side[], used: Set<Side>): void {
    for (const whole of wholes) {
      if (used.has(whole)) continue;
      const around = this.around(parts, whole, used);
      const pair = around.flatMap((one, i) => {
        const other = around.slice(i + 1).find(({ numbers }) => isSum(whole.numbers, one.numbers, numbers));
        return other ? [[one, other]] : [];
      })[0];
      if (pair) for (const one of [whole, ...pair]) used.add(one);
    }
  }
}
