import { Meter } from "../limits";
import { ALL_ADDRESSES, type Family, familyOfCidr, familyOfSet, isEmptySet, setOfCidr } from "../ip";
import {
  type AclRule,
  type Direction,
  type Match,
  type NetworkAcl,
  type Nic,
  type Note,
  type SecurityGroup,
} from "../topology";
import { isNothing, type Packets } from "./packets";
import { onceFor } from "./remembered";
import { type Hole, RuleIndex, sift } from "./sieve";

/** What in a filter stops packets. */
export type StopCause =
  /** Its groups have no rule at all, or none that applies. */
  | { readonly kind: "no-rules" | "no-rule-applies" }
  /** A network ACL has no rule that matches. */
  | { readonly kind: "no-rule-matches" }
  | { readonly kind: "rule"; readonly number: number };

/** A part of the packets with what a filter does to it. */
export type Filtered =
  /** Addresses of the rules that admit it together; of the interface, where nothing filters. */
  | { readonly result: "pass"; readonly packets: Packets; readonly rules: readonly string[] }
  /** Addresses of the rule, groups or ACL that stop it. */
  | { readonly result: "stop"; readonly packets: Packets; readonly by: readonly string[]; readonly cause: StopCause }
  | { readonly result: "unknown"; readonly packets: Packets; readonly note: Note };

/** What is left of the packets when every rule has taken its part. */
function stoppedBy(pieces: readonly Packets[], by: readonly string[], cause: StopCause): Filtered[] {
  return pieces.filter((piece) => !isNothing(piece)).map((packets) => ({ result: "stop", packets, by, cause }));
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
  if (groups === undefined) return [{ result: "pass", packets, rules: [nic.address] }];
  const side = direction === "ingress" ? "src" : "dst";
  const { fallen, rest } = sift([packets], side, admitting({ groups, direction, peer }, packets, side));
  const passed = fallen.map(({ packets: part, hole }) => passedBy(part, [hole.address]));
  if (rest.length === 0) return passed.length === 1 ? passed : merged(packets, passed);
  const doubtful = sift(rest, side, doubtsOf(nic, groups, direction, peer));
  const undecided = doubtful.fallen.map(({ packets: part, hole }): Filtered => ({
    result: "unknown",
    packets: part,
    note: { address: hole.address, reason: hole.reason },
  }));
  const kind = groups.every((group) => group[direction].length === 0) ? "no-rules" : "no-rule-applies";
  const by = groups.length > 0 ? groups.map((group) => group.address) : [nic.address];
  return [...passed, ...undecided, ...stoppedBy(doubtful.rest, by, { kind })];
}

/** Rules of security groups, as an interface or whoever is at the other end meets them. */
export interface Admission {
  readonly groups: readonly SecurityGroup[];
  readonly direction: Direction;
  readonly peer: Nic | undefined;
}

interface Admitting extends Hole {
  readonly address: string;
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
        return [{ match: rule.match, addresses, address: rule.address }];
      }),
  );
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
    addresses: setOfCidr(rule.cidr),
  }));
  const openerOf = (family: Family): readonly string[] | undefined => {
    const first = holes.find(({ cidr }) => familyOfCidr(cidr) === family);
    return first && passesAll(first) ? [first.address] : undefined;
  };
  return {
    index: new RuleIndex(holes),
    holes,
    openers: { ipv4: openerOf("ipv4"), ipv6: openerOf("ipv6") },
    meter: new Meter("pairs", `cutting packets up by ${acl.address}`),
  };
});

/** Whether nothing of its family gets as far as the rules after it: what most ACLs, the default one among them, begin with. */
function passesAll({ note, allow, match, cidr }: AclRule): boolean {
  const { protocol, ports, icmpType } = match;
  const isAll = protocol === "all" && ports === undefined && icmpType === undefined && cidr.length === 0;
  return isAll && allow && note === undefined;
}

type Passed = Extract<Filtered, { readonly result: "pass" }>;

function passedBy(packets: Packets, rules: readonly string[]): Passed {
  return { result: "pass", packets, rules };
}

/** When several rules together admit all, the packets needn't be cut up. */
function merged(packets: Packets, passed: readonly Passed[]): Filtered[] {
  return [passedBy(packets, [...new Set(passed.flatMap(({ rules }) => rules))])];
}

/** What may admit packets that no rule certainly admits. */
interface OpenAdmission extends Note, Hole {}

/** The rules that may leave open whom they admit: a few among thousands. */
const doubtfulIn = onceFor((group: SecurityGroup, direction) =>
  group[direction].filter(({ note, groups }) => note || groups.length > 0),
);

export function doubtsOf(
  nic: Nic,
  groups: readonly SecurityGroup[],
  direction: Direction,
  peer: Nic | undefined,
): readonly OpenAdmission[] {
  const all: Match = { protocol: "all" };
  const [unknown] = nic.doubts.groups;
  const anyone = { match: all, addresses: ALL_ADDRESSES };
  if (unknown) return [{ ...unknown, ...anyone }];
  const doubts: OpenAdmission[] = [];
  for (const group of groups) {
    // What is doubtful for all packets leaves nothing to the doubts after it.
    const [ofGroup] = group.doubts.rules;
    if (ofGroup) return [...doubts, { ...ofGroup, ...anyone }];
    for (const { note, match, within = ALL_ADDRESSES, groups: named } of doubtfulIn(group, direction))
      if (note) doubts.push({ ...note, match, addresses: within });
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
  const note = acl.doubts.rules[0];
  if (note) return [{ result: "unknown", packets, note }];
  const side = direction === "ingress" ? "src" : "dst";
  const { index, holes: all, openers, meter } = aclIndexOf(acl, direction);
  const opener = openers[familyOfSet(packets[side])];
  if (opener && !isEmptySet(packets[side])) {
    meter.spend(COST_OF_PART);
    return [passedBy(packets, opener)];
  }
  const holes = index.near(packets, side).map((place) => all[place]!);
  const { fallen, rest } = sift([packets], side, holes);
  meter.spend(holes.length + (fallen.length + rest.length) * COST_OF_PART);
  const results = fallen.map(({ packets: part, hole: { address, note: own, allow, number } }): Filtered => {
    if (own) return { result: "unknown", packets: part, note: { address, reason: own.reason } };
    if (allow) return passedBy(part, [address]);
    return { result: "stop", packets: part, by: [address], cause: { kind: "rule", number } };
  });
  const passed = results.filter((one) => one.result === "pass");
  if (rest.length === 0 && passed.length === results.length)
    return results.length === 1 ? results : merged(packets, passed);
  return [...results, ...stoppedBy(rest, [acl.address], { kind: "no-rule-matches" })];
}
