import { familyOfSet, isEmptySet, subtract } from "../ip";
import {
  type Connection,
  type Line,
  type LinuxRouter,
  type Outcome,
  walkFirst,
  walkReply,
  walkStray,
} from "../linux-router";
import { type HostRouter, type Nic } from "../topology";
import { filter } from "./crossing";
import { admitted, groupFilter } from "./delivery";
import { heldOf } from "./families";
import { egressPeers } from "./group-peers";
import { destinationOf, type Packets, sourceOf } from "./packets";
import { type Explanation } from "./reasons";
import { type Next, type Traffic } from "./traffic";
import { type Crossing, type Leaf, parted, spotOf, type Trail } from "./trail";

/** Where packets come in at a router. */
interface At {
  readonly host: HostRouter;
  readonly router: LinuxRouter;
  readonly device: number;
  readonly nic: Nic;
}

/**
 * An instance that forwards, at one of its interfaces: what its boot script says of the packets. Replies meet the state
 * of the connection that the request made; another instance has none.
 */
export function throughRouter(traffic: Traffic, nic: Nic, host: HostRouter): Leaf[] {
  const { mode, trail } = traffic;
  const { reading, interfaces } = host;
  const device = interfaces.find((one) => one.nic === nic)?.device;
  if (reading.kind === "unread" || device === undefined) return unread(traffic, host);
  if (familyOfSet(traffic.packets.dst) === "ipv6")
    return traffic.doubt("UNKNOWN_RESOURCE", nic.address, { kind: "appliance" }).lost();
  const at: At = { host, router: reading.router, device, nic };
  if (!mode.isReply) return parted(walkFirst(at.router, device, traffic.packets), (one) => requested(traffic, at, one));
  if (mode.rewrittenBy === host)
    return traffic.step("arrives", nic.address).arrived(spotOf({ subnet: nic.subnet, nic }));
  const crossing = trail.crossed.find((one) => one.host === host);
  if (crossing) return backThrough(traffic, crossing, nic);
  return parted(walkStray(at.router, device, traffic.packets), (one) => ended(traffic, at, one));
}

function unread(traffic: Traffic, host: HostRouter): Leaf[] {
  const { reading, scriptOf } = host;
  const { why, line } = reading.kind === "unread" ? reading.unread : { why: "interface" as const, line: undefined };
  const shown = line && shownLine(host, line);
  return traffic.doubt("UNKNOWN_RESOURCE", scriptOf, { kind: "router-not-read", why, line: shown }).lost();
}

/** A line as it may be shown. */
function shownLine({ isSensitive }: HostRouter, line: Line): Line {
  return isSensitive ? { number: line.number, text: "(sensitive)" } : line;
}

/** What ends at the router: dropped, for itself, or not known. */
function ended(traffic: Traffic, { host, nic }: Pick<At, "host" | "nic">, outcome: Outcome): Leaf[] {
  const { scriptOf } = host;
  const here = traffic.with({ ...traffic.packets, ...outcome.packets });
  const to = destinationOf(here.packets);
  switch (outcome.kind) {
    case "dropped": {
      const reason = { kind: "router-drops", line: shownLine(host, outcome.line), to } as const;
      return traffic.walker.deadEnd(here.stop("FIREWALL_RULES_RESTRICTION", scriptOf, reason), undefined);
    }
    case "delivered":
      return traffic.walker.deadEnd(
        here.stop("NO_POSSIBLE_DESTINATION", nic.address, { kind: "router-takes", to }),
        undefined,
      );
    case "undecided":
    case "forwarded": {
      const { why, line } =
        outcome.kind === "undecided" ? outcome.unread : { why: "no-connection" as const, line: undefined };
      const reason = { kind: "router-not-read", why, line: line && shownLine(host, line) } as const;
      return here.doubt("UNKNOWN_RESOURCE", scriptOf, reason).lost();
    }
  }
}

/** A part of a request that the router has an answer for. */
function requested(traffic: Traffic, at: At, outcome: Outcome): Leaf[] {
  const out =
    outcome.kind === "forwarded" ? at.host.interfaces.find(({ device }) => device === outcome.device)?.nic : undefined;
  if (outcome.kind !== "forwarded" || !out) return ended(traffic, at, outcome);
  const { connection, isPicked } = outcome;
  const crossing: Crossing = { host: at.host, connection, from: at.nic, to: out };
  const { trail } = traffic;
  const { src, dst } = connection.rewrites;
  const rewrites =
    src || dst
      ? [...trail.rewrites, { kind: "router" as const, crossing, before: beforeIn(traffic, connection) }]
      : trail.rewrites;
  const packets = { ...traffic.packets, ...outcome.packets };
  const isWhosePick = src !== undefined && src.shift === undefined && trail.picks.includes("source");
  const held = heldOf(out, familyOfSet(packets.src));
  const isOwn = held !== undefined && isEmptySet(subtract(packets.src, held));
  const told = traffic.anonymous();
  const crossed = src || dst ? trail.crossed : [...trail.crossed, crossing];
  const sent = told
    .having({
      ...told.trail,
      rewrites,
      crossed,
      hasBeenForwarded: true,
      ...(isOwn && { sender: out, isAnonymous: false }),
    })
    .with(packets);
  return leaving(
    shown(isPicked || isWhosePick ? sent.picking("other") : sent, at.host, {
      src: src !== undefined,
      dst: dst !== undefined,
      from: traffic.packets,
    }),
    out,
    true,
  );
}

