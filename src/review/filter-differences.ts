import { Meter } from "../limits";
import { type AddressSet, ALL_ADDRESSES, ALL_IPV4, intersect, isEmptySet, setOfCidr, subtract, unionOf } from "../ip";
import { describeProtocol, isIcmp, type PortSet, TCP, UDP } from "../reachability";
import { RangeIndex } from "../reachability/range-index";
import {
  type AclRule,
  type Direction,
  hasIpv6,
  type Match,
  type NetworkAcl,
  type SecurityGroup,
  type SecurityGroupRule,
  type Topology,
} from "../topology";
import { type Networks } from "./networks";

/** Packets that a filter admits now and didn't, or the other way round: from or to these addresses or members of a group. */
export interface AdmittedPackets {
  /** `tcp`, `icmp type 8`, `protocol 50`, or `all` for every protocol. */
  readonly protocol: string;
  /** Undefined for protocols without ports. */
  readonly ports?: PortSet;
  readonly addresses: AddressSet;
  readonly groups: readonly string[];
}

export interface FilterDifference {
  readonly address: string;
  readonly kind: "security group" | "network ACL";
  readonly direction: Direction;
  readonly gained: readonly AdmittedPackets[];
  readonly lost: readonly AdmittedPackets[];
  /** Whether the filter exists on one side only. */
  readonly exists: "both" | "before" | "after";
  /** The network ACL that its subnets had before, and those subnets. */
  readonly instead?: string;
  readonly users?: readonly string[];
  readonly owners: readonly string[];
  readonly doubts: readonly string[];
}

/** One kind of packets that no rule of either side cuts any further, but by address. */
interface Kind {
  readonly protocol: number | "other";
  readonly port?: { readonly start: number; readonly end: number };
  readonly icmp?: { readonly type?: number; readonly code?: number };
}

/** What a filter admits of one kind. */
interface Admitted {
  readonly addresses: AddressSet;
  readonly groups: readonly string[];
}

function matches({ protocol, ports, icmpType, icmpCode }: Match, kind: Kind): boolean {
  if (protocol !== "all" && protocol !== kind.protocol) return false;
  if (kind.port && ports) return ports.from <= kind.port.start && kind.port.end - 1 <= ports.to;
  if (icmpType !== undefined)
    return kind.icmp?.type === icmpType && (icmpCode === undefined || kind.icmp.code === icmpCode);
  return true;
}

function kindsOf(rules: readonly Match[]): Kind[] {
  const named = new Set(rules.flatMap(({ protocol }) => (protocol === "all" ? [] : [protocol])));
  const kinds: Kind[] = [{ protocol: "other" }];
  for (const protocol of named) {
    const own = rules.filter((one) => one.protocol === protocol || one.protocol === "all");
    if (protocol === TCP || protocol === UDP) {
      const cuts = own.flatMap(({ ports }) => (ports ? [ports.from, ports.to + 1] : []));
      const borders = [...new Set([0, 65536, ...cuts])].filter((one) => one >= 0 && one <= 65536).sort((a, b) => a - b);
      borders.slice(0, -1).forEach((start, i) => kinds.push({ protocol, port: { start, end: borders[i + 1]! } }));
    } else if (isIcmp(protocol)) {
      kinds.push({ protocol });
      const types = new Map<string, { type?: number; code?: number }>();
      for (const { icmpType: type, icmpCode: code } of own)
        if (type !== undefined) {
          types.set(String(type), { type });
          if (code !== undefined) types.set(`${type}/${code}`, { type, code });
        }
      for (const icmp of types.values()) kinds.push({ protocol, icmp });
    } else kinds.push({ protocol });
  }
  return kinds;
}

const BY_PORT = new WeakMap<readonly object[], RangeIndex>();

/** The rules that are about packets of this kind, in their order: looked up by port, since each of thousands may have its own. */
function rulesFor<R extends SecurityGroupRule | AclRule>(rules: readonly R[], kind: Kind): readonly R[] {
  const isOwn = ({ match, note }: R): boolean => !note && matches(match, kind);
  if (!kind.port) return rules.filter(isOwn);
  const index =
    BY_PORT.get(rules) ??
    new RangeIndex(
      rules.map(({ match: { ports } }, place) => ({ start: ports?.from ?? 0, end: (ports?.to ?? 65535) + 1, place })),
    );
  BY_PORT.set(rules, index);
  const places = new Set<number>();
  index.collect(kind.port.start, kind.port.end, places);
  return [...places]
    .sort((a, b) => a - b)
    .map((place) => rules[place]!)
    .filter(isOwn);
}

