import { type Address, formatAddress } from "../ip";
import { ICMP, TCP, UDP } from "../reachability";
import { IPV4 } from "./dialects";
import { FIRST_MARK } from "./first-mark";
import { listed, listing } from "./listing";
import { OPENING } from "./rulesets";
import { block } from "./space";

const TABLE = "arrived_as";
const MARK = "-- arrived as ";
/** More than there can be: a set that is full would hide arrivals. */
const MOST = 16_777_216;

/** A probe as it comes to an interface's door: with addresses that may be others by now than its sender wrote. */
export interface SeenAs {
  readonly cable: string;
  readonly source: string;
  readonly destination: string;
}

/** Notes in a VPC's router which addresses what begins something has behind all filters: only where machines translate. */
export function arrivingAs(): string[] {
  const [ports, echoes] = ["ip protocol . ip saddr . th sport . ip daddr", "ip saddr . icmp id . ip daddr"] as const;
  const set = (name: string, key: string): string[] =>
    block(`set ${name}`, [`typeof meta oif . ${key}`, "flags dynamic", `size ${MOST}`]);
  return block(`table ip ${TABLE}`, [
    ...set("ports", ports),
    ...set("echoes", echoes),
    ...block("chain deliver", [
      "type filter hook forward priority 9; policy accept;",
      `${OPENING} tcp sport >= ${FIRST_MARK} update @ports { meta oif . ${ports} }`,
      `udp sport >= ${FIRST_MARK} update @ports { meta oif . ${ports} }`,
      `icmp type echo-request update @echoes { meta oif . ${echoes} }`,
    ]),
  ]);
}

interface Listed {
  readonly set?: {
    readonly name: string;
    readonly elem?: readonly { readonly concat: readonly (string | number)[] }[];
  };
}

/** Prints what routers, given by their namespaces, have noted. */
export function arrivingAsScript(routers: Iterable<string>): string[] {
  return listing(routers, [IPV4], { table: TABLE, mark: MARK });
}

/** What a probe is known by, whatever its addresses have become. */
function keyOf(protocol: number, mark: number): string {
  return `${protocol} ${mark}`;
}

/** Reads what {@link arrivingAsScript} prints: where packets of a protocol with a mark came, and as what. */
export function readArrivingAs(printed: string): (protocol: number, mark: number) => readonly SeenAs[] {
  const found = new Map<string, SeenAs[]>();
  const note = (key: string, [cable, source, destination]: readonly [unknown, unknown, unknown]): void => {
    const known = found.get(key) ?? [];
    found.set(key, known);
    known.push({ cable: String(cable), source: String(source), destination: String(destination) });
  };
  for (const { json } of listed(printed, MARK)) {
    const { nftables } = JSON.parse(json) as { readonly nftables: readonly Listed[] };
    for (const { set } of nftables)
      for (const { concat } of set?.elem ?? []) {
        if (set?.name === "echoes") note(keyOf(ICMP, Number(concat[2])), [concat[0], concat[1], concat[3]]);
        else {
          const [cable, protocol, source, mark, destination] = concat;
          note(keyOf(protocol === "udp" ? UDP : TCP, Number(mark)), [cable, source, destination]);
        }
      }
  }
  return (protocol, mark) => found.get(keyOf(protocol, mark)) ?? [];
}

/** What the proof says that a packet arrives as. */
export interface ArrivesAs {
  readonly source: Address;
  readonly destination: Address;
  /** The cables of whom it arrives at; undefined where any host of a subnet may be meant. */
  readonly cables?: readonly string[];
}

/** What both say where they differ; undefined where they don't, or nothing was seen. */
export function differently(
  says: ArrivesAs,
  seen: readonly SeenAs[],
): { readonly said: string; readonly did: string } | undefined {
  const [source, destination] = [formatAddress(says.source), formatAddress(says.destination)];
  const isSame = (one: SeenAs): boolean =>
    one.source === source && one.destination === destination && (says.cables?.includes(one.cable) ?? true);
  if (seen.length === 0 || seen.some(isSame)) return undefined;
  const text = (one: Omit<SeenAs, "cable">): string => `${one.source} -> ${one.destination}`;
  return { said: text({ source, destination }), did: seen.map(text).join(", ") };
}
