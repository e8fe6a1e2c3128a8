import { cidrOverlaps } from "../ip";
import {
  ANYTHING,
  endOfSubnet,
  type Judged,
  judge,
  type ReachStatement,
  type Receiver,
  type Sender,
  type Walker,
} from "../reachability";
import { type Subnet, type Topology, type Vpc } from "../topology";
import { type Line } from "./picture";
import { INTERNET, isNoVpc, type Site } from "./site";
import { type Verdicts } from "./verdicts";

/** Pairs of subnets with common addresses that are looked at when nobody stated anything: it takes a second or two. */
const MOST_JUDGED = 2000;
/** Red lines that a reader still follows. */
const MOST_LINES = 8;
const MOST_NOTES = 4;

export interface RedLines {
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

type SubnetPair = readonly [Subnet, Subnet];

/** Of two subnets, whether no packet gets from the first to the second; undefined when nobody asked. */
type Holds = (from: Subnet, to: Subnet) => boolean | undefined;

function doOverlap(a: Subnet, b: Subnet): boolean {
  return a.cidr !== undefined && b.cidr !== undefined && cidrOverlaps(a.cidr, b.cidr);
}

const subnetsIn = (ends: readonly (Sender | Receiver)[]): Subnet[] =>
  ends.flatMap((end) => (end.kind === "host" ? [end.subnet] : []));

/** What is forbidden and proved to be, and what is forbidden and isn't. Nothing red says more than the matrix does. */
export class Forbidding {
  private readonly topology: Topology;
  /** Pairs of subnets with common addresses that were not looked at. */
  private unasked = 0;
  private asked = 0;
  private readonly inPlace = new Map<string, readonly Subnet[]>();

  constructor(
    private readonly walker: Walker,
    private readonly verdicts: Verdicts,
    private readonly site: Site,
    private readonly isJoined: (one: Subnet, other: Subnet) => boolean = () => false,
  ) {
    this.topology = site.topology;
  }

  /** @param stated statements that no packet passes; without them subnets with common addresses are looked at */
  draw(stated: readonly ReachStatement[] | undefined): RedLines {
    if (!stated) return this.few(this.keptLines(this.overlapping()), []);
    const judged = stated.map((statement) => ({ statement, found: judge(this.walker, statement) }));
    const broken = judged.filter(({ found }) => !found.holds);
    const lines = broken.flatMap(({ statement, found }) => this.brokenLine(statement, found));
    const kept = judged.filter(({ found }) => found.holds).map(({ statement }) => statement);
    const notes: string[] = [];
    if (stated.length > 0)
      notes.push(
        broken.length === 0
          ? `all ${stated.length} statements about what must stay impossible hold`
          : `${broken.length} of ${stated.length} statements about what must stay impossible do NOT hold`,
      );
    for (const { found } of broken.slice(0, MOST_NOTES))
      notes.push(`${found.verdict === "UNKNOWN" ? "not decided" : "BROKEN"}: ${found.text}`);
    if (broken.length > MOST_NOTES) notes.push(`and ${broken.length - MOST_NOTES} more (overlap verify)`);
    const { lines: red, notes: more } = this.few(this.keptLines(statedPairs(kept)), notes);
    return { lines: [...lines, ...red], notes: more };
  }

  /** The lines, if a reader can follow them; many are told instead. */
  private few(lines: readonly Line[], notes: readonly string[]): RedLines {
    const more: string[] = [];
    if (lines.length > MOST_LINES)
      more.push(`proved, but not drawn: no packet passes between some of the subnets of ${lines.length} pairs of VPCs`);
    if (this.unasked > 0) more.push(`not looked at: ${this.unasked} pairs of subnets with the same addresses`);
    return { lines: lines.length > MOST_LINES ? [] : lines, notes: [...notes, ...more] };
  }

  /** Any packet between subnets that have addresses in common, in different VPCs: what can't be by plain routing. */
  private overlapping(): Holds {
    const known = new Map<Subnet, Map<Subnet, boolean>>();
    return (from, to) => {
      if (!doOverlap(from, to)) return undefined;
      const own = known.get(from) ?? new Map<Subnet, boolean>();
      known.set(from, own);
      let holds = own.get(to);
      if (holds === undefined) {
        if (this.asked >= MOST_JUDGED) {
          this.unasked++;
          return undefined;
        }
        this.asked++;
        holds = judge(this.walker, {
          kind: "reach",
          text: "",
          from: [endOfSubnet(from, this.topology.natGateways)],
          to: [endOfSubnet(to, this.topology.natGateways)],
          flows: ANYTHING,
          expected: "DENIED",
        }).holds;
        own.set(to, holds);
      }
      return holds;
    };
  }

