import { cidrOverlaps } from "../ipv4";
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
import { type Subnet, type Topology } from "../topology";
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

function doOverlap(a: Subnet, b: Subnet): boolean {
  return a.cidr !== undefined && b.cidr !== undefined && cidrOverlaps(a.cidr, b.cidr);
}

/** Any packet between subnets that have addresses in common, in different VPCs: what can't be by plain routing. */
function betweenOverlapping(topology: Topology): ReachStatement[] {
  const pairs = topology.subnets.flatMap((a) =>
    topology.subnets.filter((b) => a.vpc !== b.vpc && doOverlap(a, b)).map((b) => [a, b] as const),
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
 * One line for each two VPCs of which statements hold, between subnets that show best why: those whose addresses the
 * other side has too, the last of one VPC and the first of the other, which are drawn next to each other.
 */
function kept(site: Site, topology: Topology, statements: readonly ReachStatement[]): Line[] {
  const stated = new Map<Subnet, Set<Subnet>>();
  for (const { from, to } of statements)
    for (const a of subnetsIn(from)) {
      const ends = stated.get(a) ?? new Set<Subnet>();
      for (const b of subnetsIn(to)) if (a.vpc !== b.vpc) ends.add(b);
      stated.set(a, ends);
    }
  const isStated = (a: Subnet, b: Subnet): boolean => stated.get(a)?.has(b) === true;
  return topology.vpcs.flatMap((a, i) =>
    topology.vpcs.slice(i + 1).flatMap((b): Line[] => {
      const pairs = a.subnets.flatMap((x) =>
        b.subnets.filter((y) => isStated(x, y) || isStated(y, x)).map((y) => [x, y] as const),
      );
      const shares = (one: Subnet, others: readonly Subnet[]): boolean => others.some((other) => doOverlap(one, other));
      const telling = pairs.filter(([x, y]) => shares(x, b.subnets) && shares(y, a.subnets));
      const last = (telling.length > 0 ? telling : pairs).at(-1)?.[0];
      const [pair] = (telling.length > 0 ? telling : pairs).filter(([x]) => x === last);
      if (!pair) return [];
      const [x, y] = pair;
      const [from, to] = (isStated(x, y) ? [x, y] : [y, x]).map((one) => site.ofSubnet(one));
      if (from === undefined || to === undefined || from === to) return [];
      return [
        { from, to, kind: "forbidden", flows: [], labels: ["no packet"], isMutual: isStated(x, y) && isStated(y, x) },
      ];
    }),
  );
}
