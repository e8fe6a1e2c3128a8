import { type Address } from "../ip";
import { dialectOf } from "./dialects";
import { FIRST_MARK } from "./first-mark";
import { type Port } from "./places";
import { type Probe, type ProbeEnd } from "./probes";

/** So many ports there are from the first mark on (Linux's own range). */
const PORTS = 28232;

/** A packet as its sender puts it on the wire. Probes that differ only in whom it is meant for are one packet. */
export interface Wire {
  /** Tells it from every other packet of a lab. */
  readonly number: number;
  /** Its source port, or the identifier of its echo. */
  readonly mark: number;
}

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

const emptyMap = <K, V>(): Map<K, V> => new Map<K, V>();

const BITS = 32;

/** Marks that are taken, a bit for each. */
class Taken {
  readonly words = new Uint32Array(Math.ceil(PORTS / BITS));
  /** Every word before it is full. */
  start = 0;

  add(mark: number): void {
    const word = Math.floor(mark / BITS);
    this.words[word]! |= 1 << (mark % BITS);
    while (this.words[this.start] === 0xffffffff) this.start++;
  }
}

/** The lowest mark that none has. */
function freeIn(all: readonly Taken[]): number | undefined {
  for (let word = Math.max(...all.map(({ start }) => start)); word < Math.ceil(PORTS / BITS); word++) {
    const free = ~all.reduce((bits, { words }) => bits | words[word]!, 0);
    const mark = word * BITS + BITS - 1 - Math.clz32(free & -free);
    if (free !== 0 && mark < PORTS) return mark;
  }
  return undefined;
}

/**
 * Numbers the packets of probes. No two of one sender have a mark in common, and no two to one address and port: so each is
 * known again where it arrives, and no NAT gateway has to give one of them another port.
 */
export class Wires {
  /** By sender, its address, the receiver's address, and the place of the packet's kind among all. */
  private readonly known = new Map<ProbeEnd, Map<Address, Map<Address, Wire[]>>>();
  private readonly kinds = new Map<number, number>();
  private readonly ofSender = new Map<ProbeEnd, Map<number, Taken>>();
  private readonly ofAddress = new Map<Address, Map<number, Taken>>();
  private readonly ofEchoes = new Taken();
  /** By protocol, for packets whose addresses tell nothing where they arrive. */
  private readonly ofAll = new Map<number, Taken>();
  /** What an internet gateway makes of a public address: what arrives has the private one. */
  private readonly inner: ReadonlyMap<Address, Address>;
  private count = 0;

  /** @param isTranslated whether machines may change any packet's addresses: then no two have a mark in common, as long as there are any */
  constructor(
    ports: readonly Port[],
    private readonly isTranslated = false,
  ) {
    this.inner = new Map(ports.flatMap(({ publicIps }) => [...publicIps].map(([own, out]) => [out, own] as const)));
  }

  of(probe: Probe): Wire {
    const { from, source, destination } = probe;
    const bySource = within(this.known, from, emptyMap<Address, Map<Address, Wire[]>>);
    const byDestination = within(bySource, source, emptyMap<Address, Wire[]>);
    const byKind = within(byDestination, destination, () => []);
    return (byKind[this.kindOf(probe)] ??= this.again(probe));
  }

  private kindOf({ protocol, port = 0x10000, isSpoofed = false }: Probe): number {
    return within(this.kinds, (protocol * 0x20000 + port) * 2 + Number(isSpoofed), () => this.kinds.size);
  }

  /** Another packet of the same kind, for a further try. */
  again(probe: Probe): Wire {
    const mark = this.takenBy(probe);
    if (mark === undefined)
      throw new RangeError(`a lab tries at most ${PORTS} packets of one host, or to one port of a host`);
    return { number: this.count++, mark: FIRST_MARK + mark };
  }

  private takenBy(probe: Probe): number | undefined {
    // With one and the same identifier a packet the other way would pass for an answer.
    if (isEcho(probe))
      return take([this.ofEchoes]) ?? take([this.at(probe.source, probe), this.at(probe.destination, probe)]);
    const own = within(within(this.ofSender, probe.from, emptyMap<number, Taken>), probe.protocol, () => new Taken());
    const two = [own, this.at(probe.destination, probe)];
    const all = within(this.ofAll, probe.protocol, () => new Taken());
    return (this.isTranslated ? take([all, ...two]) : undefined) ?? take(two);
  }

  private at(address: Address, { protocol, port = 0 }: Probe): Taken {
    const kinds = within(this.ofAddress, this.inner.get(address) ?? address, emptyMap<number, Taken>);
    return within(kinds, protocol * 0x10000 + port, () => new Taken());
  }
}

function isEcho({ protocol, destination }: Probe): boolean {
  return protocol === dialectOf(destination).icmpNumber;
}

function take(all: readonly Taken[]): number | undefined {
  const mark = freeIn(all);
  if (mark !== undefined) for (const one of all) one.add(mark);
  return mark;
}
