import { ALL_ADDRESSES, familyOfSet, unionOf } from "../ip";
import { type AddressEnd, type Flow, type HostEnd, type InternetEnd, type OnPremisesEnd, type Trip } from "./ends";
import {
  ALL_PORTS,
  ECHO_REQUEST,
  GATEWAY_PORTS,
  hasPorts,
  HOST_PORTS,
  ICMP,
  ICMPV6_ECHO_REQUEST,
  isIcmp,
  minus,
  type Packets,
  PUBLIC_IPV4,
  portSet,
  TCP,
} from "./packets";
import { type HopList } from "./hops";
import { type Explanation, type Picked } from "./reasons";
import { fromInternet, fromOutside, standIn } from "./internet";
import { fromIpv6Internet } from "./ipv6-internet";
import { fromPremises } from "./from-premises";
import { asymmetric } from "./inspection";
import { forwardedOneWay } from "./through-router";
import { Replies } from "./replies";
import { send } from "./sending";
import { copyOf, type Goal, type Leaf, type ArrivalPoint, spotOf, START, withPick } from "./trail";
import { type Mode, Traffic } from "./traffic";
import { type Verdict } from "./verdict";
import { type Walker } from "./walker";

/** One part of the packets, there and back. */
export interface Journey {
  readonly verdict: Verdict;
  readonly forward: HopList | undefined;
  readonly return: HopList | undefined;
  readonly explanations: readonly Explanation[];
  /** Those that leave it open, whatever stops it for certain. */
  readonly doubts: readonly Explanation[];
  readonly isOneOf: boolean;
  readonly picks: readonly Picked[];
  /** The packets get there, whatever becomes of the reply. */
  readonly isDelivered: boolean;
  /** Whether they get there depends on something that is not known, although the reply may be stopped for certain. */
  readonly isArrivalDoubted: boolean;
  /** The packets as they arrived. */
  readonly arrived: Packets;
  readonly at?: ArrivalPoint;
}

/** The packets of a question, as they leave the sender. */
export function packetsOf(from: HostEnd | InternetEnd | OnPremisesEnd, dst: Packets["dst"], flow: Flow): Packets {
  const isGateway = from.kind === "internet" || (from.kind === "host" && from.nic?.kind === "load-balancer");
  const { protocol } = flow;
  return {
    src: from.addresses,
    dst,
    protocol,
    srcPorts: hasPorts(protocol) ? (flow.sourcePorts ?? (isGateway ? GATEWAY_PORTS : HOST_PORTS)) : ALL_PORTS,
    dstPorts: hasPorts(protocol)
      ? (flow.ports ?? (flow.port === undefined ? ALL_PORTS : portSet(flow.port)))
      : ALL_PORTS,
    ...(isIcmp(protocol) && { icmpType: flow.icmpType ?? (protocol === ICMP ? ECHO_REQUEST : ICMPV6_ECHO_REQUEST) }),
    ...(isIcmp(protocol) && flow.icmpCode !== undefined && { icmpCode: flow.icmpCode }),
  };
}

function goalOf(end: HostEnd | InternetEnd | OnPremisesEnd | AddressEnd): Goal {
  if (end.kind === "host") return spotOf(end);
  if (end.kind === "on-premises") return { kind: "on-premises", site: end.site };
  return { kind: end.kind === "internet" && end.isAbstract ? "internet" : "address" };
}

/** Whether to look for everything that stops the packets, for the first thing, or for no more than whether something does. */
export type Detail = boolean | "verdict";

/** Walks there and, from wherever the packets arrive, back to the sender. */
export function roundTrip(walker: Walker, trip: Trip, detail: Detail): Journey[] {
  const replies = new Replies(walker, trip.from, detail === "verdict");
  return walkThere(walker, trip, detail).flatMap((leaf) =>
    leaf.at ? withReplies(leaf, replies.to(leaf, leaf.at)) : [journey(leaf, undefined, false)],
  );
}

/** The way there of one part of the packets, with each reply to it. */
function withReplies({ packets, trail, at }: Leaf, replies: readonly Leaf[]): Journey[] {
  // When the answers part, nothing says which of the packets each part answers.
  const isParted = replies.length > 1 && trail.picks.length > 0;
  // What was stopped on its way there has no way back; the reply was only walked to find what else is wrong.
  const isStopped = trail.stops.length > 0;
  return replies.map((reply) => {
    const uneven = [...asymmetric(trail.inspectors, reply.trail.inspectors), ...forwardedOneWay(reply.trail)];
    const back = uneven.length === 0 ? reply.trail : { ...reply.trail, doubts: [...reply.trail.doubts, ...uneven] };
    const told = isParted ? withPick(back, "other") : back;
    const whole = { ...told, hops: trail.hops ?? reply.trail.hops };
    const merged: Leaf = { packets, trail: whole, ...(reply.at && at && { at }) };
    return journey(merged, isStopped ? undefined : reply.trail.hops, !isStopped, trail.doubts.length > 0);
  });
}

