import { formatAddress } from "../ip";
import { type Dialect, inDialect, IPV6 } from "./dialects";
import { HOPS } from "./bare-frames";
import { listed, listing } from "./listing";
import { INTERNET_SPACE, type Port } from "./places";
import { block } from "./space";

/** Only bare packets say this of themselves (see bare-frames). */
const isBare = ({ header }: Dialect): string => `${header} ecn ce`;
/** The number of a bare packet: 32 bits, 8 bytes behind its IP header. */
const NUMBER = "@th,64,32";
/** More than there can be: a set that is full would hide arrivals. */
const MOST_ARRIVALS = 16_777_216;
const TABLE = "bare";

function noting(device: "iif" | "oif"): string[] {
  return block("set arrived", [`typeof meta ${device} . ${NUMBER}`, "flags dynamic", `size ${MOST_ARRIVALS}`]);
}

const note = (dialect: Dialect, device: "iif" | "oif"): string =>
  `${isBare(dialect)} update @arrived { meta ${device} . ${NUMBER} }`;

/** The doors of interfaces: what comes for themselves has come to its end there. */
function doorLines(own: readonly Port[], dialect: Dialect): string[] {
  const bare = isBare(dialect);
  const ends = own.filter(({ kind }) => kind === "host" || kind === "node");
  const passing = ends.filter(({ nic }) => nic?.sourceDestCheck === false);
  const others = ends.filter((port) => !passing.includes(port)).map(({ cable }) => `"${cable}"`);
  return [
    ...(others.length > 0 ? [`oifname { ${others.join(", ")} } ${bare} drop`] : []),
    ...passing.flatMap(({ cable, ips }) => {
      const addresses = inDialect(ips, dialect).map(formatAddress);
      if (addresses.length === 0) return [];
      return [`oifname "${cable}" ${bare} ${dialect.header} daddr { ${addresses.join(", ")} } drop`];
    }),
  ];
}

/** Whether bare packets can be sent by an interface. */
export function sendsBare({ kind, ips }: Port): boolean {
  return (kind === "host" || kind === "node") && ips.length > 0;
}

/**
 * Notes which bare packets come to the door of which interface, behind all filters, and lets none in: nobody is to answer
 * them. What an interface passes on goes on.
 * @param own a router's interfaces
 */
export function arrivalsOf(dialect: Dialect, own: readonly Port[]): string[] {
  const senders = own.filter(sendsBare).map(({ cable }) => `"${cable}"`);
  const hops = `${dialect === IPV6 ? "ip6 hoplimit" : "ip ttl"} ${HOPS}`;
  const sent = `iifname { ${senders.join(", ")} } ${isBare(dialect)} ${hops} counter name sent`;
  return block(`table ${dialect.header} ${TABLE}`, [
    ...noting("oif"),
    // What has just been sent: that none is lost on the way out of its host.
    ...block("counter sent", []),
    ...block("chain enter", [
      "type filter hook prerouting priority raw; policy accept;",
      ...(senders.length > 0 ? [sent] : []),
    ]),
    ...block("chain deliver", [
      "type filter hook forward priority 10; policy accept;",
      note(dialect, "oif"),
      ...doorLines(own, dialect),
    ]),
  ]);
}

/** The same for what is out on the internet. */
export function arrivalsOutside(dialect: Dialect): string[] {
  return block(`table ${dialect.header} ${TABLE}`, [
    ...noting("iif"),
    ...block("chain enter", [
      "type filter hook prerouting priority raw; policy accept;",
      `fib daddr type local ${note(dialect, "iif")}`,
      `fib daddr type local ${isBare(dialect)} drop`,
    ]),
  ]);
}

interface Listed {
  readonly counter?: { readonly packets: number };
  readonly set?: { readonly elem?: readonly { readonly concat: readonly [string, number] }[] };
}

/** What routers have noted of bare packets. */
export interface Arrivals {
  /** How many have left the hosts of a router, by its namespace. */
  readonly sent: ReadonlyMap<string, number>;
  /** The cables by which each came to somebody's door (and "internet"), by its number. */
  readonly cables: ReadonlyMap<number, readonly string[]>;
}

const MARK = "-- arrived ";

/** Prints what routers, given by their namespaces, and the internet have noted. */
export function arrivalScript(routers: Iterable<string>, dialects: readonly Dialect[]): string[] {
  return listing([...routers, INTERNET_SPACE], dialects, { table: TABLE, mark: MARK });
}

/** Reads what {@link arrivalScript} prints, whatever was printed before. */
export function readArrivals(printed: string): Arrivals {
  const sent = new Map<string, number>();
  const cables = new Map<number, string[]>();
  for (const { space, json } of listed(printed, MARK)) {
    const { nftables } = JSON.parse(json) as { readonly nftables: readonly Listed[] };
    for (const { counter, set } of nftables) {
      if (counter) sent.set(space, (sent.get(space) ?? 0) + counter.packets);
      for (const { concat } of set?.elem ?? []) {
        const [device, number] = concat;
        const found = cables.get(number) ?? [];
        found.push(space === INTERNET_SPACE ? INTERNET_SPACE : device);
        cables.set(number, found);
      }
    }
  }
  return { sent, cables };
}
