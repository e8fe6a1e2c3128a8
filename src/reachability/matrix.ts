import { type Family } from "../ip";
import { areBothOutside, decide, type Decision } from "./ask";
import { FAMILIES, hasBothFamilies, type OverFamily, overFamily } from "./by-family";
import { classesOf } from "./endpoint-classes";
import { type Endpoint, flowOf, type Service } from "./endpoints";
import { type Flow, type Receiver, type Sender } from "./ends";
import { tripsOf } from "./families";
import { endsOver } from "./family-ends";
import { describePorts, describeProtocol } from "./packets";
import { type Verdict } from "./verdict";
import { type Journey, roundTrip } from "./round-trip";
import { portsOf } from "./shut-groups";
import { FEW_SERVICES, isWide, onAllPorts, remembered, sureOf, sureOver, sureTrips } from "./sure-verdicts";
import { type Walker } from "./walker";

export interface MatrixEntry {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  /** "80", "1024-65535"; "any" when the protocol has no ports or every port is meant. */
  readonly ports: string;
  readonly verdict: Verdict;
  /** What holds over each family, where the network may have both and none was asked for. */
  readonly families?: readonly OverFamily[];
}

export interface Matrix {
  readonly endpoints: readonly string[];
  readonly entries: readonly MatrixEntry[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Who has no address of the family that was asked for. */
  readonly withoutAddress: readonly string[];
}

/**
 * Who can open what to whom: every endpoint with every other, on the ports that it listens on.
 * Routes of one class (same route table, ACL, zone, groups) are walked once, and routes that more specific rules
 * tell apart never fall into one class, because a class has one route table.
 * @param isListed verdicts whose entries are wanted; what is left out is only counted, since there may be millions
 * @param family the only one that is asked about
 */
export function matrixOf(
  walker: Walker,
  isListed: (verdict: Verdict) => boolean = () => true,
  family?: Family,
): Matrix {
  const { endpoints, withoutAddress } = endsOver(walker.topology, family);
  const isParted = !family && hasBothFamilies(walker.topology);
  const classes = grouped(classesOf(walker.topology, endpoints));
  const entries: MatrixEntry[] = [];
  const counts: Record<Verdict, number> = { ALLOWED: 0, DENIED: 0, UNKNOWN: 0 };
  // A network of 500 endpoints has a quarter of a million pairs: what is said of each is put into words once.
  const receivers = endpoints.flatMap((to) => {
    const { receiver } = to;
    if (!receiver) return [];
    const services = to.services.map((service) => ({
      flow: family ? { ...flowOf(service), family } : flowOf(service),
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
      let asked: Asker | undefined;
      for (const { flow, protocol, ports, known } of services) {
        const all = known[isSameSubnet ? 1 : 0];
        const found = (all[own.id] ??= (asked ??= asker(walker, sender, to, receiver)).on(flow, isParted));
        counts[found.verdict]++;
        if (isListed(found.verdict)) entries.push({ from: from.address, to: to.address, protocol, ports, ...found });
      }
    }
  }
  return { endpoints: endpoints.map((one) => one.address), entries, counts, withoutAddress };
}

/** What is asked about each of a receiver's services; with many of them one walk tells of all ports, as far as it is needed. */
interface Asker {
  /** @param isParted what holds over each family is wanted too */
  readonly on: (flow: Flow, isParted: boolean) => Found;
}

function asker(walker: Walker, from: Sender, to: Endpoint, receiver: Receiver): Asker {
  const trips = sureTrips(walker, from, to, receiver);
  const wide = to.services.length > FEW_SERVICES ? remembered(walkedWide) : undefined;
  function walkedWide(flow: Flow): readonly Journey[] | undefined {
    if (from.kind === "unknown" || (from.kind === "host" && from.nat)) return undefined;
    if (receiver.kind !== "host" && receiver.kind !== "internet") return undefined;
    if (!isWide(to, flow)) return undefined;
    const [trip] = tripsOf({ from, to: receiver, flow: { ...onAllPorts(flow), family: "ipv4" } });
    return trip && !("note" in trip) ? roundTrip(walker, trip, false) : undefined;
  }
  const decided = (flow: Flow): Decision => {
    const wider = flow.family === "ipv6" ? undefined : wide?.(flow);
    return decide(walker, { from, to: receiver, flow, ...(wider && { wider }) }, false);
  };
  const on = (flow: Flow, isParted: boolean): Found => {
    const sure = trips?.(flow);
    const verdict = (sure && sureOf(sure, portsOf(flow))) ?? decided(flow).verdict;
    if (!isParted || verdict === "DENIED") return PLAIN[verdict];
    const over = (family: Family): readonly OverFamily[] =>
      (sure && sureOver(family, sure, portsOf(flow))) ??
      [overFamily(family, decided({ ...flow, family })) ?? []].flat();
    return { verdict, families: FAMILIES.flatMap(over) };
  };
  return { on };
}

/** What is said of a pair, or of many that nothing tells apart. */
type Found = Pick<MatrixEntry, "verdict" | "families">;

const PLAIN: Readonly<Record<Verdict, Found>> = {
  ALLOWED: { verdict: "ALLOWED" },
  DENIED: { verdict: "DENIED" },
  UNKNOWN: { verdict: "UNKNOWN" },
};

/** Verdicts on packets to a service, by the sender's class: from other subnets, and from the receiver's own. */
type Known = readonly [Found[], Found[]];

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
