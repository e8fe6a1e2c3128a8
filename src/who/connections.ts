import { type FlowRecord, TCP_FLAG } from "./flow-record";
import { type Interface } from "./seen";
import { SILENCE } from "./seconds";

/** Packets and bytes from the client's end to the server's, and back. */
export type Numbers = readonly [packetsOut: number, bytesOut: number, packetsBack: number, bytesBack: number];

/** A connection as one interface saw it on one of its two sides. */
export interface Connection {
  /** `inner` from the client to the NAT gateway, `outer` from there on. */
  readonly side: "inner" | "outer";
  readonly protocol: string;
  /** The client's end: the client itself, or the NAT gateway's address and the port that it took. */
  readonly address: string;
  readonly port: string;
  readonly server: string;
  readonly serverPort: string;
  readonly numbers: Numbers;
  readonly start: number;
  readonly end: number;
  /** Whether its beginning and its end are in the log. */
  readonly isWhole: boolean;
}

const TCP = 6;
const INNER = "i";
const PLAIN = "p";

/**
 * A record as a line: what all records of a connection share, a tab, and what is its own. Both directions share the first:
 * what an interface passes on has the client's end first, what it sends and gets itself has the smaller one first.
 * Source of the four kinds of records: VPC user guide, Flow log record examples, "Traffic through a NAT gateway".
 */
export function lineOfRecord(number: number, record: FlowRecord): string | undefined {
  const { source, destination, packetSource, packetDestination, sourcePort, destinationPort, protocol } = record;
  const there = `${packetSource} ${sourcePort}`;
  const back = `${packetDestination} ${destinationPort}`;
  const comesIn = destination !== packetDestination;
  const goesBack = source !== packetSource;
  // Both changed: what no NAT gateway does.
  if (comesIn && goesBack) return undefined;
  const kind = comesIn || goesBack ? INNER : PLAIN;
  const isFirst = kind === INNER ? comesIn : there < back;
  const ends = isFirst ? `${there} ${back}` : `${back} ${there}`;
  const { packets, bytes, start, end } = record;
  const flags = protocol === TCP ? (record.flags ?? -1) : -1;
  return `${number} ${kind} ${protocol} ${ends}\t${isFirst ? 0 : 1} ${packets} ${bytes} ${start} ${end} ${flags}`;
}

interface Part {
  readonly direction: 0 | 1;
  readonly packets: number;
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
  readonly flags: number;
}

function partOfLine(text: string): Part {
  const [direction, packets = 0, bytes = 0, start = 0, end = 0, flags = -1] = text.split(" ").map(Number);
  return { direction: direction === 1 ? 1 : 0, packets, bytes, start, end, flags };
}

/** Some records of one connection put together. */
class Sum {
  readonly packets: [number, number] = [0, 0];
  readonly bytes: [number, number] = [0, 0];
  private readonly ends: [number, number] = [-Infinity, -Infinity];
  start = Infinity;
  end = -Infinity;
  private readonly syns: [boolean, boolean] = [false, false];
  isClosed = false;
  hasFlags = true;

  add({ direction, packets, bytes, start, end, flags }: Part): void {
    this.packets[direction] += packets;
    this.bytes[direction] += bytes;
    this.ends[direction] = Math.max(this.ends[direction], end);
    this.start = Math.min(this.start, start);
    this.end = Math.max(this.end, end);
    if (flags < 0) this.hasFlags = false;
    else {
      if (flags & TCP_FLAG.syn) this.syns[direction] = true;
      if (flags & (TCP_FLAG.fin | TCP_FLAG.reset)) this.isClosed = true;
    }
  }

  get hasSyn(): boolean {
    return this.syns[0] || this.syns[1];
  }

  /** Whether a record is of a later connection of the same ends: after long silence, or opened after this one was closed. */
  isBefore({ direction, start, flags }: Part): boolean {
    if (start > this.end + SILENCE) return true;
    const opens = flags > 0 && (flags & TCP_FLAG.syn) !== 0;
    // One that is late may come after the record of its own connection's end.
    return opens && this.isClosed && this.syns[direction] && start >= this.ends[direction];
  }
}

function sumsOf(parts: Part[]): Sum[] {
  parts.sort((one, other) => one.start - other.start || one.direction - other.direction || one.end - other.end);
  const sums: Sum[] = [];
  for (const part of parts) {
    let last = sums.at(-1);
    if (!last || last.isBefore(part)) sums.push((last = new Sum()));
    last.add(part);
  }
  return sums;
}

function isWhole(sum: Sum, { source }: Interface): boolean {
  const begins = sum.hasFlags ? sum.hasSyn : sum.start >= source.from + SILENCE;
  const ends = (sum.hasFlags && sum.isClosed) || sum.end + SILENCE <= source.to;
  return begins && ends;
}

/** The connections of one key; none where neither end is the NAT gateway's. */
function connectionsOf(key: string, parts: Part[], interfaces: readonly Interface[]): Connection[] {
  const [number = "", kind, protocol = "", first = "", firstPort = "", second = "", secondPort = ""] = key.split(" ");
  const there = interfaces[Number(number)]!;
  // The NAT gateway's end is the client's: no NAT gateway is called.
  const isFlipped = kind === PLAIN && !there.own.has(first);
  if (kind === PLAIN && there.own.has(first) === there.own.has(second)) return [];
  const [out, back] = isFlipped ? [1, 0] : [0, 1];
  for (const { start, end } of parts) if (there.silent.touch(start, end)) there.notSilent.add(start, end);
  return sumsOf(parts).map((sum) => ({
    side: kind === INNER ? "inner" : "outer",
    protocol,
    ...(isFlipped
      ? { address: second, port: secondPort, server: first, serverPort: firstPort }
      : { address: first, port: firstPort, server: second, serverPort: secondPort }),
    numbers: [sum.packets[out]!, sum.bytes[out]!, sum.packets[back]!, sum.bytes[back]!],
    start: sum.start,
    end: sum.end,
    isWhole: isWhole(sum, there),
  }));
}

/**
 * Puts the records of connections together: those of one part of a spill, each with the number of its interface.
 * A record that is there twice, as in a file that was copied, counts once.
 */
export function* connectionsIn(
  lines: readonly string[],
  interfaces: readonly Interface[],
): Generator<readonly [number: string, connection: Connection]> {
  const byKey = new Map<string, Set<string>>();
  for (const line of lines) {
    const tab = line.indexOf("\t");
    const key = line.slice(0, tab);
    const there = byKey.get(key);
    if (there) there.add(line.slice(tab + 1));
    else byKey.set(key, new Set([line.slice(tab + 1)]));
  }
  for (const [key, parts] of byKey) {
    const number = key.slice(0, key.indexOf(" "));
    if (interfaces[Number(number)]?.passesOn !== true) continue;
    for (const one of connectionsOf(key, [...parts].map(partOfLine), interfaces)) yield [number, one];
  }
}
