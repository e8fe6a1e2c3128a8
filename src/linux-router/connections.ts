import { type AddressSet, intersect, type RangeSet, setsEqual } from "../ip";
import { type Datagrams } from "./datagrams";
import { type Ends } from "./ruleset-model";

/** What one end of the packets of a connection becomes, and was. */
interface RewrittenSide {
  /** Each address becomes the one that lies so far behind it; undefined: any of `after`. */
  readonly shift?: number;
  readonly before: { readonly addresses: AddressSet; readonly ports: RangeSet<number> };
  readonly after: { readonly addresses: AddressSet; readonly ports: RangeSet<number> };
}

/** The rewrites of a connection, which its later packets and its answers get, too. */
export type Rewrites = { readonly [K in Ends]?: RewrittenSide };

const PORTS = { src: "srcPorts", dst: "dstPorts" } as const;

/** A set moved along the line of addresses. */
export function shifted(set: AddressSet, by: number): AddressSet {
  return set.map(({ start, end }) => ({ start: Number(start) + by, end: Number(end) + by }));
}

export function portsAt(packets: Datagrams, end: Ends): RangeSet<number> {
  return packets[PORTS[end]];
}

/** The packets with another socket at one end. */
export function withEnd(packets: Datagrams, end: Ends, addresses: AddressSet, ports: RangeSet<number>): Datagrams {
  return { ...packets, [end]: addresses, [PORTS[end]]: ports };
}

function isPortChanged({ before, after }: RewrittenSide): boolean {
  return !setsEqual(before.ports, after.ports);
}

/** As later packets of the connection are rewritten at this end. */
export function redone(packets: Datagrams, end: Ends, rewrites: Rewrites): Datagrams {
  const side = rewrites[end];
  if (!side) return packets;
  const addresses = side.shift === undefined ? side.after.addresses : shifted(packets[end], side.shift);
  return withEnd(packets, end, addresses, isPortChanged(side) ? side.after.ports : portsAt(packets, end));
}

/** As the packets were before; what answers them has the ends exchanged, so `at` says where the rewritten end stands. */
export function undone(packets: Datagrams, of: Ends, rewrites: Rewrites, at: Ends = of): Datagrams {
  const side = rewrites[of];
  if (!side) return packets;
  const { before, shift } = side;
  const addresses = shift === undefined ? before.addresses : intersect(shifted(packets[at], -shift), before.addresses);
  return withEnd(packets, at, addresses, isPortChanged(side) ? before.ports : portsAt(packets, at));
}
