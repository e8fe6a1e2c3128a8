import {
  type AddressSet,
  type Cidr,
  cidrAround,
  containsCidr,
  intersect,
  isEmptySet,
  type RangeSet,
  setOfCidr,
  setSize,
  subtract,
  toCidrs,
} from "../ip";
import { portsAt, type Rewrites, shifted, withEnd } from "./known-connections";
import { type Circumstances, type Datagrams, selected } from "./datagrams";
import { type RouterInterface } from "./router-model";
import { type Ends, type NatTarget, type Statement, type Translation } from "./ruleset-model";

/** Packets on their way through the machine, with what has become of their connection. */
export interface Part {
  readonly packets: Datagrams;
  readonly rewrites: Rewrites;
  /** The kernel picks an address or a port of several, so these packets are some of the set only. */
  readonly isPicked: boolean;
}

/** What a rule of NAT makes of packets. */
export interface Translated {
  readonly done: readonly Part[];
  /** Those that it is not about. */
  readonly rest: readonly Part[];
  readonly undecided: readonly Part[];
}

type Nat = Extract<Statement, { readonly kind: "nat" }>;

/** Ports that the kernel picks from stay in the class of the one that was there (nf_nat: below 512, below 1024, others). */
const HIGH: RangeSet<number> = [{ start: 1024, end: 65536 }];
const ANY: RangeSet<number> = [{ start: 1, end: 65536 }];
/** More ranges than a list of addresses that was asked about can have. */
const MOST_RANGES = 1024;

/** Rewrites one end of packets. */
export class Translator {
  constructor(
    private readonly nat: Nat,
    private readonly around: Circumstances,
    private readonly out: RouterInterface | undefined,
  ) {}

  of(part: Part): Translated {
    const { translation } = this.nat;
    switch (translation.kind) {
      case "to":
        return { done: this.to(part, translation.target), rest: [], undecided: [] };
      case "masquerade":
        return this.masqueraded(part, translation);
      case "map":
        return this.mapped(part, translation.entries);
      case "prefixes":
        return this.byPrefix(part, translation.entries);
    }
  }

  /** To one address or one of several; what has the only one already stays as it is. */
  private to(part: Part, { addresses, ports }: NatTarget): Part[] {
    const { end } = this.nat;
    const { packets } = part;
    const target = addresses ?? packets[end];
    const isOne = setSize(target) === 1;
    const same = ports ? [] : isOne ? intersect(packets[end], target) : [];
    const other = subtract(packets[end], same);
    const parts: Part[] = isEmptySet(same) ? [] : [{ ...part, packets: { ...packets, [end]: same } }];
    if (isEmptySet(other)) return parts;
    const before = { addresses: other, ports: portsAt(packets, end) };
    const picked = this.portsFor(before, target, ports);
    const after = { addresses: target, ports: picked ?? before.ports };
    const isPicked = part.isPicked || !isOne || (picked !== undefined && setSize(picked) > 1);
    const rewritten = withEnd(packets, end, after.addresses, after.ports);
    return [...parts, { packets: rewritten, rewrites: { ...part.rewrites, [end]: { before, after } }, isPicked }];
  }

  /** The ports that it may have then; undefined: it keeps its own. */
  private portsFor(
    before: { readonly addresses: AddressSet; readonly ports: RangeSet<number> },
    target: AddressSet,
    ports: RangeSet<number> | undefined,
  ): RangeSet<number> | undefined {
    const { end, translation, isPortPicked } = this.nat;
    if (ports) return ports;
    const isShared = setSize(before.addresses) > setSize(target);
    if (end === "dst" || (isPortPicked !== true && translation.kind !== "masquerade" && !isShared)) return undefined;
    return isEmptySet(subtract(before.ports, HIGH)) ? HIGH : ANY;
  }

  private masqueraded(part: Part, { ports }: Extract<Translation, { readonly kind: "masquerade" }>): Translated {
    const { out } = this;
    if (!out) return { done: [], rest: [], undecided: [part] };
    const isPicked = part.isPicked || out.isPicked;
    const done = this.to({ ...part, isPicked }, { addresses: out.addresses, ...(ports && { ports }) });
    return { done, rest: [], undecided: [] };
  }

  private mapped(part: Part, entries: Extract<Translation, { readonly kind: "map" }>["entries"]): Translated {
    const [done, undecided]: [Part[], Part[]] = [[], []];
    let left: readonly Datagrams[] = [part.packets];
    for (const { match, target } of entries)
      left = left.flatMap((packets) => {
        const split = selected(packets, match, this.around);
        if (split === "undecided") {
          undecided.push({ ...part, packets });
          return [];
        }
        if (split.hit) done.push(...this.to({ ...part, packets: split.hit }, target));
        return split.rest;
      });
    return { done, rest: left.map((packets) => ({ ...part, packets })), undecided };
  }

  private byPrefix(part: Part, entries: Extract<Translation, { readonly kind: "prefixes" }>["entries"]): Translated {
    const { end } = this.nat;
    const [done, undecided]: [Part[], Part[]] = [[], []];
    let rest: AddressSet = part.packets[end];
    for (const { from, to } of entries) {
      const inside = intersect(rest, setOfCidr(from));
      if (isEmptySet(inside)) continue;
      rest = subtract(rest, inside);
      const blocks = from.length >= to.length ? [from] : toCidrs(inside);
      if (blocks.length > MOST_RANGES || blocks.some(({ length }) => length < to.length))
        undecided.push({ ...part, packets: { ...part.packets, [end]: inside } });
      else
        for (const block of blocks) done.push(moved(part, end, intersect(inside, setOfCidr(block)), offset(block, to)));
    }
    const left = isEmptySet(rest) ? [] : [{ ...part, packets: { ...part.packets, [end]: rest } }];
    return { done, rest: left, undecided };
  }
}

/** The network part becomes that of the range, the host part stays (nf_nat, NF_NAT_RANGE_NETMAP). */
export function offset(block: Cidr, to: Cidr): number {
  const network = cidrAround(block.base, to.length);
  const inside = containsCidr(network, block) ? Number(block.base) - Number(network.base) : 0;
  return Number(to.base) + inside - Number(block.base);
}

function moved(part: Part, end: Ends, addresses: AddressSet, shift: number): Part {
  const { packets, rewrites, isPicked } = part;
  if (shift === 0) return { ...part, packets: { ...packets, [end]: addresses } };
  const ports = portsAt(packets, end);
  const after = { addresses: shifted(addresses, shift), ports };
  const side = { shift, before: { addresses, ports }, after };
  return {
    packets: withEnd(packets, end, after.addresses, ports),
    rewrites: { ...rewrites, [end]: side },
    isPicked,
  };
}
