import { cidrOverlaps, formatCidr } from "../ipv4";
import {
  endOfSubnet,
  ICMP,
  type Judged,
  judge,
  type ReachStatement,
  type Receiver,
  type Sender,
  TCP,
  UDP,
  type Walker,
} from "../reachability";
import { type Subnet, type Topology, type Vpc } from "../topology";
import { type Line } from "./picture";
import { type Site } from "./site";
import { plain, shorten } from "./text";

/** TCP, UDP, ping, and one protocol that stands for all others. */
const ANYTHING = [TCP, UDP, ICMP, 50].map((protocol) => ({ protocol }));
/** Subnet pairs with common addresses that are looked at when nobody stated anything. */
const MOST_PAIRS = 40;
const MOST_NOTES = 4;

export interface Forbidden {
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

/** What is forbidden and proved to be, and what is forbidden and isn't. */
export function forbiddenLines(walker: Walker, site: Site, stated: readonly ReachStatement[] | undefined): Forbidden {
  const { topology } = walker;
  const statements = stated ?? betweenOverlapping(topology);
  const judged = statements.map((statement) => ({ statement, found: judge(walker, statement) }));
  // What nobody forbade may be open.
  const broken = stated ? judged.filter(({ found }) => !found.holds) : [];
  const lines = [
    ...broken.flatMap(({ statement, found }) => brokenLine(site, statement, found)),
    ...kept(
      site,
      topology,
      judged.filter(({ found }) => found.holds).map(({ statement }) => statement),
    ),
  ];
  const notes: string[] = [];
  if (stated && statements.length > 0)
    notes.push(
      broken.length === 0
        ? `all ${statements.length} statements about what must stay impossible hold`
        : `${broken.length} of ${statements.length} statements about what must stay impossible do NOT hold`,
    );
  for (const { found } of broken.slice(0, MOST_NOTES))
    notes.push(`${found.verdict === "UNKNOWN" ? "not decided" : "BROKEN"}: ${shorten(plain(found.text), 100)}`);
  if (broken.length > MOST_NOTES) notes.push(`and ${broken.length - MOST_NOTES} more (overlap verify)`);
  return { lines, notes };
}

/** Any packet between subnets that have addresses in common, in different VPCs: what can't be by plain routing. */
function betweenOverlapping(topology: Topology): ReachStatement[] {
  const pairs = topology.subnets.flatMap((a) =>
    topology.subnets
      .filter((b) => a.vpc !== b.vpc && a.cidr && b.cidr && cidrOverlaps(a.cidr, b.cidr))
      .map((b) => [a, b] as const),
  );
  return pairs.slice(0, MOST_PAIRS).map(([a, b]) => ({
    kind: "reach",
    text: `${a.address} to ${b.address}`,
    from: [endOfSubnet(a, topology.natGateways)],
    to: [endOfSubnet(b, topology.natGateways)],
    flows: ANYTHING,
    expected: "DENIED",
  }));
}

const subnetsIn = (ends: readonly (Sender | Receiver)[]): Subnet[] =>
  ends.flatMap((end) => (end.kind === "host" ? [end.subnet] : []));

function brokenLine(site: Site, { from, to }: ReachStatement, found: Judged): Line[] {
  const [a] = from;
  const [b] = to;
  const placeOf = (end: Sender | Receiver | undefined): string | undefined =>
    end?.kind === "host" ? site.ofSubnet(end.subnet) : end?.kind === "internet" ? site.of("internet") : undefined;
  const [start, end] = [placeOf(a), placeOf(b)];
  if (start === undefined || end === undefined || start === end) return [];
  const label = found.verdict === "UNKNOWN" ? "forbidden, but not decided" : "forbidden, but OPEN";
  return [{ from: start, to: end, kind: "broken", flows: [], labels: [label], isMutual: false }];
}

/**
 * One line for each two VPCs of which statements hold, between the subnets that show best why: those whose ranges
 * have addresses in common.
 */
function kept(site: Site, topology: Topology, statements: readonly ReachStatement[]): Line[] {
  const ways = new Map<Vpc, Map<Vpc, Set<Subnet>[]>>();
  for (const { from, to } of statements)
    for (const a of subnetsIn(from))
      for (const b of subnetsIn(to)) {
        if (a.vpc === b.vpc) continue;
        const way = ways.get(a.vpc) ?? new Map<Vpc, Set<Subnet>[]>();
        const [starts = new Set<Subnet>(), ends = new Set<Subnet>()] = way.get(b.vpc) ?? [];
        way.set(b.vpc, [starts.add(a), ends.add(b)]);
        ways.set(a.vpc, way);
      }
  return topology.vpcs.flatMap((a, i) =>
    topology.vpcs.slice(i + 1).flatMap((b): Line[] => {
      const [there, back] = [ways.get(a)?.get(b), ways.get(b)?.get(a)];
      const [starts, ends] = there ?? [back?.[1], back?.[0]];
      const pair = starts && ends && closest([...starts], [...ends]);
      if (!pair) return [];
      const [x, y] = pair;
      const common = x.cidr && y.cidr && cidrOverlaps(x.cidr, y.cidr);
      const why = common && x.cidr ? [`both have addresses of ${formatCidr(x.cidr)}`] : [];
      const [from, to] = there ? [x, y] : [y, x];
      const isMutual = there !== undefined && back !== undefined;
      return [
        {
          from: site.ofSubnet(from),
          to: site.ofSubnet(to),
          kind: "forbidden",
          flows: [],
          labels: ["no packet directly", ...why],
          isMutual,
        },
      ];
    }),
  );
}

/** Two subnets with common addresses, otherwise the first of each. */
function closest(starts: readonly Subnet[], ends: readonly Subnet[]): readonly [Subnet, Subnet] | undefined {
  for (const a of starts) for (const b of ends) if (a.cidr && b.cidr && cidrOverlaps(a.cidr, b.cidr)) return [a, b];
  const [a] = starts;
  const [b] = ends;
  return a && b ? [a, b] : undefined;
}
