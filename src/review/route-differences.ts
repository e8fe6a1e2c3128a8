import {
  type Address,
  type AddressSet,
  ALL_ADDRESSES,
  type Cidr,
  cidrEquals,
  compareAddresses,
  compareCidrs,
  endOfCidr,
  intersect,
  IPV6_END,
  type Range,
  union,
} from "../ip";
import {
  describeTarget,
  doubtsAbout,
  doubtsBeside,
  type RouteTable,
  type Topology,
  type TransitTable,
  type Vpc,
} from "../topology";
import { type Networks } from "./networks";

/** Destinations for which another route wins than before, with both targets; undefined means that there is no route. */
export interface Rerouted {
  readonly destinations: AddressSet;
  readonly before?: string;
  readonly after?: string;
}

/** What changes for those who use a route table, or get another one. */
export interface RouteDifference {
  /** The tables' addresses; equal unless an association changes. Undefined: there is none on that side. */
  readonly before?: string;
  readonly after?: string;
  /** Subnets or attachments whose packets are routed by it on both sides, or on the one where it is. */
  readonly users: readonly string[];
  readonly rerouted: readonly Rerouted[];
  /** Addresses whose arguments the texts above come from. */
  readonly owners: readonly string[];
  /** What isn't known about either table. */
  readonly doubts: readonly string[];
}

/** One entry of a table in the order in which AWS looks. */
interface TableEntry {
  readonly cidr: Cidr;
  readonly target: string;
  readonly address: string;
}

interface Table {
  readonly address: string;
  readonly entries: readonly TableEntry[];
  readonly doubts: readonly string[];
}

function tableOf(table: RouteTable, vpc: Vpc | undefined): Table {
  const entries = table.routes.map(({ cidr, target, address }) => ({ cidr, target: describeTarget(target), address }));
  const own = (vpc ?? table.vpc)?.cidrs ?? [];
  const local = own
    .filter((cidr) => !entries.some((entry) => cidrEquals(entry.cidr, cidr)))
    .map((cidr) => ({ cidr, target: "local", address: table.address }));
  const doubts = doubtsBeside(table, "serviceRoutes").map(({ address, reason }) => `${address}: ${reason}`);
  const sorted = [...entries, ...local].sort((a, b) => b.cidr.length - a.cidr.length);
  return { address: table.address, entries: sorted, doubts };
}

function transitTableOf(table: TransitTable): Table {
  const entries = table.routes.map(({ cidr, attachment, note, address }) => ({
    cidr,
    address,
    target: note ? `(${note.reason})` : (attachment?.address ?? "blackhole"),
  }));
  return {
    address: table.address,
    entries,
    doubts: doubtsAbout(table, "routes", "learnedRoutes").map(({ address, reason }) => `${address}: ${reason}`),
  };
}

/**
 * Which target wins where, as runs of addresses: routes as ranges in order of their start, a stack of those that are
 * open, the longest prefix on top.
 */
function winners(entries: readonly TableEntry[]): { start: Address; target: string | undefined }[] {
  const first = new Map<string, TableEntry>();
  for (const entry of entries) {
    const key = `${entry.cidr.base}/${entry.cidr.length}`;
    if (!first.has(key)) first.set(key, entry);
  }
  const sorted = [...first.values()].sort((a, b) => compareCidrs(a.cidr, b.cidr));
  const runs: { start: Address; target: string | undefined }[] = [{ start: 0, target: undefined }];
  const put = (start: Address, target: string | undefined): void => {
    if (runs.at(-1)?.start === start) runs.pop();
    if (runs.length === 0 || runs.at(-1)?.target !== target) runs.push({ start, target });
  };
  const open: { end: Address; target: string }[] = [];
  const closeUntil = (address: Address): void => {
    for (let top = open.at(-1); top && top.end <= address; top = open.at(-1)) {
      open.pop();
      put(top.end, open.at(-1)?.target);
    }
  };
  for (const { cidr, target } of sorted) {
    closeUntil(cidr.base);
    put(cidr.base, target);
    open.push({ end: endOfCidr(cidr), target });
  }
  closeUntil(IPV6_END);
  return runs.filter(({ start }) => start < IPV6_END);
}

