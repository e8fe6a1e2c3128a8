import { type AddressSet, ALL_ADDRESSES, intersect, isEmptySet, setsEqual, subtract, unionOf } from "../ip";
import { type Direction, type Nic, type SecurityGroup } from "../topology";
import { admitting, doubtsOf, type Filtered } from "./filters";
import { ALL_PORTS, hasPorts, isSelected, type Packets, type PortSet, portSet } from "./packets";
import { sift } from "./sieve";

/** On these ports some of the addresses are admitted, and the others are not; either may be none. */
interface Row {
  readonly ports: PortSet;
  readonly inside: AddressSet;
  readonly outside: AddressSet;
}

/** A rule's ports with those of the addresses asked about that it admits. */
interface Admitted {
  readonly ports: PortSet;
  readonly addresses: AddressSet;
}

/** What rules for some of the addresses admit together, by the borders of their ports. */
function rowsOf(addresses: AddressSet, ports: PortSet, partly: readonly Admitted[]): Row[] {
  const cuts = [...ports, ...partly.flatMap((one) => one.ports)].flatMap(({ start, end }) => [start, end]);
  const borders = [...new Set(cuts)].sort((a, b) => a - b);
  const places = new Map(borders.map((border, i) => [border, i]));
  const cells: AddressSet[][] = borders.map(() => []);
  for (const one of partly)
    for (const { start, end } of one.ports)
      for (let i = places.get(start)!; i < places.get(end)!; i++) cells[i]!.push(one.addresses);
  const found = new Map<string, { inside: AddressSet; ports: PortSet[] }>();
  cells.slice(0, -1).forEach((sets, i) => {
    const own = intersect(ports, [{ start: borders[i]!, end: borders[i + 1]! }]);
    if (isEmptySet(own)) return;
    const inside = unionOf(sets);
    const key = inside.map(({ start, end }) => `${start}-${end}`).join();
    const known = found.get(key) ?? { inside, ports: [] };
    known.ports.push(own);
    found.set(key, known);
  });
  return [...found.values()].map(({ inside, ports: some }) => ({
    ports: unionOf(some),
    inside,
    outside: subtract(addresses, inside),
  }));
}

/** What an interface's rules admit of some addresses, for all ports at once. */
function tableOf(nic: Nic, direction: Direction, packets: Packets, peer: Nic | undefined): Row[] {
  const side = direction === "ingress" ? "src" : "dst";
  const own = packets[side];
  const all = { ...packets, dstPorts: ALL_PORTS };
  const admitted = admitting({ groups: nic.groups ?? [], direction, peer }, all, side).flatMap((hole): Admitted[] => {
    if (!isSelected(hole.match, packets)) return [];
    const { ports } = hole.match;
    const addresses = hole.addresses === ALL_ADDRESSES ? own : intersect(own, hole.addresses);
    const range = ports && hasPorts(packets.protocol) ? intersect(portSet(ports.from, ports.to), ALL_PORTS) : ALL_PORTS;
    return isEmptySet(addresses) || isEmptySet(range) ? [] : [{ ports: range, addresses }];
  });
  const isWhole = ({ addresses }: Admitted): boolean => addresses === own || setsEqual(addresses, own);
  const whole = unionOf(admitted.filter(isWhole).map(({ ports }) => ports));
  const left = subtract(ALL_PORTS, whole);
  const rows = isEmptySet(whole) ? [] : [{ ports: whole, inside: own, outside: [] }];
  const partly = admitted.filter((one) => !isWhole(one));
  return isEmptySet(left) ? rows : [...rows, ...rowsOf(own, left, partly)];
}

const IDS = new WeakMap<SecurityGroup, number>();
let ids = 0;

function idOf(group: SecurityGroup): number {
  const known = IDS.get(group) ?? ids++;
  IDS.set(group, known);
  return known;
}

/** Tables above which those that are kept are dropped: each pair of thousands of hosts may have one of its own. */
const MOST_KEPT = 20_000;
let kept = { tables: new WeakMap<AddressSet, Map<string, readonly Row[]>>(), count: 0 };

/** The table, kept by the addresses: a host is sent to by many that have the same groups. */
function keptTable(nic: Nic, direction: Direction, packets: Packets, peer: Nic | undefined): readonly Row[] {
  const { protocol, icmpType, icmpCode } = packets;
  const groupsOf = (one: Nic | undefined): string => (one?.groups ?? []).map(idOf).join();
  const key = [direction, groupsOf(nic), groupsOf(peer), protocol, icmpType, icmpCode].join("|");
  const addresses = packets[direction === "ingress" ? "src" : "dst"];
  const own = kept.tables.get(addresses) ?? new Map<string, readonly Row[]>();
  const known = own.get(key);
  if (known) return known;
  const table = tableOf(nic, direction, packets, peer);
  if (kept.count++ > MOST_KEPT) kept = { tables: new WeakMap(), count: 0 };
  kept.tables.set(addresses, own.set(key, table));
  return table;
}

/**
 * Security groups of an interface, when only the verdict is asked for: the same packets pass, are stopped or stay open as
 * rule by rule, but what passes by different rules is not told apart, and nobody is told by which.
 */
export function throughGroupsAtOnce(
  nic: Nic,
  direction: Direction,
  packets: Packets,
  peer: Nic | undefined,
): Filtered[] {
  const { groups, address } = nic;
  const passed = (part: Packets): Filtered => ({ result: "pass", packets: part, rules: [address] });
  if (groups === undefined) return [passed(packets)];
  const side = direction === "ingress" ? "src" : "dst";
  const parts: Filtered[] = [];
  const rest: Packets[] = [];
  for (const { ports, inside, outside } of keptTable(nic, direction, packets, peer)) {
    const dstPorts = hasPorts(packets.protocol) ? intersect(ports, packets.dstPorts) : packets.dstPorts;
    if (isEmptySet(dstPorts)) continue;
    const part = { ...packets, dstPorts };
    if (!isEmptySet(inside)) parts.push(passed({ ...part, [side]: inside }));
    if (!isEmptySet(outside)) rest.push({ ...part, [side]: outside });
  }
  if (rest.length === 0) return parts;
  const doubtful = sift(rest, side, doubtsOf(nic, groups, direction, peer));
  return [
    ...parts,
    ...doubtful.fallen.map(({ packets: part, hole: note }): Filtered => ({ result: "unknown", packets: part, note })),
    ...doubtful.rest.map((part): Filtered => ({
      result: "stop",
      packets: part,
      by: [address],
      cause: { kind: "no-rule-applies" },
    })),
  ];
}