  private brokenLine({ from, to }: ReachStatement, found: Judged): Line[] {
    const placeOf = (end: Sender | Receiver | undefined): string | undefined =>
      end?.kind === "host"
        ? this.site.ofSubnet(end.subnet)
        : end?.kind === "internet"
          ? this.site.of(INTERNET)
          : undefined;
    const [start, end] = [placeOf(from[0]), placeOf(to[0])];
    if (start === undefined || end === undefined || start === end) return [];
    const label = found.verdict === "UNKNOWN" ? "forbidden, but not decided" : "forbidden, but OPEN";
    return [{ from: start, to: end, kind: "broken", flows: [], labels: [label], isMutual: false }];
  }

  /** One line for each two VPCs between which something is proved impossible. */
  private keptLines(holds: Holds): Line[] {
    const { vpcs } = this.topology;
    const known = vpcs.filter((vpc) => !isNoVpc(vpc));
    return known.flatMap((one, i) => known.slice(i + 1).flatMap((other) => this.keptLine(one, other, holds)));
  }

  /**
   * The line between subnets that show best why: those whose addresses the other side has too, the last of one VPC and
   * the first of the other, which are drawn next to each other. Rather a pair whose whole boxes are closed to each other.
   */
  private keptLine(left: Vpc, right: Vpc, holds: Holds): Line[] {
    const shares = (one: Subnet, others: readonly Subnet[]): boolean => others.some((other) => doOverlap(one, other));
    const pairs = [...left.subnets].reverse().flatMap((one) => right.subnets.map((other): SubnetPair => [one, other]));
    const telling = pairs.filter(([one, other]) => shares(one, right.subnets) && shares(other, left.subnets));
    let named: Line | undefined;
    for (const pair of [...telling, ...pairs]) {
      const line = this.lineOf(pair, holds);
      if (line && !line.between) return [line];
      named ??= line;
      // Between boxes of whole VPCs one pair is as good as another.
      if (named && this.site.isCompact) return [named];
    }
    return named ? [named] : [];
  }

  /** What holds between two subnets, as the matrix lets it be said of the boxes that they are in. */
  private lineOf([one, other]: SubnetPair, holds: Holds): Line | undefined {
    const isShown = (from: Subnet, to: Subnet): boolean =>
      !this.isJoined(from, to) && holds(from, to) === true && this.verdicts.isClosed([from], [to]);
    const [there, back] = [isShown(one, other), isShown(other, one)];
    if (!there && !back) return undefined;
    const [from, to] = there ? [one, other] : [other, one];
    const [start, end] = [this.site.ofSubnet(from), this.site.ofSubnet(to)];
    if (start === end) return undefined;
    const isMutual = there && back;
    const [inStart, inEnd] = [this.subnetsIn(start), this.subnetsIn(end)];
    const isWhole = this.verdicts.isClosed(inStart, inEnd) && (!isMutual || this.verdicts.isClosed(inEnd, inStart));
    const base = { from: start, to: end, kind: "forbidden", flows: [], isMutual } as const;
    if (isWhole) return { ...base, labels: ["no packet"] };
    const [nameOfStart, nameOfEnd] = [from, to].map((end) => this.site.naming.of(end.address));
    return {
      ...base,
      labels: ["no packet", isMutual ? `${nameOfStart} ↔ ${nameOfEnd}` : `${nameOfStart} → ${nameOfEnd}`],
      between: [from.address, to.address],
    };
  }

  private subnetsIn(place: string): readonly Subnet[] {
    let subnets = this.inPlace.get(place);
    if (!subnets) {
      subnets = this.topology.subnets.filter((one) => this.site.ofSubnet(one) === place);
      this.inPlace.set(place, subnets);
    }
    return subnets;
  }
}

/** What statements that hold say of subnets. */
function statedPairs(statements: readonly ReachStatement[]): Holds {
  const stated = new Map<Subnet, Set<Subnet>>();
  for (const { from, to } of statements)
    for (const sender of subnetsIn(from)) {
      const ends = stated.get(sender) ?? new Set<Subnet>();
      for (const receiver of subnetsIn(to)) if (sender.vpc !== receiver.vpc) ends.add(receiver);
      stated.set(sender, ends);
    }
  return (from, to) => (stated.get(from)?.has(to) === true ? true : undefined);
}
