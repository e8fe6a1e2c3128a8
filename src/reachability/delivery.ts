import { type Family, familyOfSet, intersect, isEmptySet, subtract } from "../ip";
import { firstDoubt, type HostRouter, type Nic, type Note, type Subnet, type Vpc } from "../topology";
import { throughGroupsAtOnce } from "./admission-table";
import { cross, filter } from "./crossing";
import { heldOf, rangesOf } from "./families";
import { throughSecurityGroups } from "./filters";
import { ingressPeers } from "./group-peers";
import { destinationOf } from "./packets";
import { type Mode, type Next, type Traffic } from "./traffic";
import { subnetsFor } from "./subnet-index";
import { addressOfSpot, lastTable, type Leaf, parted, type Spot, spotIn } from "./trail";

const NO_INWARD_FLOW = { kind: "nat-gateway-starts-nothing-inwards" } as const;

/** Inside a VPC: to the interface that holds the address. @param from the subnet that they come from, if it is one of the VPC's */
export function deliver(traffic: Traffic, vpc: Vpc, from?: Subnet): Leaf[] {
  const leaves: Leaf[] = [];
  let rest = traffic.packets.dst;
  for (const subnet of subnetsFor(vpc, traffic.packets.dst)) {
    const dst = intersect(rest, rangesOf(subnet));
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    leaves.push(...cross(traffic.to(dst), from, subnet, (entered) => arrive(entered, subnet)));
  }
  if (isEmptySet(rest)) return leaves;
  const left = traffic.to(rest);
  const note = rangesDoubt(vpc, familyOfSet(rest)) ?? notManaged(vpc);
  if (note) {
    const reason = { kind: "subnets-not-certain", vpc: vpc.address, note: note.reason } as const;
    return [...leaves, ...left.doubt("UNKNOWN_RESOURCE", note.address, reason).lost()];
  }
  const reason = { kind: "no-subnet-holds", vpc: vpc.address, to: destinationOf(left.packets) } as const;
  const stopped = left.stop("NO_POSSIBLE_DESTINATION", vpc.address, reason);
  return [...leaves, ...traffic.walker.deadEnd(stopped, from && { subnet: from, emitter: { kind: "any-host" } })];
}

/** Why not all of a VPC's subnets are known by their ranges of a family. */
export function rangesDoubt(vpc: Vpc, family: Family): Note | undefined {
  if (family === "ipv4") return firstDoubt(vpc, "ranges");
  return firstDoubt(vpc, "ipv6Ranges") ?? vpc.subnets.map((subnet) => firstDoubt(subnet, "ipv6")).find(Boolean);
}

/** Absence in the input is no absence in AWS: others may have more subnets in a VPC that is not managed here. */
function notManaged({ address, isOutside }: Vpc): Note | undefined {
  return isOutside === true ? { address, reason: "the VPC is not managed here" } : undefined;
}

/** In the subnet that has their address: at the goal, or at whoever holds it where no goal is meant. */
export function arrive(traffic: Traffic, subnet: Subnet): Leaf[] {
  const { goal } = traffic.mode;
  if (goal.kind === "address") return whoHolds(traffic, subnet);
  const { rewrittenBy } = traffic.mode;
  const ownNics = rewrittenBy?.interfaces.map(({ nic }) => nic).filter((nic) => nic.subnet === subnet) ?? [];
  if (rewrittenBy && ownNics.length > 0) return atRouter(traffic, rewrittenBy, ownNics);
  const spot = spotIn(goal) ?? (goal.kind === "internet" ? goal.sender : undefined);
  if (spot?.subnet === subnet) return isTranslated(traffic) ? atHolder(traffic, spot) : atGoal(traffic, spot);
  const to = destinationOf(traffic.packets);
  const meant = goal.kind === "on-premises" ? goal.site.address : spot && addressOfSpot(spot);
  const reason = { kind: "delivered-elsewhere", to, subnet: subnet.address, meant } as const;
  const table = lastTable(traffic.trail) ?? subnet.address;
  return traffic.walker.deadEnd(traffic.stop("NO_ROUTE_TO_DESTINATION", table, reason), undefined);
}

/** Whether an instance that forwards has put another destination in the place of the one that was asked for. */
function isTranslated({ trail, mode }: Traffic): boolean {
  return !mode.isReply && trail.rewrites.some((one) => one.kind === "router" && one.crossing.connection.rewrites.dst);
}

/** At the goal, if the address that the packets have by now is one of the goal's: a neighbour may have it. */
function atHolder(traffic: Traffic, spot: Spot): Leaf[] {
  const { dst } = traffic.packets;
  const at = { subnet: spot.subnet.address, to: destinationOf(traffic.packets) };
  const holder = spot.kind === "interface" ? spot.nic : spot.kind === "nat-gateway" ? spot.nat : undefined;
  if (!holder) return atGoal(traffic, spot);
  const own = heldOf(holder, familyOfSet(dst));
  if (!own) {
    const reason = { kind: "picked-address-may-be", ...at } as const;
    return atGoal(traffic.doubt("UNKNOWN_DESTINATION", holder.address, reason), spot);
  }
  const [hit, rest] = [intersect(dst, own), subtract(dst, own)];
  const leaves = isEmptySet(hit) ? [] : atGoal(traffic.to(hit), spot);
  if (isEmptySet(rest)) return leaves;
  const missed = traffic.to(rest);
  const to = destinationOf(missed.packets);
  const reason = { kind: "translated-to-another", to, meant: addressOfSpot(spot) } as const;
  return [...leaves, ...missed.stop("NO_POSSIBLE_DESTINATION", spot.subnet.address, reason).lost()];
}

