import { ICMP, ICMPV6, TCP, UDP } from "../reachability";
import { type Dialect, IPV4, IPV6 } from "./dialects";

/** Packets of one flow that an interface got, as nft counts them. */
export interface SeenFlow {
  /** IANA protocol number; NaN for one that nft has a name for and the lab has none. */
  readonly protocol: number;
  /** Only the first packets of TCP connections were counted. */
  readonly isOpening: boolean;
  /** As `formatAddress` writes them. */
  readonly source: string;
  readonly destination: string;
  /** Of protocols with ports. */
  readonly ports?: { readonly source: number; readonly destination: number };
  /** Identifier of an echo. */
  readonly identifier?: number;
  /** Of every other packet its length with the IP header, in bytes. */
  readonly length?: number;
  readonly packets: number;
}

/** What each interface got, by the cable that it hangs on (and "internet"). */
export type Counters = ReadonlyMap<string, readonly SeenFlow[]>;

/** What a set counts: flows by ports, first packets of connections, echoes by identifier, other packets by length. */
export type CounterKind = "ports" | "syn" | "echo" | "other";

/** Name of the nft set that counts one kind of flows of one interface; a cable has no underscore in its name. */
export function counterName(kind: CounterKind, cable: string): string {
  return `${kind}_${cable}`;
}

interface ListedSet {
  readonly set?: {
    readonly name: string;
    readonly table: string;
    readonly family: string;
    readonly elem?: readonly {
      readonly elem: {
        readonly val: { readonly concat: readonly (string | number)[] };
        readonly counter?: { readonly packets: number };
      };
    }[];
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

/** One element of a set; its parts come in the order of the set's key (see COUNTED in rulesets). */
function flowOf(
  { icmpNumber, uncounted }: Dialect,
  kind: string,
  concat: readonly (string | number)[],
  packets: number,
): SeenFlow {
  const [a = "", b = "", c = "", d = "", e = ""] = concat.map(String);
  switch (kind) {
    case "echo":
      return { protocol: icmpNumber, isOpening: false, source: a, destination: b, identifier: Number(c), packets };
    case "other":
      return {
        protocol: protocolOf(a),
        isOpening: false,
        source: b,
        destination: c,
        length: Number(d) + uncounted,
        packets,
      };
    default: {
      const ports = { source: Number(c), destination: Number(e) };
      return { protocol: protocolOf(a), isOpening: kind === "syn", source: b, destination: d, ports, packets };
    }
  }
}

/** Reads `nft -j list table ip seen`, or the same of IPv6. */
export function readCounters(json: string): Counters {
  const { nftables } = JSON.parse(json) as { readonly nftables: readonly ListedSet[] };
  const found = new Map<string, SeenFlow[]>();
  for (const { set } of nftables) {
    if (!set) continue;
    const [kind = "", cable = ""] = set.name.split("_");
    const flows = found.get(cable) ?? [];
    const dialect = set.family === IPV6.header ? IPV6 : IPV4;
    found.set(cable, flows);
    for (const { elem } of set.elem ?? [])
      flows.push(flowOf(dialect, kind, elem.val.concat, elem.counter?.packets ?? 0));
  }
  return found;
}

const MARK = "== ";

/** Prints the counters of routers, given by their namespaces, and of the internet, one after the other. */
export function counterScript(routers: Iterable<string>, dialects: readonly Dialect[]): string[] {
  return [...routers, "internet"].flatMap((router) =>
    dialects.flatMap(({ header }) => [
      `echo "${MARK}${router}"`,
      `nsenter --net=/run/netns/${router} nft -j list table ${header} seen`,
    ]),
  );
}

/** Reads what {@link counterScript} prints, whatever was printed before. */
export function readAllCounters(printed: string): Counters {
  const all = new Map<string, readonly SeenFlow[]>();
  for (const part of printed.split(`\n${MARK}`)) {
    const json = part.slice(part.indexOf("\n") + 1);
    if (json.trim().startsWith("{"))
      for (const [cable, flows] of readCounters(json)) all.set(cable, [...(all.get(cable) ?? []), ...flows]);
  }
  return all;
}
