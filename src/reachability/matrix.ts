import { areBothOutside, decide } from "./ask";
import { classesOf } from "./endpoint-classes";
import { type Endpoint, endpointsOf, flowOf, type Service } from "./endpoints";
import { type Flow, type Receiver, type Sender } from "./ends";
import { tripsOf } from "./families";
import { ALL_PORTS, describePorts, describeProtocol, hasPorts, type PortSet } from "./packets";
import { type Verdict } from "./verdict";
import { PortCells } from "./port-cells";
import { type Journey, roundTrip } from "./round-trip";
import { portsOf } from "./shut-groups";
import { type Walker } from "./walker";

export interface MatrixEntry {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  /** "80", "1024-65535"; "any" when the protocol has no ports or every port is meant. */
  readonly ports: string;
  readonly verdict: Verdict;
}

export interface Matrix {
  readonly endpoints: readonly string[];
  readonly entries: readonly MatrixEntry[];
  readonly counts: Readonly<Record<Verdict, number>>;
}

/**
 * Who can open what to whom: every endpoint with every other, on the ports that it listens on.
 * Routes of one class (same route table, ACL, zone, groups) are walked once, and routes that more specific rules
 * tell apart never fall into one class, because a class has one route table.
 * @param isListed verdicts whose entries are wanted; what is left out is only counted, since there may be millions
 */
export function matrixOf(walker: Walker, isListed: (verdict: Verdict) => boolean = () => true): Matrix {
  const endpoints = endpointsOf(walker.topology);
  const classes = grouped(classesOf(walker.topology, endpoints));
  const entries: MatrixEntry[] = [];
  const counts: Record<Verdict, number> = { ALLOWED: 0, DENIED: 0, UNKNOWN: 0 };
  // A network of 500 endpoints has a quarter of a million pairs: what is said of each is put into words once.
  const receivers = endpoints.flatMap((to) => {
    const { receiver } = to;
    if (!receiver) return [];
    const services = to.services.map((service) => ({
      flow: flowOf(service),
      protocol: describeProtocol(service.protocol),
      ports: service.ports ? describePorts(service.ports) : "any",
      known: knownOf(classes.get(to)!, service),
    }));
    return [{ to, receiver, services, subnet: receiver.kind === "host" ? receiver.subnet : undefined }];
  });
  for (const from of endpoints) {
    const { sender } = from;
    if (!sender) continue;
    const own = classes.get(from)!;
    const subnet = sender.kind === "host" ? sender.subnet : undefined;
    for (const { to, receiver, services, subnet: other } of receivers) {
      if (from === to || areBothOutside(sender, receiver)) continue;
      const isSameSubnet = subnet !== undefined && subnet === other;
      let verdictOn: ReturnType<typeof asker> | undefined;
      for (const { flow, protocol, ports, known } of services) {
        const verdicts = known[isSameSubnet ? 1 : 0];
        const verdict = (verdicts[own.id] ??= (verdictOn ??= asker(walker, sender, to, receiver))(flow));
        counts[verdict]++;
        if (isListed(verdict)) entries.push({ from: from.address, to: to.address, protocol, ports, verdict });
      }
    }
  }
  return { endpoints: endpoints.map((one) => one.address), entries, counts };
}

/** Services of one protocol above which their ports are walked all at once. */
export const FEW_SERVICES = 3;

/** Walks made at most once, however many services are asked about. */
function remembered<T>(make: (flow: Flow) => T): (flow: Flow) => T {
  const known = new Map<number, T>();
  return (flow) => {
    if (!known.has(flow.protocol)) known.set(flow.protocol, make(flow));
    return known.get(flow.protocol)!;
  };
}

const ALL = ({ protocol }: Flow): Flow => ({ protocol, ports: ALL_PORTS });

/** Whether one walk with all ports is worth it for this receiver. */
function isWide({ services }: Endpoint, { protocol }: Flow): boolean {
  return hasPorts(protocol) && services.filter((one) => one.protocol === protocol).length > FEW_SERVICES;
}

/**
 * The verdict on each of a receiver's services as far as a walk for nothing but the verdict tells it for certain, with
 * many services one walk for all of them; undefined where `decide` has to look closer.
 */
export function sureVerdicts(walker: Walker, from: Sender, to: Endpoint, receiver: Receiver) {
  // What is denied may still pass by a way from the internet that is not judged.
  const isPlain = walker.topology.waysIn.length === 0;
  if (!isPlain || from.kind === "unknown" || (from.kind === "host" && from.nat)) return () => undefined;
  if (receiver.kind !== "host" && receiver.kind !== "internet") return () => undefined;
  const cellsOf = (flow: Flow): readonly (PortCells | undefined)[] =>
    tripsOf({ from, to: receiver, flow }).map((trip) =>
      "note" in trip ? undefined : new PortCells(roundTrip(walker, trip, "verdict")),
    );
  const wide = remembered((flow) => (isWide(to, flow) ? cellsOf(ALL(flow)) : undefined));
  return (flow: Flow): Verdict | undefined => sureOf(wide(flow) ?? cellsOf(flow), portsOf(flow));
}

/** Over one family is enough, and what none takes is denied. */
function sureOf(families: readonly (PortCells | undefined)[], ports: PortSet): Verdict | undefined {
  const verdicts = families.map((cells) => cells?.verdictOn(ports));
  if (verdicts.includes("ALLOWED")) return "ALLOWED";
  return verdicts.includes(undefined) ? undefined : "DENIED";
}

/** Asks about each of a receiver's services; with many of them one walk tells of all ports, as far as it is needed. */
function asker(walker: Walker, from: Sender, to: Endpoint, receiver: Receiver): (flow: Flow) => Verdict {
  const sure = sureVerdicts(walker, from, to, receiver);
  const wide = remembered((flow): readonly Journey[] | undefined => {
    if (from.kind === "unknown" || (from.kind === "host" && from.nat)) return undefined;
    if (receiver.kind !== "host" && receiver.kind !== "internet") return undefined;
    if (!isWide(to, flow)) return undefined;
    const [trip] = tripsOf({ from, to: receiver, flow: { ...ALL(flow), family: "ipv4" } });
    return trip && !("note" in trip) ? roundTrip(walker, trip, false) : undefined;
  });
  return (flow) => {
    const known = sure(flow);
    if (known) return known;
    const wider = wide(flow);
    return decide(walker, { from, to: receiver, flow, ...(wider && { wider }) }, false).verdict;
  };
}

/** Verdicts on packets to a service, by the sender's class: from other subnets, and from the receiver's own. */
type Known = readonly [Verdict[], Verdict[]];

/** Endpoints that nothing tells apart. */
interface Class {
  readonly id: number;
  readonly known: Map<string, Known>;
}

function knownOf(receivers: Class, { protocol, ports }: Service): Known {
  const key = `${protocol}>${ports ? describePorts(ports) : "any"}`;
  const known = receivers.known.get(key) ?? [[], []];
  receivers.known.set(key, known);
  return known;
}

function grouped(keys: ReadonlyMap<Endpoint, string>): ReadonlyMap<Endpoint, Class> {
  const byKey = new Map<string, Class>();
  return new Map(
    [...keys].map(([endpoint, key]) => {
      const own = byKey.get(key) ?? { id: byKey.size, known: new Map<string, Known>() };
      byKey.set(key, own);
      return [endpoint, own] as const;
    }),
  );
}
