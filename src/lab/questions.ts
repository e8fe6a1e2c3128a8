import { type Address, type Family, familyOf, formatAddress, ofFamily, setHas, setOfAddresses, setSize } from "../ip";
import {
  type AddressEnd,
  type Code,
  combined,
  describeProtocol,
  ECHO_REQUEST,
  type Flow,
  type HostEnd,
  ICMP,
  ICMPV6,
  ifLetPass,
  type InternetEnd,
  type Journey,
  portSet,
  type ReachStatement,
  type Receiver,
  roundTrip,
  type Sender,
  TCP,
  UDP,
  type Verdict,
  type Walker,
} from "../reachability";
import { sendsBare } from "./arrivals";
import { type ArrivesAs } from "./arriving-as";
import { isPort } from "./http-text";
import { dialectOf, dialectsOf, inDialect, IPV4, IPV6 } from "./dialects";
import { type LabNetwork } from "./lab-network";
import { machineOf } from "./machines";
import { portsOf, some } from "./places";
import { type ProbeEnd, type Probe } from "./probes";
import { hostText } from "./space";

/** What is expected of one probe, in the terms of what can be seen of packets. */
interface Expectation {
  /** The connection works, there and back. */
  readonly verdict: Verdict;
  /** The packet arrives, whatever becomes of the reply. */
  readonly arrival: Verdict;
}

/** What the proof says of one probe. */
export interface Prediction extends Expectation {
  /** What it says if all that inspects the packets lets them pass, as the lab does; undefined where that is no question. */
  readonly ifLetPass?: Expectation;
  /** With which addresses it arrives, where machines translate and the proof is sure. */
  readonly arrivesAs?: ArrivesAs;
  /** What makes it so, if it is not ALLOWED. */
  readonly cause?: Code | "AWS has a choice";
}

/** Something that packets are to show: a statement, or a pair of ends. */
export interface LabQuestion {
  readonly text: string;
  readonly probes: readonly Probe[];
}

/** SSH, beside what the network itself listens on: a port that nobody opened on purpose. */
const SSH = 22;
/** DNS, for datagrams. */
const DNS = 53;
/** So many addresses are spoofed for each pair. */
const SPOOFS = 2;

/** The ports that anything in the topology listens on. */
function listeningPorts(lab: LabNetwork): number[] {
  const { loadBalancers, targetGroups } = lab.topology;
  const ports = [
    ...loadBalancers.flatMap(({ listeners }) => listeners.flatMap(({ port }) => port ?? [])),
    ...targetGroups.flatMap((group) => [
      ...(group.port === undefined ? [] : [group.port]),
      ...group.targets.flatMap(({ port }) => port ?? []),
    ]),
  ];
  return [...new Set([...ports.filter(isPort), SSH])];
}

/** The ports that a receiver's security groups open; the first port stands for a range. */
function openedPorts(place: ProbeEnd): number[] {
  if (typeof place === "string") return [];
  const rules = (place.nic?.groups ?? []).flatMap(({ ingress }) => ingress);
  return rules.flatMap(({ match: { protocol, ports } }) =>
    protocol === TCP && ports && (isPort(ports.from) || ports.from === 0) ? ports.from : [],
  );
}

interface Point {
  readonly place: ProbeEnd;
  readonly ip: Address;
}

function pointsOf(lab: LabNetwork, end: Sender | Receiver): Point[] {
  switch (end.kind) {
    case "host":
      return portsOf(lab.places, end).flatMap(({ port, ips }) => ips.map((ip) => ({ place: port, ip })));
    case "internet":
      return lab.places.internetIps
        .filter((ip) => end.isAbstract || setHas(end.addresses, ip))
        .map((ip) => ({ place: "internet", ip }));
    case "address":
      return dialectsOf(lab.places.ports).flatMap(({ family }) =>
        some(ofFamily(end.addresses, family), 2).map((ip): Point => ({ place: "anywhere", ip })),
      );
    default:
      return [];
  }
}

/** What the sender has to write into the packet to mean the receiver. */
function destinationOf(from: ProbeEnd, to: Point): Address {
  if (from !== "internet" || typeof to.place === "string") return to.ip;
  return to.place.publicIps.get(to.ip) ?? to.ip;
}