/** Destination sets whose winning route leads elsewhere. */
export function reroutedBetween(before: readonly TableEntry[], after: readonly TableEntry[]): Rerouted[] {
  const [old, next] = [winners(before), winners(after)];
  const borders = [...new Set([...old, ...next].map(({ start }) => start))].sort(compareAddresses);
  const found = new Map<string, { before?: string; after?: string; ranges: Range[] }>();
  let [i, j] = [0, 0];
  borders.forEach((start, n) => {
    while (old[i + 1] && old[i + 1]!.start <= start) i++;
    while (next[j + 1] && next[j + 1]!.start <= start) j++;
    const [was, will] = [old[i]?.target, next[j]?.target];
    if (was === will) return;
    const key = `${was}\n${will}`;
    const group = found.get(key) ?? {
      ...(was !== undefined && { before: was }),
      ...(will !== undefined && { after: will }),
      ranges: [],
    };
    group.ranges.push({ start, end: borders[n + 1] ?? IPV6_END });
    found.set(key, group);
  });
  return [...found.values()].map(({ ranges, ...targets }) => ({
    ...targets,
    destinations: intersect(union(ranges), ALL_ADDRESSES),
  }));
}

interface Use {
  readonly user: string;
  readonly table: Table;
}

function usesIn(topology: Topology): Map<string, Use> {
  const tables = new Map<string, Table>();
  const uses = new Map<string, Use>();
  const known = (key: string, make: () => Table): Table => {
    const table = tables.get(key) ?? make();
    tables.set(key, table);
    return table;
  };
  for (const { address, table, vpc, doubts: ofSubnet } of topology.subnets) {
    const own = known(`${table.address}|${vpc.address}`, () => tableOf(table, vpc));
    const doubts = ofSubnet.table.map((note) => `${note.address}: ${note.reason}`);
    uses.set(address, {
      user: address,
      table: doubts.length > 0 ? { ...own, doubts: [...own.doubts, ...doubts] } : own,
    });
  }
  const used = new Set([...topology.subnets].map(({ table }) => table));
  for (const table of topology.tables)
    if (!used.has(table))
      uses.set(`|${table.address}`, { user: "", table: known(table.address, () => tableOf(table, undefined)) });
  for (const table of topology.transitTables) {
    const own = known(table.address, () => transitTableOf(table));
    for (const { address } of table.associations)
      uses.set(`${address}|${table.gateway?.address}`, { user: address, table: own });
    if (table.associations.length === 0) uses.set(`|${table.address}`, { user: "", table: own });
  }
  return uses;
}

/** Per table, or per pair of tables where an association changes: the destinations for which another route wins. */
export function routeDifferences({ before, after }: Networks): RouteDifference[] {
  const [old, next] = [usesIn(before.topology), usesIn(after.topology)];
  // What is new in a table is compared with that table as it was before, as all others in it are.
  const [oldTables, nextTables] = [old, next].map(
    (uses) => new Map([...uses.values()].map(({ table }) => [table.address, table])),
  );
  const pairs = new Map<string, { was?: Table; will?: Table; users: string[] }>();
  for (const key of new Set([...old.keys(), ...next.keys()])) {
    const [first, last] = [old.get(key), next.get(key)];
    const was = first?.table ?? oldTables?.get(last?.table.address ?? "");
    const will = last?.table ?? nextTables?.get(first?.table.address ?? "");
    const id = `${was?.address ?? ""}\n${will?.address ?? ""}`;
    const pair = pairs.get(id) ?? { ...(was && { was }), ...(will && { will }), users: [] };
    const user = (last ?? first)?.user;
    if (user) pair.users.push(user);
    pairs.set(id, pair);
  }
  return [...pairs.values()].flatMap(({ was, will, users }): RouteDifference[] => {
    const rerouted = reroutedBetween(was?.entries ?? [], will?.entries ?? []);
    if (rerouted.length === 0) return [];
    const owners = [...(was?.entries ?? []), ...(will?.entries ?? [])].map(({ address }) => address);
    const doubts = [...new Set([...(was?.doubts ?? []), ...(will?.doubts ?? [])])];
    const names = { ...(was && { before: was.address }), ...(will && { after: will.address }) };
    return [{ ...names, users, rerouted, owners: [...new Set(owners)], doubts }];
  });
}