/** The packets of the request as they came to the router, for this part. */
function beforeIn({ packets }: Traffic, { first }: Connection): Traffic["packets"] {
  return { ...packets, ...first };
}

/** The hops at a router: each end that it rewrites, the destination first, or that it hands the packets on as they are. */
function shown(traffic: Traffic, { address }: HostRouter, rewritten: Rewritten): Traffic {
  const { packets, mode } = traffic;
  const kind = mode.isReply ? "translated-back" : "translated";
  if (!rewritten.dst && !rewritten.src) return traffic.step("forwarded", address);
  const between = rewritten.dst ? { ...packets, src: rewritten.from.src, srcPorts: rewritten.from.srcPorts } : packets;
  const destination = { end: "destination", to: destinationOf(between) } as const;
  const half = rewritten.dst ? traffic.with(between).step(kind, address, { rewrite: destination }) : traffic;
  const source = { end: "source", to: sourceOf(packets) } as const;
  const whole = half.with(packets);
  return rewritten.src ? whole.step(kind, address, { rewrite: source }) : whole;
}

/** Which ends of packets are rewritten, and what they were. */
interface Rewritten {
  readonly src: boolean;
  readonly dst: boolean;
  readonly from: Packets;
}

/** Out by an interface: its check of the source, its security groups if the packets are new to it, and its subnet's table. */
function leaving(traffic: Traffic, nic: Nic, isNew: boolean): Leaf[] {
  const { packets, mode } = traffic;
  const held = heldOf(nic, familyOfSet(packets.src));
  const isForeign = held === undefined || !isEmptySet(subtract(packets.src, held));
  const reason = { kind: "source-destination-check" } as const;
  const checked =
    isForeign && nic.sourceDestCheck ? traffic.stop("ENI_SOURCE_DEST_CHECK_RESTRICTION", nic.address, reason) : traffic;
  const left = checked.step("leaves-interface", nic.address);
  const next: Next = (sent) =>
    sent.walker.emit(sent, {
      subnet: nic.subnet,
      emitter: { kind: "interface", nic, ...(isForeign && { isForeign }) },
    });
  if (!isNew) return next(left);
  const byGroups = groupFilter(mode);
  return parted(egressPeers(left, nic), ({ packets: part, peer }) =>
    filter(left, byGroups(nic, "egress", part, peer), { kind: "security group", direction: "egress" }, next),
  );
}

/**
 * An answer at a router that knows its connection: it leaves with the rewrites undone. Security groups know connections by
 * interface: where it comes in or leaves by another one than the request did, their rules are asked.
 */
export function backThrough(traffic: Traffic, crossing: Crossing, nic: Nic): Leaf[] {
  const { host, connection } = crossing;
  const { reading, interfaces } = host;
  const { src, dst } = connection.rewrites;
  const device = interfaces.find((one) => one.nic === nic)?.device;
  if (reading.kind === "unread" || device === undefined) return unread(traffic, host);
  const at: At = { host, router: reading.router, device, nic };
  const walked: Next = (known) =>
    parted(walkReply(at.router, device, connection, known.packets), (outcome) => {
      const out =
        outcome.kind === "forwarded" ? interfaces.find((one) => one.device === outcome.device)?.nic : undefined;
      if (outcome.kind !== "forwarded" || !out) return ended(known, at, outcome);
      const packets = { ...known.packets, ...outcome.packets };
      const crossed = known.trail.crossed.filter((one) => one !== crossing);
      const sent = known.having({ ...known.trail, crossed }).with(packets);
      return leaving(
        shown(sent, host, { src: dst !== undefined, dst: src !== undefined, from: known.packets }),
        out,
        out !== crossing.from,
      );
    });
  return nic === crossing.to ? walked(traffic) : admitted(traffic, nic, walked);
}

/** Instances that handed the request on and never saw the answer: what they make of the rest of the connection is not known. */
export function forwardedOneWay({ crossed, stops }: Trail): Explanation[] {
  if (crossed.length === 0 || stops.length > 0) return [];
  const hosts = new Set(crossed.map(({ host }) => host.address));
  return [...hosts].map((address) => ({ code: "UNKNOWN_RESOURCE", address, reason: { kind: "forwarded-one-way" } }));
}