/** A host that has the address itself sends nothing into the network. */
function isOwn(from: ProbeEnd, destination: Address): boolean {
  return typeof from !== "string" && from.ips.includes(destination);
}

/** What a flow is to an address. */
function flowsOf(flow: Flow, destination: Address, ports: readonly number[]): { protocol: number; port?: number }[] {
  const { protocol, port, family } = flow;
  if (family !== undefined && family !== familyOf(destination)) return [];
  // Of ICMP only echoes are sent here.
  if (protocol === ICMP && (flow.icmpType ?? ECHO_REQUEST) !== ECHO_REQUEST) return [];
  if (protocol === ICMP) return [{ protocol: dialectOf(destination).icmpNumber }];
  if (protocol !== TCP && protocol !== UDP) return [{ protocol }];
  if (flow.ports) return some(flow.ports, 2).map((one) => ({ protocol, port: one }));
  if (port !== undefined) return [{ protocol, port }];
  return (protocol === TCP ? ports : [DNS]).map((one) => ({ protocol, port: one }));
}

/** What every question to a lab asks about anew. */
interface Tempting {
  /** The ports that anything in the topology listens on. */
  readonly ports: readonly number[];
  /** Addresses that a sender could borrow to get past a filter, the best first: load balancers', NAT gateways', other hosts'. */
  readonly addresses: ReadonlyMap<Family, readonly Address[]>;
  /** The ports to try at each receiver, as far as it was asked about. */
  readonly tried: Map<ProbeEnd, readonly number[]>;
}

const TEMPTING = new WeakMap<LabNetwork, Tempting>();

function temptingIn(lab: LabNetwork): Tempting {
  const known = TEMPTING.get(lab);
  if (known) return known;
  const others = lab.places.ports.filter(({ kind, isStandIn }) => kind !== "attachment" && !isStandIn);
  const ranked = [...others].sort((a, b) => Number(b.kind !== "host") - Number(a.kind !== "host"));
  const ips = [...new Set(ranked.flatMap((port) => port.ips))];
  const addresses = new Map([IPV4, IPV6].map((dialect) => [dialect.family, inDialect(ips, dialect)] as const));
  const found = { ports: listeningPorts(lab), addresses, tried: new Map<ProbeEnd, readonly number[]>() };
  TEMPTING.set(lab, found);
  return found;
}

/** The ports that anything listens on, and those that the receiver opens. */
function portsToTry(lab: LabNetwork, place: ProbeEnd): readonly number[] {
  const { ports, tried } = temptingIn(lab);
  const known = tried.get(place);
  if (known) return known;
  const found = [...new Set([...ports, ...openedPorts(place)])];
  tried.set(place, found);
  return found;
}

function borrowed(lab: LabNetwork, from: ProbeEnd, destination: Address): Address[] {
  if (typeof from === "string" || !sendsBare(from) || from.nic?.sourceDestCheck === false) return [];
  const found: Address[] = [];
  for (const ip of temptingIn(lab).addresses.get(familyOf(destination)) ?? []) {
    if (from.ips.includes(ip) || ip === destination) continue;
    found.push(ip);
    if (found.length === SPOOFS) break;
  }
  return found;
}

/** Who is to send what to whom. */
interface Asked {
  readonly froms: readonly Point[];
  readonly tos: readonly Point[];
  readonly flows: readonly Flow[];
  /** Nothing may pass: then senders borrow addresses too. */
  readonly isForbidden: boolean;
}

/**
 * Probes of every sender to every receiver over TCP. Probes that each need a process of their own are not sent by every
 * pair, but spread over the pairs.
 */
