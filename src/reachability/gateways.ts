import { familyOfSet, intersect, isEmptySet, NAT64_PREFIX, ofFamily, setOfCidr, setOfCidrs, subtract } from "../ip";
import { doubtOf, firstDoubt, type NatGateway, type Nic, type Peering, type Subnet, type Vpc } from "../topology";
import { acl, cross } from "./crossing";
import { admitted, arrive, deliver } from "./delivery";
import { extracted, heldOf, rangesOf } from "./families";
import {
  destinationOf,
  GATEWAY_PORTS,
  hasPorts,
  ICMP,
  ICMPV6,
  ECHO_REQUEST,
  isIcmp,
  isIpv6,
  type Packets,
  sourceOf,
  TCP,
  UDP,
  usableAddresses,
  withDestination,
} from "./packets";
import { type Departure, type Emitter, type Traffic } from "./traffic";
import { throughRouter } from "./through-router";
import { type Leaf } from "./trail";

/** Source becomes the gateway's own; the gateway's subnet routes the result (VPC user guide, NAT gateways). */
export function throughNat(traffic: Traffic, from: Departure, nat: NatGateway): Leaf[] {
  const note = firstDoubt(nat, "subnet", "connectivity");
  const own = nat.subnet;
  if (note || !own) {
    const reason = note ? ({ kind: "note", note: note.reason } as const) : ({ kind: "subnet-not-known" } as const);
    return traffic.doubt("UNKNOWN_RESOURCE", nat.address, reason).lost();
  }
  if (own.vpc !== from.subnet.vpc) {
    const reason = { kind: "nat-gateway-in-another-vpc", vpc: own.vpc.address } as const;
    return traffic.stop("BAD_STATE_ROUTE", nat.address, reason).lost();
  }
  if (from.emitter.kind === "nat-gateway" && from.emitter.nat === nat) {
    const reason = { kind: "nat-gateway-routed-to-itself", subnet: own.address } as const;
    return traffic.stop("NO_PATH", own.table.address, reason).lost();
  }
  return traffic.mode.isReply ? replyAtNat(traffic, from, nat, own) : translated(traffic, from.subnet, nat, own);
}

/** A reply that a route leads to a NAT gateway. */
function replyAtNat(traffic: Traffic, from: Departure, nat: NatGateway, own: Subnet): Leaf[] {
  const { goal } = traffic.mode;
  // Its own reply, sent to it by a route for its subnet instead of the local one.
  if (goal.kind === "nat-gateway" && goal.nat === nat)
    return cross(traffic, from.subnet, own, (entered) => arrive(entered, own));
  const stopped = traffic.stop("NO_POSSIBLE_DESTINATION", nat.address, { kind: "nat-gateway-saw-no-request" });
  return traffic.walker.deadEnd(stopped, from);
}

/** Packets of IPv6 to an address of IPv4 behind the prefix of NAT64, as they go on (VPC user guide, DNS64 and NAT64). */
function overIpv4(packets: Packets): Packets {
  if (!isIpv6(packets)) return packets;
  const dst = extracted(packets.dst);
  return isIcmp(packets.protocol) ? { ...packets, dst, protocol: ICMP, icmpType: ECHO_REQUEST } : { ...packets, dst };
}

function translated(traffic: Traffic, from: Subnet, nat: NatGateway, own: Subnet): Leaf[] {
  const { protocol, dst } = traffic.packets;
  let sent = traffic;
  if (![TCP, UDP, ICMP, ICMPV6].includes(protocol))
    sent = sent.stop("PROTOCOL_RESTRICTION", nat.address, { kind: "nat-gateway-translates-no-such-protocol" });
  const toItself = nat.privateIps === undefined ? [] : intersect(dst, nat.privateIps);
  if (!isEmptySet(toItself))
    sent = sent.stop("NO_POSSIBLE_DESTINATION", nat.address, { kind: "addressed-to-nat-gateway" });
  if (isIpv6(traffic.packets) && !isEmptySet(subtract(dst, setOfCidr(NAT64_PREFIX))))
    sent = sent.stop("NO_PATH", nat.address, { kind: "nat-gateway-translates-no-ipv6" });
  return cross(sent, from, own, (entered) => {
    const { packets: before, trail } = entered;
    const packets: Packets = {
      ...overIpv4(before),
      src: nat.privateIps ?? (own.cidr ? usableAddresses(own.cidr) : before.src),
      ...(hasPorts(protocol) && { srcPorts: GATEWAY_PORTS }),
    };
    const rewrites = [...trail.rewrites, { kind: "nat" as const, gateway: nat, before }];
    // The sender's own address is told by the packets no longer.
    const isPicked = nat.privateIps === undefined || trail.picks.includes("source");
    const rewritten = entered.anonymous();
    const known = rewritten.having({ ...rewritten.trail, rewrites }).with(packets);
    const rewrite = { end: "source", to: sourceOf(packets) } as const;
    const sentOn = (isPicked ? known.picking("other") : known).step("translated", nat.address, { rewrite });
    return sentOn.walker.emit(sentOn, { subnet: own, emitter: { kind: "nat-gateway", nat } });
  });
}

/**
 * An interface as next hop: an instance that forwards, of which the source/destination check is known, and what its boot
 * script says.
 * @param from without a subnet where the packets come into the VPC by a gateway
 */
