import { type Address, formatAddress } from "../ip";
import { type Dialect, inDialect, IPV6 } from "./dialects";
import { FIRST_MARK } from "./first-mark";
import { HOPS } from "./bare-frames";
import { listed, listing } from "./listing";
import { INTERNET_CABLE, INTERNET_SPACE, type Port } from "./places";
import { OPENING } from "./rulesets";
import { block } from "./space";

/** Only bare packets that are let in nowhere say this of themselves (see bare-frames). */
const isShutOut = ({ header }: Dialect): string => `${header} ecn ce`;

/** The guards of all bare packets. What answers one may have its ECN field, and is none. */
function bareGuards(dialect: Dialect): string[] {
  const asks = `${dialect.header} ecn ect1`;
  return [isShutOut(dialect), `${asks} ${OPENING}`, `${asks} ${dialect.icmp} type echo-request`];
}

/** The number of a bare packet, and what answers it: 32 bits, 8 bytes behind its IP header. */
const NUMBER = "@th,64,32";
/** More than there can be: a set that is full would hide arrivals. */
const MOST_ARRIVALS = 16_777_216;
const TABLE = "bare";

/** By which of its devices a packet is told: the one that it came by, or the one that it leaves by. */
type Device = "iif" | "oif";

function noting(device: Device): string[] {
  return block("set arrived", [`typeof meta ${device} . ${NUMBER}`, "flags dynamic", `size ${MOST_ARRIVALS}`]);
}

const noteLines = (dialect: Dialect, device: Device, where = ""): string[] =>
  bareGuards(dialect).map((guard) => `${where}${guard} update @arrived { meta ${device} . ${NUMBER} }`);

/** What is told of an answer: the interface that gets it, both addresses, and the number; of TCP both ports as well. */
const fromTo = ({ header }: Dialect, device: Device): string =>
  `meta ${device} . ${header} saddr . ${header} daddr . ${NUMBER}`;
const portsOf = (device: Device): string => `meta ${device} . tcp sport . tcp dport . ${NUMBER}`;

function answerSets(dialect: Dialect, device: Device): string[] {
  const options = ["flags dynamic", `size ${MOST_ARRIVALS}`];
  return [
    ...block("set answered", [`typeof ${fromTo(dialect, device)}`, ...options]),
    ...block("set ports", [`typeof ${portsOf(device)}`, ...options]),
  ];
}

/**
 * Notes what answers the packets that ask: a TCP handshake's second packet, and an echo's reply.
 * @param where it must have come
 */
function answerLines(dialect: Dialect, device: Device, where: string): string[] {
  const answered = `update @answered { ${fromTo(dialect, device)} }`;
  const ports = `update @ports { ${portsOf(device)} }`;
  return [
    `${where} tcp flags & (syn | ack) == (syn | ack) tcp dport >= ${FIRST_MARK} ${answered} ${ports}`,
    `${where} ${dialect.icmp} type echo-reply ${answered}`,
  ];
}

/** Counts what has just been sent by these devices: that none is lost on the way out. */
function sentLines(dialect: Dialect, devices: readonly string[]): string[] {
  if (devices.length === 0) return [];
  const hops = `${dialect === IPV6 ? "ip6 hoplimit" : "ip ttl"} ${HOPS}`;
  return bareGuards(dialect).map((guard) => `iifname { ${devices.join(", ")} } ${guard} ${hops} counter name sent`);
}

/** The doors of interfaces: what comes for themselves and does not ask has come to its end there. */
function doorLines(own: readonly Port[], dialect: Dialect): string[] {
  const bare = isShutOut(dialect);
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
 * Notes which bare packets come to the door of which interface, behind all filters, and lets in those that ask: nobody is to
 * answer the others. What an interface passes on goes on. What comes back to who has asked is noted too.
 * @param own a router's interfaces
 */
export function arrivalsOf(dialect: Dialect, own: readonly Port[]): string[] {
  const senders = own.filter(sendsBare).map(({ cable }) => `"${cable}"`);
  return block(`table ${dialect.header} ${TABLE}`, [
    ...noting("oif"),
    ...answerSets(dialect, "oif"),
    ...block("counter sent", []),
    ...block("chain enter", [
      "type filter hook prerouting priority raw; policy accept;",
      ...sentLines(dialect, senders),
    ]),
    ...block("chain deliver", [
      "type filter hook forward priority 10; policy accept;",
      ...noteLines(dialect, "oif"),
      ...(senders.length === 0 ? [] : answerLines(dialect, "oif", `oifname { ${senders.join(", ")} }`)),
      ...doorLines(own, dialect),
    ]),
  ]);
}

/** The same for what is out on the internet. */
export function arrivalsOutside(dialect: Dialect): string[] {
  return block(`table ${dialect.header} ${TABLE}`, [
    ...noting("iif"),
    ...answerSets(dialect, "iif"),
    ...block("counter sent", []),
    ...block("chain enter", [
      "type filter hook prerouting priority raw; policy accept;",
      ...sentLines(dialect, [`"${INTERNET_CABLE.read}"`]),
      ...answerLines(dialect, "iif", "fib daddr type local"),
      ...noteLines(dialect, "iif", "fib daddr type local "),
      `fib daddr type local ${isShutOut(dialect)} drop`,
    ]),
  ]);
}

interface Listed {
  readonly counter?: { readonly packets: number };
  readonly set?: {
    readonly name: string;
    readonly elem?: readonly { readonly concat: readonly (string | number)[] }[];
  };
}

/** What routers have noted of bare packets. */
export interface Arrivals {
  /** How many have left the hosts of a router, by its namespace. */
  readonly sent: ReadonlyMap<string, number>;
  /** The cables by which each came to somebody's door (and "internet"), by its number. */
  readonly cables: ReadonlyMap<number, readonly string[]>;
  /** What came back, each as a text (see {@link answerTexts}). */
  readonly answers: ReadonlySet<string>;
}

/** A bare packet that asks, as its answer tells it. */
interface AskingPacket {
  readonly source: Address;
  readonly destination: Address;
  /** Undefined for an echo. */
  readonly port?: number;
  readonly mark: number;
  readonly number: number;
}

/** What is noted of the answer to a packet that leaves by a cable (or the internet); all of it must be. */
export function answerTexts(cable: string, { source, destination, port, mark, number }: AskingPacket): string[] {
  const [from, to] = [formatAddress(destination), formatAddress(source)];
  if (port === undefined) return [`answered ${cable} ${from} ${to} ${number}`];
  // A handshake's second packet acknowledges the number of the first and its SYN (RFC 9293, 3.4).
  const acknowledged = number + 1;
  return [`answered ${cable} ${from} ${to} ${acknowledged}`, `ports ${cable} ${port} ${mark} ${acknowledged}`];
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
  const answers = new Set<string>();
  for (const { space, json } of listed(printed, MARK)) {
    const { nftables } = JSON.parse(json) as { readonly nftables: readonly Listed[] };
    // Whichever gateway it came by.
    const place = (device: string | number | undefined): string =>
      space === INTERNET_SPACE ? INTERNET_SPACE : String(device);
    for (const { counter, set } of nftables) {
      if (counter) sent.set(space, (sent.get(space) ?? 0) + counter.packets);
      for (const { concat } of set?.elem ?? []) {
        if (set?.name !== "arrived") {
          answers.add([set?.name, place(concat[0]), ...concat.slice(1)].join(" "));
          continue;
        }
        const [device, number] = concat as [string, number];
        const found = cables.get(number) ?? [];
        found.push(place(device));
        cables.set(number, found);
      }
    }
  }
  return { sent, cables, answers };
}