/**
 * Answers to an address that an instance has put in the place of the sender's: at those of its interfaces in this subnet that
 * have it. A VPC hands packets to who has the address, so others get them, or nobody.
 */
function atRouter(traffic: Traffic, router: HostRouter, nics: readonly Nic[]): Leaf[] {
  const { leaves, rest } = handedOut(traffic, nics, atInterface);
  const [first] = nics;
  if (isEmptySet(rest) || !first) return leaves;
  const missed = traffic.to(rest);
  const { subnet } = first;
  const family = familyOfSet(rest);
  const holder = traffic.walker.nicsIn(subnet).find((nic) => !isEmptySet(intersect(rest, heldOf(nic, family) ?? [])));
  if (!holder) return [...leaves, ...held(missed, subnet).lost()];
  const to = destinationOf(missed.packets);
  const reason = { kind: "answer-to-another", to, holder: holder.address, router: router.address } as const;
  return [...leaves, ...missed.stop("NO_POSSIBLE_DESTINATION", subnet.address, reason).lost()];
}

function whoHolds(traffic: Traffic, subnet: Subnet): Leaf[] {
  const { walker } = traffic;
  const byNats = handedOut(traffic, walker.natsIn(subnet), (part, nat) =>
    part.stop("NO_POSSIBLE_DESTINATION", nat.address, NO_INWARD_FLOW).lost(),
  );
  const byNics = handedOut(traffic.to(byNats.rest), walker.nicsIn(subnet), atInterface);
  const leaves = [...byNats.leaves, ...byNics.leaves];
  return isEmptySet(byNics.rest) ? leaves : [...leaves, ...held(traffic.to(byNics.rest), subnet).lost()];
}

function atInterface(traffic: Traffic, nic: Nic): Leaf[] {
  return atGoal(traffic, { kind: "interface", subnet: nic.subnet, nic });
}

/** To each of these what it has the addresses of, and what is left for others. */
function handedOut<T extends Parameters<typeof heldOf>[0]>(
  traffic: Traffic,
  holders: readonly T[],
  next: (part: Traffic, holder: T) => Leaf[],
): { readonly leaves: Leaf[]; readonly rest: Traffic["packets"]["dst"] } {
  const leaves: Leaf[] = [];
  let rest = traffic.packets.dst;
  const family = familyOfSet(rest);
  for (const holder of holders) {
    const dst = intersect(rest, heldOf(holder, family) ?? []);
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    leaves.push(...next(traffic.to(dst), holder));
  }
  return { leaves, rest };
}

/** Addresses that no interface of the subnet is known to have: somebody may have them all the same. */
function held(traffic: Traffic, subnet: Subnet): Traffic {
  const { walker, packets } = traffic;
  const at = { subnet: subnet.address, to: destinationOf(packets) };
  const family = familyOfSet(packets.dst);
  const picked = [...walker.nicsIn(subnet), ...walker.natsIn(subnet)].find((one) => !heldOf(one, family));
  if (picked) return traffic.doubt("UNKNOWN_DESTINATION", picked.address, { kind: "picked-address-may-be", ...at });
  const tenant = subnet.doubts.tenants.find(
    ({ addresses }) => !addresses || !isEmptySet(intersect(packets.dst, addresses)),
  );
  const other = tenant ?? outsider(subnet);
  return other
    ? traffic.doubt("UNKNOWN_DESTINATION", other.address, { kind: "may-be-held", ...at, note: other.reason })
    : traffic.stop("NO_POSSIBLE_DESTINATION", subnet.address, { kind: "no-interface-holds", ...at });
}

/** Somebody else's host in a subnet that is not managed here. */
function outsider({ address, isOutside }: Subnet): Note | undefined {
  return isOutside === true ? { address, reason: "the subnet is not managed here" } : undefined;
}

/** How security groups treat the packets: rule by rule, unless nobody asks by which of them they pass. */
export function groupFilter({ isBrief }: Mode): typeof throughSecurityGroups {
  return isBrief ? throughGroupsAtOnce : throughSecurityGroups;
}

/** What an interface's security groups let in. */
export function admitted(traffic: Traffic, nic: Nic, next: Next): Leaf[] {
  const byGroups = groupFilter(traffic.mode);
  return parted(ingressPeers(traffic, nic), ({ packets, peer }) => {
    const parts = byGroups(nic, "ingress", packets, peer);
    return filter(traffic, parts, { kind: "security group", direction: "ingress" }, next);
  });
}

/** At the place that is meant: its security groups let requests in, replies pass. */
export function atGoal(traffic: Traffic, spot: Spot): Leaf[] {
  const done: Next = (one) => one.step("arrives", addressOfSpot(spot)).arrived(spot);
  if (traffic.mode.isReply) return done(traffic);
  switch (spot.kind) {
    case "nat-gateway":
      return done(traffic.stop("NO_POSSIBLE_DESTINATION", spot.nat.address, NO_INWARD_FLOW));
    case "interface":
      return admitted(traffic, spot.nic, done);
    case "any-host":
      return done(spot.isVacant ? held(traffic, spot.subnet) : traffic);
  }
}
