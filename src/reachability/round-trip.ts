import { ALL_ADDRESSES, unionOf } from "../ipv4/address-set";
import { type HostEnd, type InternetEnd, type AddressEnd, type Flow } from "./ends";
import {
  ALL_PORTS,
  ECHO_REQUEST,
  GATEWAY_PORTS,
  hasPorts,
  HOST_PORTS,
  ICMP,
  minus,
  type Packets,
  PUBLIC,
  portSet,
  reversed,
  TCP,
} from "./packets";
import { type Goal, type Leaf, type Place, type Rewrite, picking, START, step, type Trail } from "./trail";
import { type HopList } from "./hops";
import { type Picked, type Explanation } from "./reasons";
import { type Verdict } from "./verdict";
import { deliver } from "./delivery";
import { fromInternet, fromOutside, standIn } from "./internet";
import { type Mode } from "./steps";
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
  readonly at?: Place;
}

/** The packets of a question, as they leave the sender. */
export function packetsOf(from: HostEnd | InternetEnd, dst: Packets["dst"], flow: Flow): Packets {
  const isGateway = from.kind === "internet" || from.nic?.kind === "load-balancer";
  const { protocol } = flow;
  return {
    src: from.addresses,
    dst,
    protocol,
    srcPorts: hasPorts(protocol) ? (flow.sourcePorts ?? (isGateway ? GATEWAY_PORTS : HOST_PORTS)) : ALL_PORTS,
    dstPorts: hasPorts(protocol)
      ? (flow.ports ?? (flow.port === undefined ? ALL_PORTS : portSet(flow.port)))
      : ALL_PORTS,
    ...(protocol === ICMP && { icmpType: flow.icmpType ?? ECHO_REQUEST }),
    ...(protocol === ICMP && flow.icmpCode !== undefined && { icmpCode: flow.icmpCode }),
  };
}

function goalOf(end: HostEnd | InternetEnd | AddressEnd): Goal {
  if (end.kind !== "host") return { kind: end.kind === "internet" && end.isAbstract ? "internet" : "address" };
  return { kind: "host", subnet: end.subnet, ...(end.nic && { nic: end.nic }), ...(end.nat && { nat: end.nat }) };
}

/** Whether to look for everything that stops the packets, for the first thing, or for no more than whether something does. */
export type Detail = boolean | "verdict";

/** Walks there and, from wherever the packets arrive, back to the sender. */
export function roundTrip(
  walker: Walker,
  from: HostEnd | InternetEnd,
  to: HostEnd | InternetEnd | AddressEnd,
  flow: Flow,
  explain: Detail,
): Journey[] {
  return walkThere(walker, from, to, flow, explain).flatMap((leaf) =>
    leaf.at ? back(walker, from, leaf) : [journey(leaf, undefined, false)],
  );
}

/** The way there alone: each part of the packets, and where it ends. */
export function walkThere(
  walker: Walker,
  from: HostEnd | InternetEnd,
  to: HostEnd | InternetEnd | AddressEnd,
  flow: Flow,
  explain: Detail,
): Leaf[] {
  const toInternet = to.kind === "internet" && to.isAbstract;
  const mode: Mode = { goal: goalOf(to), isReply: false, explain: explain === true, toInternet };
  const packets = packetsOf(from, to.addresses, flow);
  const picks: Picked[] = [];
  if (from.kind === "host" && from.isOneOf) picks.push("source");
  if (to.kind === "host" && to.isOneOf) picks.push("destination");
  const sender = from.kind === "host" ? from.nic : undefined;
  const trail: Trail = { ...START, picks, sender, isBrief: explain === "verdict" };
  return start(walker, from, to, packets, trail, mode);
}

