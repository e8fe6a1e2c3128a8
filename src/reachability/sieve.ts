import { type AddressSet, ALL_ADDRESSES } from "../ip";
import { type Match } from "../topology";
import { hasPorts, type Packets, type Selection, split } from "./packets";
import { boundsOf, type Placed, RangeIndex } from "./range-index";

/** What selects packets: by protocol and ports, and by the addresses on one side. */
export type Hole = Omit<Selection, "side">;

/** A part of the packets with what it fell through. */
export interface Fallen<H extends Hole> {
  readonly packets: Packets;
  readonly hole: H;
}

/** Whether a hole can't take anything of the packets: told without cutting them up, since most holes of a filter can't. */
function misses({ match, addresses }: Hole, packets: Packets, side: "src" | "dst"): boolean {
  if (match.protocol !== "all" && match.protocol !== packets.protocol) return true;
  if (match.ports && hasPorts(packets.protocol)) {
    const { dstPorts } = packets;
    if (dstPorts.length === 0) return true;
    if (match.ports.to < dstPorts[0]!.start || match.ports.from >= dstPorts[dstPorts.length - 1]!.end) return true;
  }
  if (addresses === ALL_ADDRESSES) return false;
  const own = packets[side];
  if (own.length === 0 || addresses.length === 0) return true;
  return addresses[addresses.length - 1]!.end <= own[0]!.start || own[own.length - 1]!.end <= addresses[0]!.start;
}

/**
 * Drops packets through one hole after the other; each part falls through the first that takes it.
 * @returns what fell, in the order of the holes, and what none of them takes
 */
export function sift<H extends Hole>(
  pieces: readonly Packets[],
  side: "src" | "dst",
  holes: readonly H[],
): { fallen: Fallen<H>[]; rest: Packets[] } {
  const byHole: Packets[][] = [];
  const rest: Packets[] = [];
  // Each part goes on by itself from the hole that cut it off; the first of them first, so that their order stays.
  const open = [...pieces].reverse().map((packets) => ({ packets, next: 0 }));
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const { packets } = piece;
    let at = piece.next;
    for (; at < holes.length; at++) {
      const hole = holes[at]!;
      if (misses(hole, packets, side)) continue;
      const { hit, rest: left } = split(packets, { match: hole.match, side, addresses: hole.addresses });
      if (!hit) continue;
      (byHole[at] ??= []).push(hit);
      for (let i = left.length - 1; i >= 0; i--) open.push({ packets: left[i]!, next: at + 1 });
      break;
    }
    if (at === holes.length) rest.push(packets);
  }
  const fallen = byHole.flatMap((some, at) => some.map((packets) => ({ packets, hole: holes[at]! })));
  return { fallen, rest };
}

/** Fewer rules than this are looked through faster than looked up. */
const FEW_RULES = 8;

/** The rules of a filter by the addresses and ports that they are about: filters hold thousands of rules for others. */
export class RuleIndex {
  private readonly byAddress: RangeIndex;
  private readonly byPort: RangeIndex;
  /** Where the rules stand that may be about any address. */
  private readonly anywhere: readonly number[];

  /** @param rules addresses that are not certain are undefined */
  constructor(private readonly rules: readonly { readonly match: Match; readonly addresses?: AddressSet }[]) {
    const [addresses, ports, anywhere]: [Placed[], Placed[], number[]] = [[], [], []];
    rules.forEach(({ match, addresses: own }, place) => {
      if (own) for (const range of own) addresses.push({ ...boundsOf(range), place });
      else anywhere.push(place);
      ports.push({ start: match.ports?.from ?? 0, end: (match.ports?.to ?? 65535) + 1, place });
    });
    this.byAddress = new RangeIndex(addresses);
    this.byPort = new RangeIndex(ports);
    this.anywhere = anywhere;
  }

  /** Where the rules stand that may be about some of the packets, in their order. */
  near(packets: Packets, side: "src" | "dst"): readonly number[] {
    const [own, { dstPorts }] = [packets[side], packets];
    const [first, last] = [own[0], own[own.length - 1]];
    if (this.rules.length < FEW_RULES || !first || !last) return this.rules.map((_, place) => place);
    const places = new Set<number>();
    const [low, high] = [dstPorts[0]?.start ?? 0, dstPorts[dstPorts.length - 1]?.end ?? 65536];
    const { start, end } = boundsOf({ start: first.start, end: last.end });
    const atAddress = this.anywhere.length + this.byAddress.count(start, end);
    if (hasPorts(packets.protocol) && this.byPort.count(low, high) < atAddress) this.byPort.collect(low, high, places);
    else {
      for (const place of this.anywhere) places.add(place);
      this.byAddress.collect(start, end, places);
    }
    return [...places].sort((a, b) => a - b);
  }
}
