import { type Family } from "../ip";
import { type OverFamily } from "./by-family";
import { type Endpoint } from "./endpoints";
import { type Flow, type Receiver, type Sender } from "./ends";
import { familyOfTrip, isOverNat64, tripsOf } from "./families";
import { ALL_PORTS, hasPorts, type PortSet } from "./packets";
import { linkOf } from "./link-of";
import { PortCells } from "./port-cells";
import { roundTrip } from "./round-trip";
import { portsOf } from "./shut-groups";
import { type Verdict } from "./verdict";
import { type Walker } from "./walker";

/** Services of one protocol above which their ports are walked all at once. */
export const FEW_SERVICES = 3;

/** Walks made at most once, however many services are asked about. */
export function remembered<T>(make: (flow: Flow) => T): (flow: Flow) => T {
  const known = new Map<number, T>();
  return (flow) => {
    const found = known.get(flow.protocol);
    if (found !== undefined || known.has(flow.protocol)) return found!;
    const made = make(flow);
    known.set(flow.protocol, made);
    return made;
  };
}

export const onAllPorts = ({ protocol }: Flow): Flow => ({ protocol, ports: ALL_PORTS });

/** Whether one walk with all ports is worth it for this receiver. */
export function isWide({ services }: Endpoint, { protocol }: Flow): boolean {
  return hasPorts(protocol) && services.filter((one) => one.protocol === protocol).length > FEW_SERVICES;
}

/** One of a question's trips, walked. */
interface WalkedTrip extends Omit<OverFamily, "verdict"> {
  /** Undefined where something decides about it that is not known. */
  readonly cells: PortCells | undefined;
}

/**
 * Over one trip is enough, and what none takes is denied; undefined where `decide` has to look closer. A matrix asks this
 * of millions.
 */
export function sureOf(trips: readonly WalkedTrip[], ports: PortSet): Verdict | undefined {
  let isOpen = false;
  for (const { cells } of trips) {
    const verdict = cells?.verdictOn(ports);
    if (verdict === "ALLOWED") return verdict;
    isOpen ||= verdict === undefined;
  }
  return isOpen ? undefined : "DENIED";
}

/** The same of the trips over one family; empty where there is none. */
export function sureOver(
  family: Family,
  trips: readonly WalkedTrip[],
  ports: PortSet,
): readonly OverFamily[] | undefined {
  const own = trips.filter((one) => one.family === family);
  if (own.length === 0) return [];
  const verdict = sureOf(own, ports);
  if (verdict === undefined) return undefined;
  const working = own.find(({ cells }) => cells?.verdictOn(ports) === verdict);
  return [{ family, verdict, ...(working?.nat64 && { nat64: true }) }];
}

/**
 * The trips to each of a receiver's services, walked for nothing but the verdict, with many services once for all of them;
 * nothing where `decide` has to look at each.
 */
export function sureTrips(
  walker: Walker,
  from: Sender,
  to: Endpoint,
  receiver: Receiver,
): ((flow: Flow) => readonly WalkedTrip[]) | undefined {
  // What is denied may still pass by a way from the internet that is not judged.
  const isPlain = walker.topology.waysIn.length === 0;
  if (!isPlain || from.kind === "unknown" || (from.kind === "host" && from.nat)) return undefined;
  if (receiver.kind !== "host" && receiver.kind !== "internet") return undefined;
  // What becomes of packets behind an endpoint is no walk's.
  if ([from, receiver].some((end) => end.kind === "host" && linkOf(walker.topology, end.nic))) return undefined;
  const walked = (flow: Flow): readonly WalkedTrip[] =>
    tripsOf({ from, to: receiver, flow }).map((trip) => ({
      family: familyOfTrip(trip),
      ...(isOverNat64(trip) && { nat64: true as const }),
      cells: "note" in trip ? undefined : new PortCells(roundTrip(walker, trip, "verdict")),
    }));
  if (to.services.length <= FEW_SERVICES) return walked;
  const wide = remembered((flow) =>
    isWide(to, flow) ? walked({ ...onAllPorts(flow), ...(flow.family && { family: flow.family }) }) : undefined,
  );
  return (flow) => wide(flow) ?? walked(flow);
}

/** The verdict on each of a receiver's services, over whichever family; undefined where `decide` has to look closer. */
export function sureVerdicts(walker: Walker, from: Sender, to: Endpoint, receiver: Receiver) {
  const trips = sureTrips(walker, from, to, receiver);
  return (flow: Flow): Verdict | undefined => trips && sureOf(trips(flow), portsOf(flow));
}
