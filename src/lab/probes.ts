import { formatAddress, type Address } from "../ip";
import { ICMP, ICMPV6, TCP, UDP } from "../reachability";
import { type Counters, counterScript, readAllCounters, type SeenFlow } from "./counters";
import { type Dialect, dialectOf, dialectsOf, IPV4, IPV6 } from "./dialects";
import { type LabNetwork } from "./lab-network";
import { machineOf } from "./machines";
import { INTERNET_SPACE, type Port } from "./places";
import { inSpace } from "./setup";
import { FIRST_MARK } from "./first-mark";
import { ANSWERING_PORT } from "./host-spaces";
import { hostText } from "./space";
import { inTurnsWhole, saidBy } from "./turns";

/**
 * Where a probe starts or ends: an interface of the lab, the host out on the internet, or (as an end) wherever the
 * address leads to.
 */
export type ProbeEnd = Port | "internet" | "anywhere";

/** One packet to try, or one connection. */
export interface Probe {
  readonly from: ProbeEnd;
  readonly source: Address;
  readonly to: ProbeEnd;
  readonly destination: Address;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly port?: number;
  /** The source address is not the sender's own. */
  readonly isSpoofed?: boolean;
}

/** What became of a probe. */
export interface ProbeOutcome {
  /** The receiver's interface got it. */
  readonly isDelivered: boolean;
  /** The sender heard back. Never, for a protocol that nothing answers to. */
  readonly isAnswered: boolean;
}

/** How long a probe waits for its answer, in seconds. The lab's own round trips take less than 2 ms. */
const WAIT = 0.4;
/** So many hosts try at a time, each so many connections: more than that, and load balancers don't answer in time. */
const SENDERS = 32;
const AT_ONCE = 60;

/** A probe with what it is known by. */
export interface Numbered {
  readonly probe: Probe;
  /** Source port, or identifier of an echo. */
  readonly mark: number;
  /** The same for probes that are one packet, which is sent once. */
  readonly number: number;
}

function spaceOf(place: ProbeEnd): string {
  return typeof place === "string" ? place : place.space;
}

function curlLines({ probe, mark, number }: Numbered, wait: number): string[] {
  return [
    `url = "http://${hostText(probe.destination)}:${probe.port}/"`,
    `interface = "${formatAddress(probe.source)}"`,
    `local-port = ${mark}`,
    `connect-timeout = ${wait}`,
    `max-time = ${wait + 1}`,
    'output = "/dev/null"',
    // A connection that was made has taken some time.
    `write-out = "connected ${number} %{time_connect}\\n"`,
    "next",
  ];
}

function pingLine({ probe, mark, number }: Numbered, wait: number): string {
  const ping = `ping -n -c 1 -W ${wait} -e ${mark} -I ${formatAddress(probe.source)} ${formatAddress(probe.destination)}`;
  // ping takes an answer from anybody; a machine that the reply passes by has not put back who was asked.
  return `ping_said=$(${ping} 2> /dev/null) && case $ping_said in *DIFFERENT*) ;; *) echo "answered ${number}" ;; esac &`;
}

function versionOf({ destination }: Probe): 4 | 6 {
  return dialectOf(destination) === IPV6 ? 6 : 4;
}

function datagramLine(one: Numbered, wait: number): string {
  const { probe, mark, number } = one;
  const to = `${hostText(probe.destination)}:${probe.port}`;
  const options = `bind=${hostText(probe.source)}:${mark}`;
  return `[ "$(echo lab | timeout ${wait + 1} socat -t ${wait} - UDP${versionOf(probe)}:${to},${options} 2> /dev/null)" = lab ] && echo "answered ${number}" &`;
}

/** What has neither ports nor an identifier is told by its length: an IP header and so many bytes. */
function lengthOf({ mark }: Numbered): number {
  return 64 + ((mark - FIRST_MARK) % 1300);
}

function otherLine(one: Numbered): string {
  const { probe } = one;
  const bytes = lengthOf(one) - dialectOf(probe.destination).headerLength;
  return `head -c ${bytes} /dev/zero | socat -u - IP${versionOf(probe)}-SENDTO:${hostText(probe.destination)}:${probe.protocol},bind=${hostText(probe.source)} 2> /dev/null &`;
}

function isEcho({ protocol, destination }: Probe): boolean {
  return protocol === dialectOf(destination).icmpNumber;
}

