import { Meter } from "../limits";
import { ALL_ADDRESSES, setOfCidr } from "../ipv4/address-set";
import { type AclRule, type Match, type NetworkAcl, type Nic, type Note, type SecurityGroup } from "../topology";
import { isNothing, type Packets, PUBLIC } from "./packets";
import { type Hole, RuleIndex, sift } from "./sieve";

export type Direction = "ingress" | "egress";

/** A part of the packets with what a filter does to it. */
export interface Filtered {
  readonly packets: Packets;
  readonly result: "pass" | "stop" | "unknown";
  /** Address of the rule, group or ACL that decides. */
  readonly address: string;
  readonly reason: string;
  /** Further groups that don't admit the packet either. */
  readonly also?: readonly string[];
}

/** Everything of `all` that isn't in the pieces, which came out of it by splitting on one rule after another. */
function tell(pieces: readonly Packets[], result: Filtered["result"], address: string, reason: string): Filtered[] {
  return pieces.filter((piece) => !isNothing(piece)).map((packets) => ({ packets, result, address, reason }));
}

/**
 * Security groups of an interface: a packet passes when any rule of any group admits it (VPC user guide, security groups).
 * @param peer the interface at the other end, when its security groups are still visible here
 */
export function throughSecurityGroups(
  nic: Nic,
  direction: Direction,
  packets: Packets,
  peer: Nic | undefined,
): Filtered[] {
  const { groups } = nic;
  if (groups === undefined) return [{ packets, result: "pass", address: nic.address, reason: "no security group" }];
  const side = direction === "ingress" ? "src" : "dst";
  const { fallen, rest } = sift([packets], side, admitting({ groups, direction, peer }, packets, side));
  const passed = fallen.map(({ packets: part, hole }): Filtered => ({
    packets: part,
    result: "pass",
    address: hole.address,
    reason: hole.group,
  }));
  if (rest.length === 0) return passed.length === 1 ? passed : merged(packets, passed);
  const doubtful = sift(rest, side, doubtsOf(nic, groups, direction, peer));
  const undecided = doubtful.fallen.map(({ packets: part, hole: { address, reason } }): Filtered => ({
    packets: part,
    result: "unknown",
    address,
    reason,
  }));
  const reason = groups.every((group) => group[direction].length === 0) ? "has no rules" : "has no rule that applies";
  const [first = nic.address, ...also] = groups.map((group) => group.address);
  const stopped = tell(doubtful.rest, "stop", first, reason).map((one) => ({ ...one, also }));
  return [...passed, ...undecided, ...stopped];
}

/** Rules of security groups, as an interface or whoever is at the other end meets them. */
export interface Admission {
  readonly groups: readonly SecurityGroup[];
  readonly direction: Direction;
  readonly peer: Nic | undefined;
}

interface Admitting extends Hole {
  readonly address: string;
  /** Address of its group. */
  readonly group: string;
}

/** What certainly admits some of the packets, as far as the rules that may be about them tell, in their order. */
export function admitting({ groups, direction, peer }: Admission, packets: Packets, side: "src" | "dst"): Admitting[] {
  return groups.flatMap((group) =>
    indexOf(group, direction)
      .near(packets, side)
      .flatMap((place): Admitting[] => {
        const rule = group[direction][place]!;
        if (rule.note) return [];
        const isMember = rule.groups.some((one) => peer?.groups?.includes(one) === true);
        const addresses = isMember ? ALL_ADDRESSES : rule.cidrs;
        return [{ match: rule.match, addresses, address: rule.address, group: group.address }];
      }),
  );
}

type Direct<F, T> = (filter: F, direction: Direction) => T;

/** Works out what is asked of a filter's direction once: it is asked for at every crossing. */
function onceFor<F extends object, T>(make: Direct<F, T>): Direct<F, T> {
  const known = new WeakMap<F, Partial<Record<Direction, T>>>();
  return (filter, direction) => {
    const own = known.get(filter) ?? {};
    known.set(filter, own);
    return (own[direction] ??= make(filter, direction));
  };
}

