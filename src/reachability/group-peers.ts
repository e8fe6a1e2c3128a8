import { type AddressSet, familyOfSet, intersect, isEmptySet, ofFamily, setOfCidrs, subtract } from "../ip";
import { type Direction, doubtOf, type Nic, type SecurityGroup, type Subnet, type Vpc } from "../topology";
import { heldOf, rangesOf } from "./families";
import { type Packets } from "./packets";
import { onceFor } from "./remembered";
import { type Steps, type Traffic } from "./traffic";
import { type Spot, spotIn } from "./trail";

/** A part of the packets with the interface that rules naming a security group are held against. */
export interface Addressed {
  readonly packets: Packets;
  readonly peer?: Nic;
}

/**
 * Outbound rules that name a group mean the private addresses of its members in the sender's VPC or one peered with
 * it (VPC user guide, security group referencing; across a transit gateway only inbound rules may name one). They are
 * checked before any route is: where VPCs overlap, a packet to a host elsewhere passes when a member has its address.
 */
export function egressPeers({ walker, packets, mode: { goal } }: Traffic, nic: Nic): Addressed[] {
  const named = namedBy(nic, "egress");
  if (named.length === 0 || goal.kind === "internet") return [{ packets }];
  const vpcs = reachableVpcs(walker, nic.subnet.vpc);
  const spot = spotIn(goal);
  if (spot && vpcs.includes(spot.subnet.vpc) && isFor(packets, spot))
    return [{ packets, ...(spot.kind === "interface" && { peer: spot.nic }) }];
  return byAddress(packets, "dst", vpcs, membersOf(walker, named));
}

/** Whether packets have the address of whom they are meant for: behind a router it may be seen by another one. */
function isFor({ dst }: Packets, spot: Spot): boolean {
  const held = spot.kind === "interface" ? heldOf(spot.nic, familyOfSet(dst)) : undefined;
  return held === undefined || isEmptySet(subtract(dst, held));
}

/**
 * Inbound rules that name a group mean its members' private addresses too. As long as the sender is known that decides;
 * beyond a transit gateway only the packet's source is left, and where VPCs overlap that can be a member's address.
 * Behind a middlebox such a rule admits nobody (VPC user guide, security group rules, referencing).
 */
export function ingressPeers({ walker, packets, trail }: Traffic, nic: Nic): Addressed[] {
  const { sender, isAnonymous, rewrites, inspectors, hasBeenForwarded } = trail;
  const named = namedBy(nic, "ingress");
  if (named.length > 0 && (inspectors.length > 0 || (hasBeenForwarded && !sender))) return [{ packets }];
  if (named.length === 0 || !isAnonymous) return [{ packets, ...(sender && { peer: sender }) }];
  const vpcs = reachableVpcs(walker, nic.subnet.vpc);
  const nat = rewrites.at(-1);
  // A NAT gateway's own address is nobody else's in its VPC.
  if (nat?.kind === "nat" && nat.gateway.subnet && vpcs.includes(nat.gateway.subnet.vpc)) return [{ packets }];
  const family = familyOfSet(packets.src);
  return byAddress(packets, "src", vpcs, membersOf(walker, named)).map((part) =>
    part.peer && !heldOf(part.peer, family) ? { ...part, peer: unsure(part.peer) } : part,
  );
}

/** An interface that may or may not have the address: what only its groups would admit stays open. */
function unsure(nic: Nic): Nic {
  const reason = "AWS picks its address, which may be the source of these packets";
  return { ...nic, groups: [], doubts: { ...nic.doubts, groups: [doubtOf(nic, "groups", reason)] } };
}

/** Interfaces, and which of them are members of groups that some rules name. */
interface Members {
  nicsIn(subnet: Subnet): readonly Nic[];
  has(nic: Nic): boolean;
}

function membersOf(walker: Steps, named: readonly SecurityGroup[]): Members {
  return {
    nicsIn: (subnet) => walker.nicsIn(subnet),
    has: ({ groups }) => groups?.some((group) => named.includes(group)) === true,
  };
}

/** The parts of the packets by the interface that has their address in one of the VPCs, the first of them first. */
function byAddress(packets: Packets, side: "src" | "dst", vpcs: readonly Vpc[], members: Members): Addressed[] {
  const parts: Addressed[] = [];
  let rest = packets[side];
  for (const vpc of vpcs) {
    const inside = intersect(rest, setOfCidrs(vpc.cidrs));
    if (isEmptySet(inside)) continue;
    rest = subtract(rest, inside);
    for (const { addresses, peer } of holders(vpc, inside, members))
      parts.push({ packets: { ...packets, [side]: addresses }, ...(peer && { peer }) });
  }
  return isEmptySet(rest) ? parts : [...parts, { packets: { ...packets, [side]: rest } }];
}

const namedIn = onceFor((group: SecurityGroup, direction): readonly SecurityGroup[] =>
  group[direction].flatMap((rule) => rule.groups),
);

/** The groups that an interface's rules name; kept, since a load balancer's group may have thousands of rules. */
function namedBy(nic: Nic, direction: Direction): readonly SecurityGroup[] {
  return (nic.groups ?? []).flatMap((group) => namedIn(group, direction));
}

/** The sender's own VPC first: its local route wins over a peer's overlapping range. */
function reachableVpcs(walker: Steps, own: Vpc): readonly Vpc[] {
  const peered = walker.topology.peerings.flatMap(({ requester, accepter, crossesRegions }) =>
    crossesRegions ? [] : requester === own ? (accepter ?? []) : accepter === own ? (requester ?? []) : [],
  );
  return [own, ...peered];
}

function holders(vpc: Vpc, wanted: AddressSet, members: Members): { addresses: AddressSet; peer?: Nic }[] {
  const found: { addresses: AddressSet; peer?: Nic }[] = [];
  let rest = wanted;
  const take = (part: AddressSet, peer: Nic): void => {
    const hit = intersect(rest, part);
    if (isEmptySet(hit)) return;
    rest = subtract(rest, hit);
    found.push({ addresses: hit, peer });
  };
  const nics = vpc.subnets.flatMap((subnet) => members.nicsIn(subnet));
  const family = familyOfSet(wanted);
  const isPicked = (nic: Nic): boolean => heldOf(nic, family) === undefined;
  for (const nic of nics) take(heldOf(nic, family) ?? [], nic);
  // Where AWS picks the address it may be this one; whether it is, is asked where the packet is delivered.
  for (const nic of nics) if (isPicked(nic) && members.has(nic)) take(ofFamily(rangesOf(nic.subnet), family), nic);
  return isEmptySet(rest) ? found : [...found, { addresses: rest }];
}
