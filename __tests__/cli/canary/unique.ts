/** Values of resources by address, with ids as links, as a state has them. */
export type Network = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What is unique in a network: every range, address, number and text stands in it once, so that it tells where it comes
 * from. Two networks of different seeds have none in common.
 */
export class Unique {
  private count: number;

  constructor(private readonly seed: number) {
    this.count = seed * 4000;
  }

  /** A word that nothing else holds, whatever is done to the text around it. */
  text(): string {
    return `zq${++this.count}k`;
  }

  /** A name with what formats would escape. */
  name(): string {
    return `${this.text()} <&> "x" 'y' é`;
  }

  /** A port: those next to it are nobody's. */
  port(): number {
    return 40_000 + 3 * ++this.count;
  }

  /** A range of its own, far from all others; the seed is in its second byte. */
  range(): string {
    const at = ++this.count - this.seed * 4000;
    return `61.${this.seed * 64 + (at >> 6)}.${(at & 63) * 4}.0/24`;
  }

  address(): string {
    const at = ++this.count - this.seed * 4000;
    return `62.${this.seed * 64 + (at >> 6)}.${(at & 63) * 4}.77`;
  }

  range6(): string {
    return `2a05:d${this.seed}1c:${(++this.count).toString(16).padStart(4, "0")}::/56`;
  }
}

/** The octets that a network of this seed has its VPCs in. */
export const octet = (seed: number): number => 64 + seed * 16;
