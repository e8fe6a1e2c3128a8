import { type FlowFormat } from "./flow-format";
import { type FlowRecord, type NoRecord } from "./flow-record";
import { Spans } from "./seconds";

/** One flow log, as far as it can be told from another one: by the id in the names of its files, or by its format. */
export interface Source {
  /** Unix seconds of the first and last record. */
  from: number;
  to: number;
}

/** One interface in one flow log. */
export interface Interface {
  readonly id: string;
  readonly source: Source;
  /** Addresses of its own. */
  readonly own: Set<string>;
  /** Whether packets pass it that are addressed to somebody else, which is what a NAT gateway's interface is for. */
  passesOn: boolean;
  /** When records are missing for sure. */
  readonly skipped: Spans;
  /** When nothing was sent, or records are missing: the format has no log-status. */
  readonly silent: Spans;
  /** When something was sent all the same, so that records are missing. */
  readonly notSilent: Spans;
}

/** What the flow logs say of themselves, small enough for memory. */
export class Seen {
  readonly interfaces: Interface[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly sources = new Map<string, Source>();
  /** Fields that a format lacks without which nobody is found, in formats that were read. */
  readonly lacking = new Set<string>();
  /** Unix seconds of the first record of all; 0 where there is none. */
  get from(): number {
    const first = Math.min(...[...this.sources.values()].map(({ from }) => from));
    return Number.isFinite(first) ? first : 0;
  }

  sourceOf(id: string | undefined, format: FlowFormat): Source {
    for (const field of format.lacking) this.lacking.add(field);
    const key = id ?? format.text;
    const there = this.sources.get(key) ?? { from: Infinity, to: -Infinity };
    this.sources.set(key, there);
    return there;
  }

  /** @returns the interface's number */
  note(record: FlowRecord | NoRecord, source: Source, sourceId: string): number {
    source.from = Math.min(source.from, record.start);
    source.to = Math.max(source.to, record.end);
    const key = `${sourceId}\t${record.interfaceId}`;
    const number = this.numbers.get(key) ?? this.add(key, record.interfaceId, source);
    const there = this.interfaces[number]!;
    if (record.kind === "skipped") there.skipped.add(record.start, record.end);
    else if (record.kind === "no-data-or-skipped") noteSilent(there, record);
    else if (record.kind === "flow") noteOwn(there, record);
    return number;
  }

  private add(key: string, id: string, source: Source): number {
    const number = this.interfaces.length;
    this.interfaces.push({
      id,
      source,
      own: new Set(),
      passesOn: false,
      skipped: new Spans(),
      silent: new Spans(),
      notSilent: new Spans(),
    });
    this.numbers.set(key, number);
    return number;
  }
}

/**
 * A packet that comes in for somebody else has the interface's own address as dstaddr; one that goes out has it as srcaddr.
 * Source: VPC user guide, Flow log record examples, "Traffic through a NAT gateway".
 */
function noteOwn(there: Interface, record: FlowRecord): void {
  const { source, destination, packetSource, packetDestination, direction } = record;
  if (destination !== packetDestination && source === packetSource) {
    there.own.add(destination);
    there.passesOn = true;
  } else if (direction === "egress") there.own.add(source);
}

/** Seconds at both ends of a silent interval in which a record of the interval beside it may be. */
const EDGE = 5;

function noteSilent({ silent }: Interface, { start, end }: NoRecord): void {
  if (end - start > 2 * EDGE) silent.add(start + EDGE, end - EDGE);
}
