import { ICMP, ICMPV6, TCP, UDP } from "../reachability";
import { type Dialect, IPV4, IPV6 } from "./dialects";
import { listed, listing } from "./listing";
import { INTERNET_SPACE } from "./places";

/** Packets of one flow that an interface got, as nft counts them. */
export interface SeenFlow {
  /** IANA protocol number; NaN for one that nft has a name for and the lab has none. */
  readonly protocol: number;
  /** Only packets that begin something were counted. */
  readonly isOpening: boolean;
  /** As `formatAddress` writes them; the source only where all packets of connections were counted. */
  readonly source?: string;
  readonly destination: string;
  /** Of protocols with ports. */
  readonly ports?: { readonly source: number; readonly destination: number };
  /** Identifier of an echo. */
  readonly identifier?: number;
  /** Of every other packet its length with the IP header, in bytes. */
  readonly length?: number;
  /** 0 where they were not counted. */
  readonly packets: number;
}

/** What each interface got, by the cable that it hangs on (and "internet"). */
export type Counters = ReadonlyMap<string, readonly SeenFlow[]>;

/** What a set counts: first packets of connections and datagrams, echoes by identifier, others by length; or all of TCP. */
export type CounterKind = "first" | "echo" | "other" | "ports";

/** The nft tables with the sets: of what probes are known by, and of all packets of connections. */
export const SEEN_TABLE = "seen";
export const HOPS_TABLE = "hops";

type Key = readonly (string | number)[];

/** An element of a set as nft lists it: with what was counted, or alone. */
type ListedElement =
  | { readonly concat: Key }
  | { readonly elem: { readonly val: { readonly concat: Key }; readonly counter?: { readonly packets: number } } };

interface ListedSet {
  readonly set?: {
    readonly name: string;
    readonly table: string;
    readonly family: string;
    readonly elem?: readonly ListedElement[];
  };
}

const PROTOCOLS: Readonly<Record<string, number>> = {
  tcp: TCP,
  udp: UDP,
  icmp: ICMP,
  "ipv6-icmp": ICMPV6,
  esp: 50,
  ah: 51,
  gre: 47,
};

function protocolOf(listed: string | undefined): number {
  return PROTOCOLS[listed ?? ""] ?? Number(listed);
}

/** One element of a set; its parts come in the order of the set's key, behind the device (see counting). */
function flowOf({ icmpNumber, uncounted }: Dialect, kind: string, concat: Key, packets: number): SeenFlow {
  const [a = "", b = "", c = "", d = ""] = concat.map(String);
  const common = { isOpening: kind !== "ports", packets };
  switch (kind) {
    case "echo":
      return { ...common, protocol: icmpNumber, destination: a, identifier: Number(b) };
    case "other":
      return { ...common, protocol: protocolOf(a), destination: b, length: Number(c) + uncounted };
    case "first": {
      const ports = { source: Number(b), destination: Number(d) };
      return { ...common, protocol: protocolOf(a), destination: c, ports };
    }
    default: {
      const ports = { source: Number(b), destination: Number(d) };
      return { ...common, protocol: TCP, source: a, destination: c, ports };
    }
  }
}

/** Reads `nft -j list table ip seen`, or another table of sets like these. */
export function readCounters(json: string): Counters {
  const { nftables } = JSON.parse(json) as { readonly nftables: readonly ListedSet[] };
  const found = new Map<string, SeenFlow[]>();
  for (const { set } of nftables) {
    if (!set) continue;
    const dialect = set.family === IPV6.header ? IPV6 : IPV4;
    for (const one of set.elem ?? []) {
      const [cable, ...key] = "elem" in one ? one.elem.val.concat : one.concat;
      const packets = "elem" in one ? one.elem.counter?.packets : undefined;
      const flows = found.get(String(cable)) ?? [];
      found.set(String(cable), flows);
      flows.push(flowOf(dialect, set.name, key, packets ?? 0));
    }
  }
  return found;
}

const MARK = "== ";

/** Prints the counters of routers, given by their namespaces, one after the other. */
export function counterScript(spaces: Iterable<string>, dialects: readonly Dialect[], table = SEEN_TABLE): string[] {
  return listing(spaces, dialects, { table, mark: MARK });
}

/** Reads what {@link counterScript} prints, whatever was printed before. */
export function readAllCounters(printed: string): Counters {
  const all = new Map<string, SeenFlow[]>();
  for (const { space, json } of listed(printed, MARK))
    for (const [cable, flows] of readCounters(json)) {
      const place = space === INTERNET_SPACE ? INTERNET_SPACE : cable;
      all.set(place, [...(all.get(place) ?? []), ...flows]);
    }
  return all;
}