/** The probes of one sender, as a script for its network namespace. */
function senderScript(space: string, probes: readonly Numbered[], wait: number): string[] {
  const tcp = probes.filter(({ probe }) => probe.protocol === TCP);
  const lines = [
    ...(tcp.length === 0
      ? []
      : [
          `curl -q -s -g --noproxy '*' -Z --parallel-immediate --parallel-max ${AT_ONCE} -K - > ${saidBy(`curl-${space}`)} 2> /dev/null <<'__curl__' &`,
          ...tcp.flatMap((one) => curlLines(one, wait)).slice(0, -1),
          "__curl__",
        ]),
    ...probes.filter(({ probe }) => isEcho(probe)).map((one) => pingLine(one, wait)),
    ...probes.filter(({ probe }) => probe.protocol === UDP).map((one) => datagramLine(one, wait)),
    ...probes.filter(({ probe }) => ![TCP, UDP].includes(probe.protocol) && !isEcho(probe)).map(otherLine),
    "wait",
  ];
  return inSpace(space, lines);
}

/** Hosts answer datagrams while probes run: servers for them, and the wait until each has its port. */
function echoServers(spaces: readonly string[], dialect: Dialect): string[] {
  const port = ANSWERING_PORT.toString(16).toUpperCase().padStart(4, "0");
  const [server, list] =
    dialect === IPV6
      ? [`UDP6-RECVFROM:${ANSWERING_PORT},ipv6only=1`, "udp6"]
      : [`UDP4-RECVFROM:${ANSWERING_PORT}`, "udp"];
  const anyone = "0".repeat(dialect.bits / 4);
  return [
    ...spaces.map(
      (space) => `nsenter --net=/run/netns/${space} socat ${server},fork EXEC:/bin/cat < /dev/null > /dev/null 2>&1 &`,
    ),
    ...spaces.flatMap((space) => [
      "tries=0",
      `until nsenter --net=/run/netns/${space} grep -q ' ${anyone}:${port} ' /proc/net/${list}; do`,
      "  tries=$((tries + 1))",
      `  [ $tries -lt 250 ] || { echo '${space} answers no datagrams' >&2; exit 1; }`,
      "  sleep 0.02",
      "done",
    ]),
  ];
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list) list.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** What an interface got that begins something, by what tells it: its address, and its port, identifier or length. */
type Known = ReadonlyMap<string, ReadonlySet<string>>;

function textOf({ protocol, destination, ports, identifier, length }: Omit<SeenFlow, "isOpening" | "packets">): string {
  const own = ports ? `${ports.source} ${ports.destination}` : (identifier ?? length);
  return `${protocol} ${destination} ${own}`;
}

/** @param isTranslated whether flows may have other addresses by now, so that they are known by their marks, too */
function knownBy(counters: Counters, isTranslated: boolean): Known {
  return new Map(
    [...counters].map(([place, flows]) => {
      const own = flows.filter((one) => one.isOpening);
      return [place, new Set([...own.map(textOf), ...(isTranslated ? own.map(markOf) : [])])];
    }),
  );
}

/** A flow by its mark alone. */
function markOf({
  protocol,
  ports,
  identifier,
  length,
}: Omit<SeenFlow, "isOpening" | "packets" | "destination">): string {
  return `${protocol} ${ports?.source ?? identifier ?? length}`;
}

/**
 * Whether to have come by a cable is to have arrived, of what is meant for whoever has an address: machines, attachments, NAT
 * gateways and all else pass it on unless it is their own. In a lab without machines every cable will do.
 */
export function isDoor(lab: LabNetwork, destination: Address): (cable: string) => boolean {
  const { ports, isTranslated } = lab.places;
  if (!isTranslated) return () => true;
  const doors = ports.filter(
    ({ kind, nic, ips }) => kind === "node" || (kind === "host" && !machineOf(nic)) || ips.includes(destination),
  );
  const cables = new Set([...doors.map(({ cable }) => cable), INTERNET_SPACE]);
  return (cable) => cables.has(cable);
}

/** What tells a probe at its receiver. A NAT gateway changes the source, but keeps the port where it can. */
function flowOf(one: Numbered, destination: string): string {
  const { probe, mark } = one;
  const { protocol, port = 0 } = probe;
  const common = { protocol, destination };
  if (protocol === TCP || protocol === UDP) return textOf({ ...common, ports: { source: mark, destination: port } });
  return textOf({
    ...common,
    ...([ICMP, ICMPV6].includes(protocol) ? { identifier: mark } : { length: lengthOf(one) }),
  });
}

