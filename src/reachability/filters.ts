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
  for (const group of groups) {
    rulesSeen += group[direction].length;
    for (const rule of rulesNear(group, direction, packets[side])) {
      if (rule.note) continue;
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

/** Rules for one range of addresses each, by its start; `furthest` is the highest end of a rule and those before it. */
interface RuleIndex {
  readonly byStart: readonly { readonly place: number; readonly start: number; readonly furthest: number }[];
  /** Where the rules stand that may be about any address. */
  readonly others: readonly number[];
}

const INDEXED = new WeakMap<SecurityGroup, Partial<Record<Direction, RuleIndex>>>();

function indexOf(group: SecurityGroup, direction: Direction): RuleIndex {
  const known = INDEXED.get(group) ?? {};
  INDEXED.set(group, known);
  return (known[direction] ??= indexed(group[direction]));
}

function indexed(rules: readonly SecurityGroupRule[]): RuleIndex {
  const others: number[] = [];
  const single: { place: number; start: number; furthest: number }[] = [];
  rules.forEach(({ cidrs, groups }, place) => {
    const [only] = cidrs;
    if (groups.length > 0 || cidrs.length !== 1 || !only) others.push(place);
    else single.push({ place, start: only.start, furthest: only.end });
  });
  single.sort((a, b) => a.start - b.start);
  let furthest = 0;
  for (const one of single) furthest = one.furthest = Math.max(furthest, one.furthest);
  return { byStart: single, others };
}

/** Fewer rules than this are looked through faster than looked up. */
const FEW_RULES = 8;

/** The rules that may be about some of the addresses, in their order: groups hold thousands of rules for others. */
function rulesNear(
  group: SecurityGroup,
  direction: Direction,
  addresses: Packets["src"],
): readonly SecurityGroupRule[] {
  const rules = group[direction];
  const [first] = addresses;
  const last = addresses[addresses.length - 1];
  if (rules.length < FEW_RULES || !first || !last) return rules;
  const { byStart, others } = indexOf(group, direction);
  let [low, high] = [0, byStart.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byStart[middle]!.start < last.end) low = middle + 1;
    else high = middle;
  }
  const places = [...others];
  for (let i = low - 1; i >= 0 && byStart[i]!.furthest > first.start; i--) places.push(byStart[i]!.place);
  return places.sort((a, b) => a - b).map((place) => rules[place]!);
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
  const [unknown] = nic.groupNotes;
  if (unknown) return [{ match: all, ...unknown }];
  const doubts: Doubt[] = [];
  for (const group of groups) {
    // What is doubtful for all packets leaves nothing to the doubts after it.
    if (group.notes[0]) return [...doubts, { match: all, ...group.notes[0] }];
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