export function throughInterface(
  traffic: Traffic,
  { vpc, subnet }: { readonly vpc: Vpc; readonly subnet?: Subnet },
  nic: Nic,
): Leaf[] {
  if (nic.subnet.vpc !== vpc)
    return traffic.stop("BAD_STATE_ROUTE", nic.address, { kind: "interface-in-another-vpc" }).lost();
  return cross(traffic, subnet, nic.subnet, (entered) => {
    if (isOwn(entered, nic)) return arrive(entered, nic.subnet);
    if (mayBeOwn(entered, nic))
      return entered.unsure({ address: nic.address, reason: "its address is not known" }).lost();
    const passed = (admittedOnes: Traffic): Leaf[] => forwarded(admittedOnes, nic);
    return entered.mode.isReply ? passed(entered) : admitted(entered, nic, passed);
  });
}

/** Whether they are for the interface itself. Where AWS picks its address, those that are meant for it are. */
function isOwn({ packets: { dst }, mode: { goal } }: Traffic, nic: Nic): boolean {
  const held = heldOf(nic, familyOfSet(dst));
  if (held !== undefined) return isEmptySet(subtract(dst, held));
  return goal.kind === "interface" && goal.nic === nic && isEmptySet(subtract(dst, rangesOf(nic.subnet)));
}

/** Whether an address that somebody asks about may be the one that AWS picks for the interface. */
function mayBeOwn({ packets: { dst }, mode: { goal } }: Traffic, nic: Nic): boolean {
  if (goal.kind !== "address" || heldOf(nic, familyOfSet(dst)) !== undefined) return false;
  const ranges = ofFamily(rangesOf(nic.subnet), familyOfSet(dst));
  return isEmptySet(ranges) || !isEmptySet(intersect(dst, ranges));
}

/** Packets for others at an interface. */
function forwarded(traffic: Traffic, nic: Nic): Leaf[] {
  if (!nic.sourceDestCheck && nic.router) return throughRouter(traffic, nic, nic.router);
  if (!nic.sourceDestCheck) return traffic.doubt("UNKNOWN_RESOURCE", nic.address, { kind: "appliance" }).lost();
  const reason = { kind: "source-destination-check" } as const;
  const stopped = traffic.stop("ENI_SOURCE_DEST_CHECK_RESTRICTION", nic.address, reason);
  return traffic.walker.deadEnd(stopped, { subnet: nic.subnet, emitter: { kind: "any-host" } });
}

/** Rules may name the sender's group only if the peering stays in its Region. */
function ofUnsureRegion(traffic: Traffic, peering: Peering): Traffic {
  const { trail } = traffic;
  const { sender } = trail;
  const unsure = firstDoubt(peering, "region");
  if (!unsure || !sender) return traffic;
  const groups = [doubtOf(unsure, "groups", unsure.reason)];
  return traffic.having({ ...trail, sender: { ...sender, groups: [], doubts: { ...sender.doubts, groups } } });
}

/** What a NAT gateway sends over a peering comes back to it whatever the far side's routes say (VPC user guide, NAT gateway basics). */
function crossedBy(traffic: Traffic, { kind }: Emitter, peering: Peering): Traffic {
  const { trail } = traffic;
  const last = trail.rewrites.at(-1);
  if (kind !== "nat-gateway" || last?.kind !== "nat") return traffic;
  return traffic.having({ ...trail, rewrites: [...trail.rewrites.slice(0, -1), { ...last, over: peering }] });
}

export function throughPeering(traffic: Traffic, from: Departure, peering: Peering): Leaf[] {
  const { vpc } = from.subnet;
  const { address, requester, accepter } = peering;
  const note = firstDoubt(peering, "acceptance", "vpcs");
  const other = requester === vpc ? accepter : requester;
  if (note || !other) {
    const reason = note ? ({ kind: "note", note: note.reason } as const) : ({ kind: "far-side-not-known" } as const);
    return traffic.doubt("UNKNOWN_RESOURCE", address, reason).lost();
  }
  if (requester !== vpc && accepter !== vpc)
    return traffic.stop("BAD_STATE_ROUTE", address, { kind: "on-neither-side", vpc: vpc.address }).lost();
  if (peering.isPending) return traffic.stop("BAD_STATE_ATTACHMENT", address, { kind: "peering-not-accepted" }).lost();
  // No transit through a peering: both ends of the packet are in the two VPCs (VPC peering guide, limitations).
  const { packets } = traffic;
  const isOwnSource = isEmptySet(subtract(packets.src, setOfCidrs(vpc.cidrs))) && from.emitter.kind !== "attachment";
  const known = peering.crossesRegions ? traffic.anonymous() : ofUnsureRegion(traffic, peering);
  const reason = { kind: "peering-takes-own-only", vpc: vpc.address } as const;
  const sent = isOwnSource ? known : known.stop("PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", address, reason);
  const outside = subtract(packets.dst, setOfCidrs(other.cidrs));
  const leaves = isEmptySet(outside) ? [] : beyondPeering(sent.to(outside), peering, other);
  const inside = withDestination(packets, setOfCidrs(other.cidrs));
  if (!inside) return leaves;
  const crossed = crossedBy(sent.with(inside), from.emitter, peering).step("crosses-peering", address);
  return [...leaves, ...acl(crossed, from.subnet, "egress", (left) => deliver(left, other))];
}

/** Packets for others than the VPC on the far side. */
function beyondPeering(traffic: Traffic, { address }: Peering, far: Vpc): Leaf[] {
  const isOpen = !isIpv6(traffic.packets) || far.isOutside === true;
  const note = (isOpen ? firstDoubt(far, "ranges") : undefined) ?? firstDoubt(far, "ipv6Ranges");
  if (note) return traffic.unsure(note).lost();
  const reason = { kind: "peering-leads-no-further", to: destinationOf(traffic.packets), vpc: far.address } as const;
  return traffic.stop("PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", address, reason).lost();
}