export function probesBetween(lab: LabNetwork, { froms, tos, flows, isForbidden }: Asked): Probe[] {
  const { ports } = temptingIn(lab);
  const few = Math.max(1, Math.min(froms.length, tos.length));
  const [port = SSH] = ports;
  const opened = tos.map(({ place }) => portsToTry(lab, place));
  const probes: Probe[] = [];
  froms.forEach(({ place: from, ip: source }, i) =>
    tos.forEach((to, j) => {
      if (familyOf(source) !== familyOf(to.ip)) return;
      const destination = destinationOf(from, to);
      if (isOwn(from, destination)) return;
      const isChosen = i % few === j % few;
      for (const flow of flows)
        for (const one of flowsOf(flow, destination, opened[j]!))
          if (one.protocol === TCP || isChosen) probes.push({ from, source, to: to.place, destination, ...one });
      if (!isForbidden || !isChosen) return;
      for (const forged of borrowed(lab, from, destination))
        probes.push({ from, source: forged, to: to.place, destination, protocol: TCP, port, isSpoofed: true });
    }),
  );
  return probes;
}

/** The packets that show whether a statement holds. Of a subnet, some hosts; of a load balancer, nothing (see requests). */
export function questionOf(lab: LabNetwork, statement: ReachStatement): LabQuestion {
  const points = (ends: readonly (Sender | Receiver)[]): Point[] => ends.flatMap((end) => pointsOf(lab, end));
  const isForbidden = statement.expected === "DENIED";
  const { flows } = statement;
  const probes = probesBetween(lab, { froms: points(statement.from), tos: points(statement.to), flows, isForbidden });
  return { text: statement.text, probes };
}

function endOf(place: ProbeEnd, ip: Address, isPublic: boolean): HostEnd | InternetEnd | AddressEnd {
  if (place === "anywhere") return { kind: "address", addresses: setOfAddresses([ip]) };
  if (place === "internet") return { kind: "internet", addresses: setOfAddresses([ip]), isAbstract: false };
  const { subnet, nic, nat } = place;
  return {
    kind: "host",
    subnet,
    ...(nic && { nic }),
    ...(nat && { nat }),
    addresses: isPublic ? setOfAddresses(inDialect(place.ips, IPV4)) : setOfAddresses([ip]),
    isOneOf: false,
  };
}

/** Hosts answer on every port, load balancers' nodes only where they listen: elsewhere no answer says nothing. */
function isServed({ listens }: LabNetwork, { from, to, protocol, port }: Probe): boolean {
  // What a machine itself lets in, and hears of, its ruleset decides: that is not told apart here.
  if ([from, to].some((place) => typeof place !== "string" && machineOf(place.nic))) return false;
  if (typeof to === "string" || to.kind !== "node" || protocol === ICMP || protocol === ICMPV6) return true;
  return protocol === TCP && port !== undefined && listens.get(to.space)?.has(port) === true;
}

/**
 * What the proof says of this very probe.
 * @param mark its source port; an echo has none
 */
export function predict(lab: LabNetwork, walker: Walker, probe: Probe, mark: number): Prediction {
  if (probe.isSpoofed) return { verdict: "DENIED", arrival: "DENIED" };
  const { from, to, source, destination, protocol, port } = probe;
  const flow: Flow = {
    protocol,
    ...(port !== undefined && { port }),
    ...((protocol === TCP || protocol === UDP) && { sourcePorts: portSet(mark) }),
  };
  const sender = endOf(from, source, false);
  const receiver = endOf(to, destination, from === "internet" && familyOf(destination) === "ipv4");
  if (sender.kind === "address" || (sender.kind === "internet" && receiver.kind === "internet"))
    return { verdict: "UNKNOWN", arrival: "UNKNOWN" };
  const journeys = roundTrip(walker, { from: sender, to: receiver, flow }, false);
  // Where any host may have the address, the lab has none.
  if (to === "anywhere" && lab.places.isTranslated && journeys.some((one) => isVacant(lab, one)))
    return { verdict: "UNKNOWN", arrival: "UNKNOWN" };
  const isAnswering = isServed(lab, probe);
  const arrivesAs = lab.places.isTranslated ? arrivingAsOf(lab, journeys) : undefined;
  const says = { ...judged(journeys, isAnswering), ...(arrivesAs && { arrivesAs }) };
  const passing = journeys.map(ifLetPass);
  if (passing.every((one, i) => one === journeys[i])) return says;
  const { verdict, arrival } = judged(passing, isAnswering);
  return { ...says, ifLetPass: { verdict, arrival } };
}