function start(
  walker: Walker,
  from: HostEnd | InternetEnd,
  to: HostEnd | InternetEnd | AddressEnd,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  if (from.kind === "host") return walker.send(from.subnet, from.nic, packets, trail, mode);
  const first = step(trail, { kind: "comes-from-internet", address: "internet", packets });
  if (to.kind !== "host") return fromOutside(walker, packets, first, mode);
  const host = to.nic ? { ...to.nic, nic: to.nic } : standIn(to.subnet, to.addresses);
  const dst = typeof host.publicIp === "string" ? PUBLIC : host.publicIp;
  return fromInternet(walker, host, { ...packets, dst }, first, mode);
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

/** The reply of one part, over its own routes, undoing each rewrite where it was made. */
function back(walker: Walker, from: HostEnd | InternetEnd, leaf: Leaf): Journey[] {
  const { trail, at } = leaf;
  const { stops, doubts, picks, isBrief } = trail;
  const fresh: Trail = { ...START, stops, doubts, picks, isBrief };
  const isCaught = from.kind === "host" && from.catchesReply === true && at?.kind === "host";
  const ended = isCaught
    ? walker.caughtReply(at.subnet, from.subnet, reversed(leaf.packets), fresh)
    : replies(walker, from, at!, reversed(leaf.packets), trail.rewrites, fresh);
  // Which of the packets a part of the answers belongs to is not told.
  const isParted = ended.length > 1 && trail.picks.length > 0;
  return ended.map((end) => {
    const merged: Leaf = {
      packets: leaf.packets,
      trail: { ...(isParted ? picking(end.trail, "other") : end.trail), hops: trail.hops ?? end.trail.hops },
      ...(end.at && { at: at! }),
    };
    // What was stopped on its way there has no way back; the reply was only walked to find what else is wrong.
    const isStopped = trail.stops.length > 0;
    return journey(merged, isStopped ? undefined : end.trail.hops, !isStopped, trail.doubts.length > 0);
  });
}

function originGoal(from: HostEnd | InternetEnd): Goal {
  return from.kind === "internet"
    ? { kind: "internet" }
    : { kind: "host", subnet: from.subnet, ...(from.nic && { nic: from.nic }) };
}

function goalBefore(from: HostEnd | InternetEnd, rewrites: readonly Rewrite[]): Goal {
  const top = rewrites.at(-1);
  if (!top) return originGoal(from);
  if (top.kind === "igw") return { kind: "internet" };
  return top.gateway.subnet ? { kind: "host", subnet: top.gateway.subnet, nat: top.gateway } : originGoal(from);
}

function replies(
  walker: Walker,
  from: HostEnd | InternetEnd,
  at: Place,
  packets: Packets,
  rewrites: readonly Rewrite[],
  trail: Trail,
): Leaf[] {
  const mode: Mode = { goal: goalBefore(from, rewrites), isReply: true, explain: false, toInternet: true };
  const top = rewrites.at(-1);
  if (at.kind === "host" && top?.kind === "nat" && top.over)
    return walker
      .returnToSender(at.subnet, [top.gateway, top.over], packets, trail)
      .flatMap((leaf) => goOn(walker, from, leaf, rewrites));
  const leaves =
    at.kind === "internet"
      ? returnThroughGateway(walker, from, packets, rewrites, trail)
      : walker.send(at.subnet, at.nic, packets, trail, mode);
  if (at.kind === "internet") return leaves;
  return leaves.flatMap((leaf) => goOn(walker, from, leaf, rewrites));
}

/** When a reply reaches where the request was rewritten, the rewrite is undone and the reply goes on from there. */
function goOn(walker: Walker, from: HostEnd | InternetEnd, leaf: Leaf, rewrites: readonly Rewrite[]): Leaf[] {
  const top = rewrites.at(-1);
  if (!leaf.at || !top) return [leaf];
  if (top.kind === "igw")
    return leaf.at.kind === "internet"
      ? returnThroughGateway(walker, from, leaf.packets, rewrites, { ...leaf.trail, rewrites: [] })
      : [leaf];
  const earlier = rewrites.slice(0, -1);
  const packets: Packets = { ...leaf.packets, dst: top.before.src, dstPorts: top.before.srcPorts };
  const mode: Mode = { goal: goalBefore(from, earlier), isReply: true, explain: false, toInternet: true };
  return walker
    .sendFromNat(top.gateway, packets, leaf.trail, mode)
    .flatMap((next) => goOn(walker, from, next, earlier));
}

function returnThroughGateway(
  walker: Walker,
  from: HostEnd | InternetEnd,
  packets: Packets,
  rewrites: readonly Rewrite[],
  trail: Trail,
): Leaf[] {
  const top = rewrites.at(-1);
  if (top?.kind !== "igw") return [{ packets, trail, at: { kind: "internet" } }];
  const earlier = rewrites.slice(0, -1);
  const undone: Packets = { ...packets, dst: top.before.src, dstPorts: top.before.srcPorts };
  const entered = step(trail, {
    kind: "comes-back-through-internet-gateway",
    address: top.gateway.address,
    packets: undone,
    rewrite: { end: "destination", to: "private" },
  });
  const mode: Mode = { goal: goalBefore(from, earlier), isReply: true, explain: false, toInternet: true };
  return deliver(walker, undefined, top.vpc, undone, entered, mode).flatMap((leaf) =>
    goOn(walker, from, leaf, earlier),
  );
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
