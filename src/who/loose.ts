import { memberOf, MOST_CANDIDATES, type Candidate, type Outer } from "./pairing";

/** Connections for which candidates are looked for though nobody's numbers agree; of the others, none are listed. */
const MOST_LOOSE = 5000;

const wayOf = ({ number, protocol, server, serverPort }: Outer): string =>
  `${number} ${protocol} ${server} ${serverPort}`;

/** Clients' connections at the time of some that no client's numbers agree with: all that can be listed then. */
export class LooseCandidates {
  private readonly byWay = new Map<string, { outer: Outer; found: Candidate[] }[]>();
  private readonly byOuter = new Map<string, Candidate[]>();

  constructor(private readonly skew: number) {}

  private keyOf(outer: Outer): string {
    return `${wayOf(outer)} ${outer.address} ${outer.port} ${outer.start}`;
  }

  ask(outer: Outer): void {
    const key = this.keyOf(outer);
    if (this.byOuter.has(key) || this.byOuter.size >= MOST_LOOSE) return;
    const found: Candidate[] = [];
    this.byOuter.set(key, found);
    const way = wayOf(outer);
    this.byWay.set(way, [...(this.byWay.get(way) ?? []), { outer, found }]);
  }

  get isEmpty(): boolean {
    return this.byOuter.size === 0;
  }

  /** Looks through connections; see lineOfConnection. */
  look(lines: readonly string[]): void {
    for (const line of lines) {
      const asked = this.byWay.get(line.slice(0, line.indexOf("\t")));
      if (!asked) continue;
      const { side, address, port, start, end } = memberOf(line.slice(line.lastIndexOf("\t") + 1));
      if (side === "outer") continue;
      for (const { outer, found } of asked) {
        if (start > outer.end + this.skew || end < outer.start - this.skew) continue;
        found.push({ address, port, start, end, agrees: false });
        if (found.length > 4 * MOST_CANDIDATES) keepNearest(found, outer);
      }
    }
  }

  /** What was found for a connection, the nearest first. */
  of(outer: Outer): readonly Candidate[] {
    const found = this.byOuter.get(this.keyOf(outer)) ?? [];
    keepNearest(found, outer);
    return found;
  }
}

function keepNearest(found: Candidate[], { start, end }: Outer): void {
  const distance = (one: Candidate): number => Math.abs(one.start - start) + Math.abs(one.end - end);
  found.sort((one, other) => distance(one) - distance(other)).splice(MOST_CANDIDATES);
}
