import { type PortSet } from "./packets";
import { type Journey } from "./round-trip";
import { type Verdict } from "./verdict";

/** How many journeys of each verdict are on the ports of one cell, as the difference to the cell before it. */
interface Border {
  readonly at: number;
  readonly difference: Record<Verdict, number>;
}

/** Where the ports of a walk's parts begin and end; between two borders all ports fare alike. */
function bordersOf(journeys: readonly Journey[]): Border[] {
  const borders = new Map<number, Border>();
  const add = (at: number, verdict: Verdict, by: number): void => {
    const known = borders.get(at) ?? { at, difference: { ALLOWED: 0, DENIED: 0, UNKNOWN: 0 } };
    known.difference[verdict] += by;
    borders.set(at, known);
  };
  for (const { verdict, arrived } of journeys)
    for (const { start, end } of arrived.dstPorts) {
      add(start, verdict, 1);
      add(end, verdict, -1);
    }
  return [...borders.values()].sort((a, b) => a.at - b.at);
}

/**
 * The verdicts of a walk with all ports, by port. Where every part of the packets on some ports fares alike that is the
 * verdict on those ports; a receiver that listens on hundreds is told of each by two look-ups.
 */
export class PortCells {
  /** First port of each cell; the last cell lies behind all ports. */
  private readonly starts: readonly number[];
  /** How many cells before each one are in ALLOWED parts only, in DENIED ones only, and in none at all. */
  private readonly allowed: number[] = [0];
  private readonly denied: number[] = [0];
  private readonly empty: number[] = [0];

  constructor(journeys: readonly Journey[]) {
    const borders = bordersOf(journeys);
    this.starts = borders.map(({ at }) => at);
    const count: Record<Verdict, number> = { ALLOWED: 0, DENIED: 0, UNKNOWN: 0 };
    borders.forEach(({ difference }, i) => {
      for (const verdict of ["ALLOWED", "DENIED", "UNKNOWN"] as const) count[verdict] += difference[verdict];
      const isAllowed = count.ALLOWED > 0 && count.DENIED + count.UNKNOWN === 0;
      const isNone = count.ALLOWED + count.UNKNOWN === 0;
      this.allowed.push(this.allowed[i]! + Number(isAllowed));
      this.denied.push(this.denied[i]! + Number(isNone && count.DENIED > 0));
      this.empty.push(this.empty[i]! + Number(isNone && count.DENIED === 0));
    });
  }

  /**
   * The verdict on these ports where they need not be looked at any closer: all parts pass, or on some port all are
   * stopped. Undefined where some parts on a port pass and others don't, or where something isn't certain.
   */
  verdictOn(ports: PortSet): "ALLOWED" | "DENIED" | undefined {
    const [range] = ports;
    if (!range || ports.length > 1) return undefined;
    const [first, last] = [this.cellOf(range.start), this.cellOf(range.end - 1)];
    if (first < 0) return undefined;
    const cells = last - first + 1;
    if (this.allowed[last + 1]! - this.allowed[first]! === cells) return "ALLOWED";
    if (this.denied[last + 1]! - this.denied[first]! > 0) return "DENIED";
    return this.empty[last + 1]! - this.empty[first]! === cells ? "DENIED" : undefined;
  }

  private cellOf(port: number): number {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= port) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
