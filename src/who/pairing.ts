import { type Connection, type Numbers } from "./connections";
import { partOf, type Spill } from "./spill";

/** A client that may have made a connection of the NAT gateway. */
export interface Candidate {
  readonly address: string;
  readonly port: number;
  readonly start: number;
  readonly end: number;
  /** Whether packets and bytes of both directions are those of the connection asked for. */
  readonly agrees: boolean;
}

/** A connection of a NAT gateway to a server, and who it may have been. */
export interface Outer {
  /** Number of the interface. */
  readonly number: number;
  readonly address: string;
  readonly port: number;
  readonly protocol: number;
  readonly server: string;
  readonly serverPort: number;
  readonly numbers: Numbers;
  readonly start: number;
  readonly end: number;
  readonly isWhole: boolean;
  /** Connections of the NAT gateway, and of clients, that nothing tells from each other. */
  readonly outers: number;
  readonly inners: number;
  /** How many clients those are. */
  readonly clients: number;
  /** The nearest of them in time, at most {@link MOST_CANDIDATES}. */
  readonly candidates: readonly Candidate[];
}

/** Where a connection belongs that has no partner: data for whether that can be explained. */
export interface Unmatched {
  readonly side: "inner" | "outer";
  /** Interface, protocol and server. */
  readonly way: string;
  readonly start: number;
  readonly numbers: Numbers;
}

export const MOST_CANDIDATES = 10;

/** Interface, protocol and server, a tab, packets and bytes, a tab, and the rest. */
function lineOfConnection(number: string, one: Connection): string {
  const { side, protocol, address, port, server, serverPort, numbers, start, end } = one;
  const way = `${number} ${protocol} ${server} ${serverPort}`;
  const rest = `${side === "inner" ? "i" : "o"} ${address} ${port} ${start} ${end} ${one.isWhole ? 1 : 0}`;
  return `${way}\t${numbers.join(" ")}\t${rest}`;
}

/** Connections that can be partners come to the same part: they agree in everything before the second tab. */
export function addConnection(spill: Spill, number: string, one: Connection): void {
  const line = lineOfConnection(number, one);
  spill.add(partOf(line.slice(0, line.lastIndexOf("\t")), spill.parts), line);
}

export interface Member {
  readonly side: "inner" | "outer";
  readonly address: string;
  readonly port: number;
  readonly start: number;
  readonly end: number;
  readonly isWhole: boolean;
}

export function memberOf(rest: string): Member {
  const [side, address = "", port, start, end, whole] = rest.split(" ");
  return {
    side: side === "i" ? "inner" : "outer",
    address,
    port: Number(port),
    start: Number(start),
    end: Number(end),
    isWhole: whole === "1",
  };
}

/** Runs of members of which each begins at most `skew` seconds after the one before: no partner is outside of the run. */
function* runsOf(members: Member[], skew: number): Generator<readonly Member[]> {
  members.sort((one, other) => one.start - other.start);
  let run: Member[] = [];
  for (const member of members) {
    const last = run.at(-1);
    if (last && member.start - last.start > skew) {
      yield run;
      run = [];
    }
    run.push(member);
  }
  if (run.length > 0) yield run;
}

/** The inners that begin nearest to a moment, of inners in the order of their beginnings. */
function nearest(inners: readonly Member[], start: number): Member[] {
  let low = 0;
  let high = inners.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inners[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return inners
    .slice(Math.max(0, low - MOST_CANDIDATES), low + MOST_CANDIDATES)
    .sort((one, other) => Math.abs(one.start - start) - Math.abs(other.start - start))
    .slice(0, MOST_CANDIDATES);
}

function outerOf(
  way: string,
  numbers: Numbers,
  member: Member,
): Omit<Outer, "outers" | "inners" | "clients" | "candidates"> {
  const [number, protocol, server = "", serverPort] = way.split(" ");
  const { address, port, start, end, isWhole } = member;
  return {
    number: Number(number),
    address,
    port,
    protocol: Number(protocol),
    server,
    serverPort: Number(serverPort),
    numbers,
    start,
    end,
    isWhole,
  };
}

/** Receives what pairing finds. */
export interface PairingSink {
  outer(outer: Outer): void;
  unmatched(one: Unmatched): void;
}

function pairRun(way: string, numbers: Numbers, run: readonly Member[], sink: PairingSink): void {
  const inners = run.filter(({ side }) => side === "inner");
  const outers = run.filter(({ side }) => side === "outer");
  const clients = new Set(inners.map(({ address }) => address)).size;
  for (const outer of outers) {
    const candidates = nearest(inners, outer.start).map(({ address, port, start, end }) => ({
      address,
      port,
      start,
      end,
      agrees: true,
    }));
    const counts = { outers: outers.length, inners: inners.length, clients };
    sink.outer({ ...outerOf(way, numbers, outer), ...counts, candidates });
  }
  const side = outers.length > inners.length ? "outer" : "inner";
  const more = side === "outer" ? outers : inners;
  const surplus = Math.abs(outers.length - inners.length);
  for (const { start, isWhole } of more.slice(more.length - surplus))
    if (isWhole) sink.unmatched({ side, way, start, numbers });
}

/**
 * Finds for each connection of a NAT gateway the connections of clients to the same server with the same packets and bytes in
 * both directions: a NAT gateway changes addresses and ports and nothing else, so its own is among them.
 * @param skew seconds by which the two records of one connection may differ
 */
export function pairPart(lines: readonly string[], skew: number, sink: PairingSink): void {
  const groups = new Map<string, Member[]>();
  for (const line of lines) {
    const tab = line.lastIndexOf("\t");
    const key = line.slice(0, tab);
    const there = groups.get(key);
    const member = memberOf(line.slice(tab + 1));
    if (there) there.push(member);
    else groups.set(key, [member]);
  }
  for (const [key, members] of groups) {
    const [way = "", text = ""] = key.split("\t");
    const numbers = text.split(" ").map(Number) as unknown as Numbers;
    for (const run of runsOf(members, skew)) pairRun(way, numbers, run, sink);
  }
}
