import { type AddressSet, intersect, isEmptySet, setOfCidrs, subtract } from "../ipv4/address-set";
import { type Nic, type SecurityGroup, type Vpc } from "../topology";
import { type Packets } from "./packets";
import { type Mode, type Steps } from "./steps";

/** A part of the packets with the interface that outbound rules naming a security group are held against. */
export interface Addressed {
  readonly packets: Packets;
  readonly peer?: Nic;
}

/**
 * Outbound rules that name a group mean the private addresses of its members in the sender's VPC or one peered with
 * it (VPC user guide, security group referencing; across a transit gateway only inbound rules may name one).
 * So a packet to a bare address is held against the interface that has this address there.
 */
export function egressPeers(walker: Steps, nic: Nic, packets: Packets, mode: Mode): Addressed[] {
  const named = (nic.groups ?? []).flatMap(namedByEgress);
  if (named.length === 0 || mode.goal.kind === "internet") return [{ packets }];
  const own = nic.subnet.vpc;
  if (mode.goal.kind === "host") {
    const peer = mode.goal.nic;
    return [peer && reachableVpcs(walker, own).includes(peer.subnet.vpc) ? { packets, peer } : { packets }];
  }
  const parts: Addressed[] = [];
  let rest = packets.dst;
  for (const vpc of reachableVpcs(walker, own)) {
    const inside = intersect(rest, setOfCidrs(vpc.cidrs));
    if (isEmptySet(inside)) continue;
    rest = subtract(rest, inside);
    for (const { dst, peer } of holders(
      walker,
      vpc,
      inside,
      (one) => one.groups?.some((g) => named.includes(g)) === true,
    ))
      parts.push({ packets: { ...packets, dst }, ...(peer && { peer }) });
  }
  return isEmptySet(rest) ? parts : [...parts, { packets: { ...packets, dst: rest } }];
}

const NAMED = new WeakMap<SecurityGroup, readonly SecurityGroup[]>();

/** The groups that a group's outbound rules name; kept, since a load balancer's group may have thousands of rules. */
function namedByEgress(group: SecurityGroup): readonly SecurityGroup[] {
  let named = NAMED.get(group);
  if (!named) {
    named = group.egress.flatMap((rule) => rule.groups);
    NAMED.set(group, named);
  }
  return named;
}

/** The sender's own VPC first: its local route wins over a peer's overlapping range. */
function reachableVpcs(walker: Steps, own: Vpc): readonly Vpc[] {
  const peered = walker.topology.peerings.flatMap(({ requester, accepter, crossesRegions }) =>
    crossesRegions ? [] : requester === own ? (accepter ?? []) : accepter === own ? (requester ?? []) : [],
  );
  return [own, ...peered];
}

function holders(
  walker: Steps,
  vpc: Vpc,
  dst: AddressSet,
  isMember: (nic: Nic) => boolean,
): { dst: AddressSet; peer?: Nic }[] {
  const found: { dst: AddressSet; peer?: Nic }[] = [];
  let rest = dst;
  const take = (part: AddressSet, peer: Nic): void => {
    const hit = intersect(rest, part);
    if (isEmptySet(hit)) return;
    rest = subtract(rest, hit);
    found.push({ dst: hit, peer });
  };
  const nics = vpc.subnets.flatMap((subnet) => walker.nicsIn(subnet));
  for (const nic of nics) if (nic.privateIps) take(nic.privateIps, nic);
  // Where AWS picks the address it may be this one; whether it is, is asked where the packet is delivered.
  for (const nic of nics)
    if (!nic.privateIps && nic.subnet.cidr && isMember(nic)) take(setOfCidrs([nic.subnet.cidr]), nic);
  return isEmptySet(rest) ? found : [...found, { dst: rest }];
}
