import { type PlannedTraffic } from "../../address-plan/appliance/appliance-plan";
import { ALL_IPV4, type AddressSet, isEmptySet, setsEqual, subtract, unionOf } from "../../ip";
import { type Datagrams, type LinuxRouter, type Outcome, walkMiddle } from "../../linux-router";
import {
  ALL_PORTS,
  type Evaluation,
  evaluationOf,
  type Explanation,
  fault,
  type PortSet,
  portSet,
  type Statement,
  TCP,
} from "../../reachability";
import { type HostRouter, type Nic, type Note } from "../../topology";
import { fact } from "../statement-parts";
import { describeAll, portsOf } from "./allowed-traffic";
import { type ApplianceFound, type FoundAppliance, type MappedPart, offsetOf } from "./appliance-found";

/** Whoever opens a connection does it from one of these (VPC user guide, ephemeral ports). */
const OPENERS_PORTS: PortSet = portSet(1024, 65535);

const overTcp = (traffic: readonly PlannedTraffic[]) => traffic.filter(({ protocol }) => protocol === "tcp");
const portsOfAll = (traffic: readonly PlannedTraffic[]): PortSet => unionOf(overTcp(traffic).map(portsOf));

/** What a group that admits some traffic must admit besides, so that connections which it doesn't know go on. */
export function goingOn(
  found: ApplianceFound,
  opened: readonly PlannedTraffic[],
  admitted: readonly PlannedTraffic[],
): PlannedTraffic[] {
  if (!resumes(found) || overTcp(opened).length === 0) return [];
  if (isEmptySet(subtract(OPENERS_PORTS, portsOfAll(admitted)))) return [];
  return [{ protocol: "tcp", ports: [{ from: 1024, to: 65535 }] }];
}

function resumes({ plan }: ApplianceFound): boolean {
  return plan.config.appliance?.resume === true;
}

/** What the asked side sends of connections that an appliance has not seen begin, and where it comes in. */
interface Answers {
  readonly asked: readonly MappedPart[];
  readonly opener: readonly MappedPart[];
  /** What the openers may open, and what the asked side may open itself. */
  readonly opened: readonly PlannedTraffic[];
  readonly own: readonly PlannedTraffic[];
  readonly enters: Nic;
  readonly leaves: Nic;
}

type Forwarded = Extract<Outcome, { readonly kind: "forwarded" }>;

function moved(set: AddressSet, by: number): AddressSet {
  return set.map(({ start, end }) => ({ start: Number(start) + by, end: Number(end) + by }));
}

/** Each answer leaves towards its opener, with the twins at both ends. */
function passes(router: LinuxRouter, host: HostRouter, answers: Answers): Explanation[] {
  const { asked, opener, opened, enters, leaves } = answers;
  const deviceOf = (nic: Nic): number => host.interfaces.find((one) => one.nic === nic)?.device ?? -1;
  return asked.flatMap((from) =>
    opener.flatMap((to) => {
      const sent: Datagrams = {
        ...{ src: from.real, dst: to.virtual, protocol: TCP },
        ...{ srcPorts: portsOfAll(opened), dstPorts: OPENERS_PORTS },
      };
      const wanted = { src: from.virtual, dst: moved(to.virtual, offsetOf(to.pair)) };
      const outcomes = walkMiddle(router, deviceOf(enters), sent);
      const good = outcomes.filter((one): one is Forwarded => one.kind === "forwarded");
      const isWhole = good.length === outcomes.length && good.every(({ device }) => device === deviceOf(leaves));
      const have = (end: "src" | "dst") => unionOf(good.map(({ packets }) => packets[end]));
      if (isWhole && (["src", "dst"] as const).every((end) => setsEqual(have(end), wanted[end]))) return [];
      return [fault(host.scriptOf, "what runs over it does not go on over a new one that knows nothing of it")];
    }),
  );
}

/** What passes of all segments from the middle of a connection, beside those that answer, or belong to, what is listed. */
function others(found: ApplianceFound, router: LinuxRouter, device: number, { opened, own }: Answers): Outcome[] {
  const any = { src: ALL_IPV4, dst: ALL_IPV4, protocol: TCP, srcPorts: ALL_PORTS, dstPorts: ALL_PORTS };
  const isListed = ({ packets: { srcPorts, dstPorts } }: Outcome): boolean => {
    const isOwn = isEmptySet(subtract(dstPorts, portsOfAll(own)));
    const isAnswer =
      isEmptySet(subtract(srcPorts, portsOfAll(opened))) && isEmptySet(subtract(dstPorts, OPENERS_PORTS));
    return isOwn || (resumes(found) && isAnswer);
  };
  const passing = walkMiddle(router, device, any).filter(({ kind }) => kind === "forwarded" || kind === "undecided");
  return passing.filter((one) => !isListed(one));
}

/** What comes in at each of the interfaces. */
function answersAt(found: ApplianceFound, { inner, outer }: FoundAppliance): Answers[] {
  if (!inner || !outer) return [];
  const { appliance, clients, webs } = found;
  const { clientToWeb, webToClient } = appliance;
  return [
    { asked: webs, opener: clients, opened: clientToWeb, own: webToClient, enters: outer, leaves: inner },
    { asked: clients, opener: webs, opened: webToClient, own: clientToWeb, enters: inner, leaves: outer },
  ];
}

function judged(found: ApplianceFound): Evaluation {
  const faults: Explanation[] = [];
  const doubtful = new Set<string>();
  for (const answers of found.zones.flatMap((zone) => answersAt(found, zone))) {
    const { enters, opened } = answers;
    const host = enters.router;
    const device = host?.interfaces.find(({ nic }) => nic === enters)?.device;
    if (host?.reading.kind !== "read" || device === undefined) {
      doubtful.add(host?.scriptOf ?? enters.address);
      continue;
    }
    const { scriptOf, reading } = host;
    if (resumes(found) && overTcp(opened).length > 0) faults.push(...passes(reading.router, host, answers));
    const beside = others(found, reading.router, device, answers);
    if (beside.some(({ kind }) => kind === "undecided")) doubtful.add(scriptOf);
    if (beside.some(({ kind }) => kind === "forwarded"))
      faults.push(fault(scriptOf, "segments pass that belong to nothing that is listed"));
  }
  const reason = "what it does with packets is not known";
  const notes = [...doubtful].map((address): Note => ({ address, reason }));
  return evaluationOf(faults, notes);
}

/**
 * Running connections and a new appliance: what is let pass of those that it has not seen begin. It opens nothing, since
 * no SYN is among it; that none passes, other statements say.
 */
export function applianceResumption(found: ApplianceFound): Statement[] {
  const { clientToWeb, webToClient } = found.appliance;
  const running = [...overTcp(clientToWeb), ...overTcp(webToClient)];
  const text =
    resumes(found) && running.length > 0
      ? `running connections of ${describeAll(running)} go on over a new appliance: their answers pass, and no other segment of a connection that it has not seen begin`
      : "an appliance lets no answer pass of a connection that it has not seen begin";
  return [fact(text, () => judged(found))];
}
