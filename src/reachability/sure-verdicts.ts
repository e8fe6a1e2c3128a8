import { type Family } from "../ip";
import { type OverFamily } from "./by-family";
import { type Endpoint } from "./endpoints";
import { type Flow, type Receiver, type Sender } from "./ends";
import { familyOfTrip, isOverNat64, tripsOf } from "./families";
import { ALL_PORTS, hasPorts } from "./packets";
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
    if (!known.has(flow.protocol)) known.set(flow.protocol, make(flow));
    return known.get(flow.protocol)!;
  };
}

export const onAllPorts = ({ protocol }: Flow): Flow => ({ protocol, ports: ALL_PORTS });

/** Whether one walk with all ports is worth it for this receiver. */
export function isWide({ services }: Endpoint, { protocol }: Flow): boolean {
  return hasPorts(protocol) && services.filter((one) => one.protocol === protocol).length > FEW_SERVICES;
}

/** What one of a question's trips comes to; no verdict where `decide` has to look closer. */
interface SureTrip extends Omit<OverFamily, "verdict"> {
  readonly verdict: Verdict | undefined;
}

/** Over one trip is enough, and what none takes is denied; undefined where `decide` has to look closer. */
export function sureOf(trips: readonly SureTrip[]): Verdict | undefined {
  if (trips.some(({ verdict }) => verdict === "ALLOWED")) return "ALLOWED";
  return trips.some(({ verdict }) => verdict === undefined) ? undefined : "DENIED";
}

/** The same of the trips over one family; empty where there is none. */
export function sureOver(family: Family, trips: readonly SureTrip[]): readonly OverFamily[] | undefined {
  const own = trips.filter((one) => one.family === family);
  if (own.length === 0) return [];
  const verdict = sureOf(own);
  if (verdict === undefined) return undefined;
  const working = own.find((one) => one.verdict === verdict);
  return [{ family, verdict, ...(working?.nat64 && { nat64: true }) }];
}

/**
 * The verdict over each trip to each of a receiver's services, as far as a walk for nothing but the verdict tells it for
 * certain, with many services one walk for all of them; nothing where `decide` has to look at each.
 */
export function sureTrips(
  walker: Walker,
  from: Sender,
  to: Endpoint,
  receiver: Receiver,
): ((flow: Flow) => readonly SureTrip[]) | undefined {
  // What is denied may still pass by a way from the internet that is not judged.
  const isPlain = walker.topology.waysIn.length === 0;
  if (!isPlain || from.kind === "unknown" || (from.kind === "host" && from.nat)) return undefined;
  if (receiver.kind !== "host" && receiver.kind !== "internet") return undefined;
  const cellsOf = (flow: Flow) =>
    tripsOf({ from, to: receiver, flow }).map((trip) => ({
      family: familyOfTrip(trip),
      ...(isOverNat64(trip) && { nat64: true as const }),
      cells: "note" in trip ? undefined : new PortCells(roundTrip(walker, trip, "verdict")),
    }));
  const wide = remembered((flow) =>
    isWide(to, flow) ? cellsOf({ ...onAllPorts(flow), ...(flow.family && { family: flow.family }) }) : undefined,
  );
  return (flow) =>
    (wide(flow) ?? cellsOf(flow)).map(({ cells, ...trip }) => ({ ...trip, verdict: cells?.verdictOn(portsOf(flow)) }));
}

/** The verdict on each of a receiver's services, over whichever family; undefined where `decide` has to look closer. */
export function sureVerdicts(walker: Walker, from: Sender, to: Endpoint, receiver: Receiver) {
  const trips = sureTrips(walker, from, to, receiver);
  return (flow: Flow): Verdict | undefined => trips && sureOf(trips(flow));
}