function admittedByGroup(rules: readonly SecurityGroupRule[], kind: Kind, universe: AddressSet): Admitted {
  const own = rulesFor(rules, kind);
  return {
    addresses: intersect(unionOf(own.map(({ cidrs }) => cidrs)), universe),
    groups: [...new Set(own.flatMap(({ groups }) => groups.map(({ address }) => address)))],
  };
}

function admittedByAcl(rules: readonly AclRule[], kind: Kind, universe: AddressSet): Admitted {
  let rest = universe;
  const admitted: AddressSet[] = [];
  for (const { cidr, allow } of rulesFor(rules, kind)) {
    const hit = intersect(rest, setOfCidr(cidr));
    if (allow) admitted.push(hit);
    rest = subtract(rest, hit);
  }
  return { addresses: unionOf(admitted), groups: [] };
}

function nameOf({ protocol, icmp }: Kind): string {
  if (protocol === "other") return "other protocols";
  const code = icmp?.code === undefined ? "" : ` code ${icmp.code}`;
  const name = describeProtocol(protocol);
  return icmp ? `${name} type ${icmp.type}${code}` : name;
}

/** Kinds with the same packets put together: adjacent ports, and every protocol where it is the same for all of them. */
function gathered(parts: readonly (Admitted & { kind: Kind })[], kinds: readonly Kind[]): AdmittedPackets[] {
  const found = new Map<string, { packets: AdmittedPackets; ports: PortSet[] }>();
  const textOf = ({ addresses, groups }: Admitted): string =>
    JSON.stringify([addresses.map(({ start, end }) => `${start}-${end}`), groups]);
  const texts = parts.map(textOf);
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const [i, { kind, addresses, groups }] of parts.entries()) {
    const [text, admitted] = [texts[i]!, { addresses, groups }];
    if (counts.get(text) === kinds.length) {
      found.set(text, { packets: { protocol: "all", ...admitted }, ports: [] });
      continue;
    }
    const key = `${nameOf(kind)}\n${text}`;
    const ports = found.get(key)?.ports ?? [];
    if (kind.port) ports.push([kind.port]);
    found.set(key, { packets: { protocol: nameOf(kind), ...admitted }, ports });
  }
  return [...found.values()].map(({ packets, ports }) =>
    ports.length > 0 ? { ...packets, ports: unionOf(ports) } : packets,
  );
}

function without(a: Admitted, b: Admitted): Admitted {
  return { addresses: subtract(a.addresses, b.addresses), groups: a.groups.filter((one) => !b.groups.includes(one)) };
}

function isNothing({ addresses, groups }: Admitted): boolean {
  return isEmptySet(addresses) && groups.length === 0;
}

function compared(
  kinds: readonly Kind[],
  before: (kind: Kind) => Admitted,
  after: (kind: Kind) => Admitted,
): Pick<FilterDifference, "gained" | "lost"> {
  const parts = kinds.map((kind) => ({ kind, was: before(kind), will: after(kind) }));
  const of = (pick: (part: (typeof parts)[number]) => Admitted): AdmittedPackets[] =>
    gathered(
      parts.map((part) => ({ kind: part.kind, ...pick(part) })).filter((one) => !isNothing(one)),
      kinds,
    );
  return { gained: of(({ was, will }) => without(will, was)), lost: of(({ was, will }) => without(was, will)) };
}

type Filter = SecurityGroup | NetworkAcl;

function filtersIn(topology: Topology): { groups: Map<string, SecurityGroup>; acls: Map<string, NetworkAcl> } {
  const groups = [...topology.vpcs.map((vpc) => vpc.defaultGroup), ...topology.securityGroups];
  const acls = [...topology.vpcs.map((vpc) => vpc.defaultAcl), ...topology.networkAcls];
  return {
    groups: new Map(groups.map((one) => [one.address, one])),
    acls: new Map(acls.map((one) => [one.address, one])),
  };
}

/** Two filters to hold against each other; one of them may not exist. */
interface FilterPair<F> {
  readonly was?: F;
  readonly will?: F;
  readonly users?: readonly string[];
}

/** What holding one rule against one kind of packets costs: most are looked up, and of an ACL each cuts from what the ones before left. */
const COSTS: Readonly<Record<FilterDifference["kind"], number>> = {
  "security group": 1 / 256,
  "network ACL": 1 / 16,
};