/** The way there alone: each part of the packets, and where it ends. */
export function walkThere(walker: Walker, { from, to, flow }: Trip, detail: Detail): Leaf[] {
  const toInternet = to.kind === "internet" && to.isAbstract;
  const explain = detail === true;
  const mode: Mode = { goal: goalOf(to), isReply: false, explain, toInternet, isBrief: detail === "verdict" };
  const picks: Picked[] = [];
  if (from.kind !== "internet" && from.isOneOf) picks.push("source");
  if ((to.kind === "host" || to.kind === "on-premises") && to.isOneOf) picks.push("destination");
  const sender = from.kind === "host" ? from.nic : undefined;
  const packets = packetsOf(from, to.addresses, flow);
  const traffic = new Traffic(walker, mode, packets, Object.assign(copyOf(START), { picks, sender }));
  if (from.kind === "host") return send(traffic, spotOf({ subnet: from.subnet, nic: from.nic }));
  if (from.kind === "on-premises") return fromPremises(traffic, from.site);
  const sent = traffic.step("comes-from-internet", "internet");
  if (to.kind !== "host") return fromOutside(sent);
  if (familyOfSet(to.addresses) === "ipv6") return fromIpv6Internet(sent, to.subnet.vpc);
  const host = to.nic ? { ...to.nic, nic: to.nic } : standIn(to.subnet, to.addresses);
  return fromInternet(sent.to(typeof host.publicIp === "string" ? PUBLIC_IPV4 : host.publicIp), host);
}

function journey(leaf: Leaf, back: HopList | undefined, isDelivered: boolean, isArrivalDoubted = false): Journey {
  const { trail } = leaf;
  const verdict: Verdict =
    trail.stops.length > 0 ? "DENIED" : trail.doubts.length > 0 ? "UNKNOWN" : leaf.at ? "ALLOWED" : "DENIED";
  const explanations = verdict === "UNKNOWN" ? trail.doubts : [...trail.stops, ...trail.doubts];
  return {
    verdict,
    forward: trail.hops,
    return: back,
    explanations,
    doubts: trail.doubts,
    isOneOf: trail.picks.length > 0,
    picks: trail.picks,
    isDelivered,
    isArrivalDoubted,
    arrived: leaf.packets,
    ...(leaf.at && { at: leaf.at }),
  };
}

/**
 * Parts of one question into one verdict: all must be allowed; where AWS picks an address, mixed parts decide only if
 * some packets are stopped whichever it picks.
 * @param isAnyPort one port that works is enough
 */
export function combined(journeys: readonly Journey[], isAnyPort = false): Verdict {
  const has = (verdict: Verdict): boolean => journeys.some((one) => one.verdict === verdict);
  if (journeys.length === 0) return "DENIED";
  if (!has("DENIED")) return has("UNKNOWN") ? "UNKNOWN" : "ALLOWED";
  if (!has("ALLOWED") && !has("UNKNOWN")) return "DENIED";
  return isDeniedAnyway(journeys, isAnyPort) ? "DENIED" : "UNKNOWN";
}

/** Whether some packets are stopped whatever AWS picks: those that are stopped have every address that it can pick. */
function isDeniedAnyway(journeys: readonly Journey[], isAnyPort: boolean): boolean {
  const picks = new Set(journeys.flatMap((one) => one.picks));
  if (picks.has("other")) return false;
  const denied = journeys.filter(({ verdict }) => verdict === "DENIED");
  // Only what AWS picks is left of the packets, and the port where each of them must be stopped on.
  const picked = ({ src, dst, dstPorts }: Pick<Packets, "src" | "dst" | "dstPorts">): Packets => ({
    src: picks.has("source") ? src : ALL_ADDRESSES,
    dst: picks.has("destination") ? dst : ALL_ADDRESSES,
    protocol: TCP,
    srcPorts: ALL_PORTS,
    dstPorts: isAnyPort ? dstPorts : ALL_PORTS,
  });
  const all = journeys.map(({ arrived }) => arrived);
  const whole = picked({
    src: unionOf(all.map(({ src }) => src)),
    dst: unionOf(all.map(({ dst }) => dst)),
    dstPorts: unionOf(all.map(({ dstPorts }) => dstPorts)),
  });
  const stopped = denied.map(({ arrived }) => picked(arrived));
  return minus(whole, stopped).length === 0;
}
