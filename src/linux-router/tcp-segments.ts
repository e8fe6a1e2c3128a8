import { type RangeSet } from "../ip";

/** The bits of a segment of TCP that say what it is for. Source: RFC 9293, section 3.1; ECE and CWR: RFC 3168. */
export const TCP_FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;
const { fin: FIN, syn: SYN, rst: RST, psh: PSH, ack: ACK } = TCP_FLAGS;
/** How many sets of flags there are. */
const ALL = 256;

/** Sets of flags that are told by a condition, each as its number. */
export function flagsWhere(holds: (flags: number) => boolean): RangeSet<number> {
  const ranges: { start: number; end: number }[] = [];
  for (let flags = 0; flags < ALL; flags++) {
    if (!holds(flags)) continue;
    const last = ranges.at(-1);
    if (last?.end === flags) last.end = flags + 1;
    else ranges.push({ start: flags, end: flags + 1 });
  }
  return ranges;
}

/** Segments of one kind: all that a host takes for such, and those without which connections fail. */
export interface Segments {
  readonly all: RangeSet<number>;
  readonly needed: RangeSet<number>;
}

const isOneOf = (...flags: readonly number[]): RangeSet<number> => flagsWhere((one) => flags.includes(one));
const has = (flags: number, of: number): boolean => (flags & of) !== 0;

const follows = (flags: number): boolean => has(flags, ACK | RST) && !has(flags, SYN);
const NEEDED_LATER = [ACK, ACK | PSH, ACK | FIN, ACK | FIN | PSH];

/** What opens a connection: a SYN alone, but a server takes one with PSH, URG and the bits of ECN, too. */
export const OPENING: Segments = {
  all: flagsWhere((flags) => has(flags, SYN) && !has(flags, FIN | RST | ACK)),
  needed: isOneOf(SYN),
};
/** What the opener sends afterwards. */
export const FOLLOWING: Segments = { all: flagsWhere(follows), needed: isOneOf(...NEEDED_LATER) };
const opensBack = (flags: number): boolean => has(flags, SYN) && has(flags, ACK) && !has(flags, FIN | RST);

/** The first answer to what opens a connection. */
export const FIRST_ANSWER: Segments = { all: flagsWhere(opensBack), needed: isOneOf(SYN | ACK) };
/** What the other side sends, that included. */
export const ANSWERING: Segments = {
  all: flagsWhere((flags) => opensBack(flags) || follows(flags)),
  needed: isOneOf(SYN | ACK, ...NEEDED_LATER),
};
/** What Linux takes for a part of a connection that it has not seen begin (nf_conntrack_tcp_loose): neither its begin nor its end. */
export const MIDDLE: Segments = {
  all: flagsWhere((flags) => has(flags, ACK) && !has(flags, SYN | FIN | RST)),
  needed: isOneOf(ACK, ACK | PSH),
};