/** Whether somebody is meant by an address that is not an own one, but translated on the way. */
function isByTwin(to: ProbeEnd, destination: Address): boolean {
  if (typeof to === "string") return false;
  return !to.ips.includes(destination) && ![...to.publicIps.values()].includes(destination);
}

/** Whether a probe has come through to whoever is meant, whatever machines have made of its addresses. */
function isThrough(lab: LabNetwork, one: Numbered, known: Known): boolean {
  const { to, protocol, destination } = one.probe;
  const isEnd = typeof to === "string" ? isDoor(lab, destination) : (cable: string) => cable === to.cable;
  const hasMark = [TCP, UDP, ICMP, ICMPV6].includes(protocol);
  const own = { protocol, identifier: hasMark ? one.mark : lengthOf(one) };
  return [...known].some(([place, flows]) => isEnd(place) && flows.has(markOf(own)));
}

function isDelivered(lab: LabNetwork, one: Numbered, known: Known): boolean {
  const { to, destination } = one.probe;
  if (lab.places.isTranslated && (to === "anywhere" || isByTwin(to, destination))) return isThrough(lab, one, known);
  const places = to === "anywhere" ? [...known.keys()] : [to === "internet" ? to : to.cable];
  // An internet gateway has put the private address in place of a public one.
  const inner =
    typeof to === "string" ? [] : [...to.publicIps].flatMap(([own, out]) => (out === destination ? own : []));
  const flows = [destination, ...inner].map((address) => flowOf(one, formatAddress(address)));
  return places.some((place) => flows.some((flow) => known.get(place)?.has(flow) === true));
}

/** The namespaces in which a datagram may be answered: behind a machine any host may be meant. */
function answeringTo({ places: { ports, isTranslated } }: LabNetwork, { to, destination }: Probe): string[] {
  if (to !== "anywhere") return [spaceOf(to)];
  const hosts = ports.filter(({ kind, nic }) => kind === "host" && !machineOf(nic));
  return hosts.filter(({ ips }) => isTranslated || ips.includes(destination)).map(({ space }) => space);
}

/** A script that tries the probes, one that lists what arrived, and how to read what both print. */
export interface Trial {
  readonly send: readonly string[];
  readonly list: readonly string[];
  readonly read: (printed: string) => ProbeOutcome[];
}

/** @param wait seconds to wait for an answer */
export function trial(lab: LabNetwork, numbered: readonly Numbered[], wait = WAIT): Trial {
  const once = [...new Map(numbered.map((one) => [one.number, one])).values()];
  const senders = groupBy(once, ({ probe }) => spaceOf(probe.from));
  const answering = (dialect: Dialect): string[] => {
    const asked = numbered.filter(
      ({ probe: { protocol, to, destination } }) =>
        protocol === UDP &&
        dialectOf(destination) === dialect &&
        (to === "internet" || to === "anywhere" || to.kind === "host"),
    );
    return [...new Set(asked.flatMap(({ probe }) => answeringTo(lab, probe)))];
  };
  const scripts = [...senders].map(([space, own]) => senderScript(space, own, wait));
  return {
    send: [
      ...[IPV4, IPV6].flatMap((dialect) => echoServers(answering(dialect), dialect)),
      // The echo servers never end, so only the senders are waited for.
      ...inTurnsWhole(scripts, SENDERS),
    ],
    list:
      numbered.length === 0
        ? []
        : counterScript([...lab.routers.values(), INTERNET_SPACE], dialectsOf(lab.places.ports)),
    read: (printed) => {
      const answered = new Set<number>();
      for (const [, number, time] of printed.matchAll(/^connected (\d+) ([\d.]+)$/gm))
        if (Number(time) > 0) answered.add(Number(number));
      for (const [, number] of printed.matchAll(/^answered (\d+)$/gm)) answered.add(Number(number));
      const known = knownBy(readAllCounters(printed), lab.places.isTranslated);
      return numbered.map((one) => ({
        isDelivered: isDelivered(lab, one, known),
        isAnswered: answered.has(one.number),
      }));
    },
  };
}
