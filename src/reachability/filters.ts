import { type AddressSet, ALL_ADDRESSES, setOfCidr } from "../ipv4/address-set";
import {
  type Match,
  type NetworkAcl,
  type Nic,
  type Note,
  type SecurityGroup,
  type SecurityGroupRule,
} from "../topology";
import { isNothing, type Packets, PUBLIC, split } from "./packets";

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
  const passed: Filtered[] = [];
  let rest: Packets[] = [packets];
  let rulesSeen = 0;
  for (const group of groups)
    for (const rule of group[direction]) {
      rulesSeen++;
      if (rule.note || isFarAway(rule, packets[side])) continue;
      const isMember = rule.groups.some((one) => peer?.groups?.includes(one) === true);
      const addresses = isMember ? ALL_ADDRESSES : rule.cidrs;
      const next: Packets[] = [];
      for (const piece of rest) {
        const { hit, rest: left } = split(piece, { match: rule.match, side, addresses });
        if (hit) passed.push({ packets: hit, result: "pass", address: rule.address, reason: group.address });
        next.push(...left);
      }
      rest = next;
      if (rest.length === 0) return passed.length === 1 ? passed : merged(packets, passed);
    }
  const undecided: Filtered[] = [];
  const doubts = doubtsOf(nic, groups, direction, peer);
  for (const { match, address, reason, addresses = ALL_ADDRESSES } of doubts) {
    const next: Packets[] = [];
    for (const piece of rest) {
      const { hit, rest: left } = split(piece, { match, side, addresses });
      if (hit) undecided.push({ packets: hit, result: "unknown", address, reason });
      next.push(...left);
    }
    rest = next;
  }
  const reason = rulesSeen === 0 ? "has no rules" : "has no rule that applies";
  const [first = nic.address, ...also] = groups.map((group) => group.address);
  const stopped = tell(rest, "stop", first, reason).map((one) => ({ ...one, also }));
  return [...passed, ...undecided, ...stopped];
}

/** A rule for other addresses; groups hold thousands of them, so this is asked before anything is split. */
function isFarAway(rule: SecurityGroupRule, addresses: Packets["src"]): boolean {
  const [only] = rule.cidrs;
  const [first] = addresses;
  const last = addresses[addresses.length - 1];
  if (rule.groups.length > 0 || rule.cidrs.length !== 1 || !only || !first || !last) return false;
  return only.end <= first.start || only.start >= last.end;
}

/** When several rules together admit all, the packets needn't be cut up. */
function merged(packets: Packets, passed: readonly Filtered[]): Filtered[] {
  const addresses = [...new Set(passed.map(({ address }) => address))];
  return [{ packets, result: "pass", address: addresses.join(", "), reason: passed[0]?.reason ?? "" }];
}

/** What may admit packets that no rule certainly admits. */
interface Doubt extends Note {
  readonly match: Match;
  readonly addresses?: AddressSet;
}

function doubtsOf(
  nic: Nic,
  groups: readonly SecurityGroup[],
  direction: Direction,
  peer: Nic | undefined,
): readonly Doubt[] {
  const all: Match = { protocol: "all" };
  const doubts: Doubt[] = nic.groupNotes.map((note) => ({ match: all, ...note }));
  for (const group of groups) {
    for (const note of group.notes) doubts.push({ match: all, ...note });
    for (const { note, match, isPublicOnly, groups: named } of group[direction])
      if (note) doubts.push({ ...note, match, ...(isPublicOnly === true && { addresses: PUBLIC }) });
      else if (peer && named.length > 0 && peer.groupNotes.length > 0)
        doubts.push({ address: peer.address, reason: "its security groups are not all known", match });
  }
  return doubts;
}

/** A network ACL: the first rule in order that matches decides; without one the packet is stopped (VPC user guide, network ACLs). */
export function throughAcl(acl: NetworkAcl, direction: Direction, packets: Packets): Filtered[] {
  const [note] = acl.notes;
  if (note) return [{ packets, result: "unknown", address: note.address, reason: note.reason }];
  const side = direction === "ingress" ? "src" : "dst";
  const results: Filtered[] = [];
  let rest: Packets[] = [packets];
  for (const rule of acl[direction]) {
    const addresses = rule.cidr.length === 0 ? ALL_ADDRESSES : setOfCidr(rule.cidr);
    const next: Packets[] = [];
    for (const piece of rest) {
      const { hit, rest: left } = split(piece, { match: rule.match, side, addresses });
      if (hit) {
        const result = rule.note ? "unknown" : rule.allow ? "pass" : "stop";
        results.push({
          packets: hit,
          result,
          address: rule.address,
          reason: rule.note?.reason ?? `${direction} rule ${rule.number}`,
        });
      }
      next.push(...left);
    }
    rest = next;
    if (rest.length === 0) break;
  }
  if (rest.length === 0 && results.every(({ result }) => result === "pass"))
    return results.length === 1 ? results : merged(packets, results);
  return [...results, ...tell(rest, "stop", acl.address, `no ${direction} rule matches`)];
}