const indexOf = onceFor((group: SecurityGroup, direction) => {
  const rules = group[direction];
  // A rule that names groups admits whoever is a member, wherever it is.
  return new RuleIndex(
    rules.map(({ match, cidrs, groups }) => ({ match, ...(groups.length === 0 && { addresses: cidrs }) })),
  );
});

/** Each part of the packets that a rule cuts off goes its own way from there. */
const COST_OF_PART = 128;

const aclIndexOf = onceFor((acl: NetworkAcl, direction) => {
  const holes = acl[direction].map((rule): AclRule & Hole => ({
    ...rule,
    addresses: rule.cidr.length === 0 ? ALL_ADDRESSES : setOfCidr(rule.cidr),
  }));
  return { index: new RuleIndex(holes), holes, meter: new Meter("pairs", `cutting packets up by ${acl.address}`) };
});

/** When several rules together admit all, the packets needn't be cut up. */
function merged(packets: Packets, passed: readonly Filtered[]): Filtered[] {
  const addresses = [...new Set(passed.map(({ address }) => address))];
  return [{ packets, result: "pass", address: addresses.join(", "), reason: passed[0]?.reason ?? "" }];
}

/** What may admit packets that no rule certainly admits. */
interface Doubt extends Note, Hole {}

/** The rules of which it may be open whom they admit: few of thousands. */
const doubtfulIn = onceFor((group: SecurityGroup, direction) =>
  group[direction].filter(({ note, groups }) => note || groups.length > 0),
);

export function doubtsOf(
  nic: Nic,
  groups: readonly SecurityGroup[],
  direction: Direction,
  peer: Nic | undefined,
): readonly Doubt[] {
  const all: Match = { protocol: "all" };
  const [unknown] = nic.doubts.groups;
  const anyone = { match: all, addresses: ALL_ADDRESSES };
  if (unknown) return [{ ...unknown, ...anyone }];
  const doubts: Doubt[] = [];
  for (const group of groups) {
    // What is doubtful for all packets leaves nothing to the doubts after it.
    const [ofGroup] = group.doubts.rules;
    if (ofGroup) return [...doubts, { ...ofGroup, ...anyone }];
    for (const { note, match, isPublicOnly, groups: named } of doubtfulIn(group, direction))
      if (note) doubts.push({ ...note, match, addresses: isPublicOnly === true ? PUBLIC : ALL_ADDRESSES });
      else if (peer && named.length > 0 && peer.doubts.groups.length > 0)
        doubts.push({
          address: peer.address,
          reason: "its security groups are not all known",
          ...{ match, addresses: ALL_ADDRESSES },
        });
  }
  return doubts;
}

/** A network ACL: the first rule in order that matches decides; without one the packet is stopped (VPC user guide, network ACLs). */
export function throughAcl(acl: NetworkAcl, direction: Direction, packets: Packets): Filtered[] {
  const [note] = acl.doubts.rules;
  if (note) return [{ packets, result: "unknown", address: note.address, reason: note.reason }];
  const side = direction === "ingress" ? "src" : "dst";
  const { index, holes: all, meter } = aclIndexOf(acl, direction);
  const holes = index.near(packets, side).map((place) => all[place]!);
  const { fallen, rest } = sift([packets], side, holes);
  meter.spend(holes.length + (fallen.length + rest.length) * COST_OF_PART);
  const results = fallen.map(({ packets: part, hole: { address, note, allow, number } }): Filtered => ({
    packets: part,
    result: note ? "unknown" : allow ? "pass" : "stop",
    address,
    reason: note?.reason ?? `${direction} rule ${number}`,
  }));
  if (rest.length === 0 && results.every(({ result }) => result === "pass"))
    return results.length === 1 ? results : merged(packets, results);
  return [...results, ...tell(rest, "stop", acl.address, `no ${direction} rule matches`)];
}