/** Whether packets arrive at an address of a subnet that nobody in the lab has. */
function isVacant({ places }: LabNetwork, { at, arrived }: Journey): boolean {
  if (at?.kind !== "any-host") return false;
  return !places.ports.some(({ subnet, ips }) => subnet === at.subnet && ips.some((ip) => setHas(arrived.dst, ip)));
}

/** With which addresses all of a packet's journeys arrive, where that is but one pair. */
function arrivingAsOf({ places }: LabNetwork, journeys: readonly Journey[]): ArrivesAs | undefined {
  const [{ arrived, at, isDelivered } = {}, ...others] = journeys;
  const [source, destination] = [arrived?.src, arrived?.dst].map((set) =>
    set && setSize(set) === 1 ? set[0]!.start : undefined,
  );
  if (others.length > 0 || !isDelivered || source === undefined || destination === undefined) return undefined;
  const nic = at?.kind === "interface" ? at.nic : undefined;
  const cables = nic && places.ports.filter((port) => port.nic === nic).map(({ cable }) => cable);
  return { source, destination, ...(cables && { cables }) };
}

/** What packets of a lab are held against: there everything passes that a route leads to what inspects it. */
export function expectedOf(says: Prediction): Expectation {
  return says.ifLetPass ?? says;
}

/**
 * One packet's journeys differ where AWS has a choice: the port or address that a NAT gateway takes, the zone in which
 * packets from a zone without a subnet of the attachment arrive. The proof counts on the worst; the lab has one of them.
 */
function judged(journeys: readonly Journey[], isServed: boolean): Prediction {
  const isDoubted = (one: Journey): boolean => one.verdict === "UNKNOWN" || (one.isDelivered && one.isArrivalDoubted);
  const isOpen = journeys.some((one) => isDoubted(one) || one.isOneOf);
  const delivered = journeys.filter((one) => one.isDelivered && !isDoubted(one)).length;
  const arrival: Verdict =
    delivered === 0 ? (isOpen ? "UNKNOWN" : "DENIED") : delivered === journeys.length ? "ALLOWED" : "UNKNOWN";
  const worst = combined(journeys);
  const isMixed = new Set(journeys.map(({ verdict }) => verdict)).size > 1;
  const cause = isMixed ? "AWS has a choice" : journeys[0]?.explanations[0]?.code;
  const verdict = isServed && !isMixed ? worst : "UNKNOWN";
  return { ...(verdict !== "ALLOWED" && cause !== undefined && { cause }), verdict, arrival };
}

/** The first point of each family. */
function firstOfEach(points: readonly Point[]): Point[] {
  return points.filter(({ ip }, i) => points.findIndex((one) => familyOf(one.ip) === familyOf(ip)) === i);
}

/** Every host to every host on the ports that something listens on, and by ping: for networks without statements. */
export function allPairs(lab: LabNetwork, froms: readonly Sender[], tos: readonly Receiver[]): LabQuestion[] {
  const nameOf = (end: Sender | Receiver): string =>
    end.kind === "host" ? (end.nic ?? end.nat ?? end.subnet).address : end.kind === "internet" ? "internet" : "";
  const flows: readonly Flow[] = [{ protocol: TCP }, { protocol: ICMP }];
  return froms.flatMap((from) =>
    tos.flatMap((to) => {
      if (nameOf(from) === nameOf(to)) return [];
      const [froms, tos] = [firstOfEach(pointsOf(lab, from)), firstOfEach(pointsOf(lab, to))];
      const probes = probesBetween(lab, { froms, tos, flows, isForbidden: false });
      return probes.length === 0 ? [] : [{ text: `${nameOf(from)} -> ${nameOf(to)}`, probes }];
    }),
  );
}

export function describeProbe({ from, source, to, destination, protocol, port, isSpoofed }: Probe): string {
  const name = (place: ProbeEnd): string => (typeof place === "string" ? place : place.address);
  const at = port === undefined ? "" : `:${port}`;
  const forged = isSpoofed ? " with a forged source" : "";
  return `${describeProtocol(protocol)} ${formatAddress(source)} (${name(from)})${forged} -> ${port === undefined ? formatAddress(destination) : hostText(destination)}${at} (${name(to)})`;
}