function differencesOf<F extends Filter>(
  kind: FilterDifference["kind"],
  { was, will, users }: FilterPair<F>,
  admitted: (filter: F | undefined, direction: Direction, one: Kind) => Admitted,
): FilterDifference[] {
  const address = (will ?? was)?.address ?? "";
  const exists = was && will ? "both" : was ? "before" : "after";
  const instead = was && will && was.address !== will.address ? was.address : undefined;
  return (["ingress", "egress"] as const).flatMap((direction): FilterDifference[] => {
    const rules = [...(was?.[direction] ?? []), ...(will?.[direction] ?? [])];
    if (rules.length === 0 || (was && will && sameRules(was[direction], will[direction]))) return [];
    const kinds = kindsOf(rules.map(({ match }) => match));
    new Meter("pairs", `comparing the rules of ${address}`).spend(kinds.length * rules.length * COSTS[kind]);
    const found = compared(
      kinds,
      (one) => admitted(was, direction, one),
      (one) => admitted(will, direction, one),
    );
    if (found.gained.length + found.lost.length === 0) return [];
    const notes = [...(will?.doubts.rules ?? []), ...rules.flatMap(({ note }) => note ?? [])];
    const doubts = [...new Set(notes.map((note) => `${note.address}: ${note.reason}`))];
    const owners = rules.map((one) => one.address);
    const names = { ...(instead !== undefined && { instead }), ...(users && { users }) };
    return [{ address, kind, direction, ...found, exists, ...names, owners, doubts }];
  });
}

function pairsOf<F>(before: ReadonlyMap<string, F>, after: ReadonlyMap<string, F>): FilterPair<F>[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((address) => {
    const [was, will] = [before.get(address), after.get(address)];
    return { ...(was && { was }), ...(will && { will }) };
  });
}

/** Subnets that get another network ACL: for them, what changes is the difference of the two. */
function exchanged(before: Topology, after: Topology): FilterPair<NetworkAcl>[] {
  const old = new Map(before.subnets.map((subnet) => [subnet.address, subnet.acl]));
  const pairs = new Map<string, { was: NetworkAcl; will: NetworkAcl; users: string[] }>();
  for (const { address, acl: will } of after.subnets) {
    const was = old.get(address);
    if (!was || was.address === will.address) continue;
    const key = `${was.address}\n${will.address}`;
    const pair = pairs.get(key) ?? { was, will, users: [] };
    pair.users.push(address);
    pairs.set(key, pair);
  }
  return [...pairs.values()];
}

function sameRules(a: readonly (SecurityGroupRule | AclRule)[], b: readonly (SecurityGroupRule | AclRule)[]): boolean {
  const text = (rules: typeof a): string =>
    JSON.stringify(
      rules.map((rule) => ("groups" in rule ? { ...rule, groups: rule.groups.map((one) => one.address) } : rule)),
      (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    );
  return text(a) === text(b);
}

/** Per security group and network ACL: packets admitted that weren't, and no longer admitted that were. */
export function filterDifferences({ before, after }: Networks): FilterDifference[] {
  const [old, next] = [filtersIn(before.topology), filtersIn(after.topology)];
  const others = exchanged(before.topology, after.topology);
  // Where nobody has IPv6, rules that also name all of it say nothing more.
  const isDual = [before, after].some(({ topology }) => topology.vpcs.some(hasIpv6));
  const universe = isDual ? ALL_ADDRESSES : ALL_IPV4;
  // An ACL that comes or goes with its subnets' other one is told by what changes for them.
  const isTold = ({ was, will }: FilterPair<NetworkAcl>): boolean =>
    others.some((one) => (!was && one.will?.address === will?.address) || (!will && one.was?.address === was?.address));
  const acls = [...others, ...pairsOf(old.acls, next.acls).filter((pair) => !isTold(pair))];
  return [
    ...pairsOf(old.groups, next.groups).flatMap((pair) =>
      differencesOf("security group", pair, (group, direction, kind) =>
        admittedByGroup(group?.[direction] ?? [], kind, universe),
      ),
    ),
    ...acls.flatMap((pair) =>
      differencesOf("network ACL", pair, (acl, direction, kind) =>
        admittedByAcl(acl?.[direction] ?? [], kind, universe),
      ),
    ),
  ];
}
