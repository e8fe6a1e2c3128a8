import { type AddressSet, setOfCidrs } from "../../ip";
import { type Cidr, cidrAround, cidrSize, type Ipv4, isCidrFault, lastAddress, parseCidr, parseIpv4 } from "../../ipv4";
import { type Span } from "./spans";

/** Four numbers with dots, and the length of a prefix behind them. */
const WRITTEN = /(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:\/\d{1,2})?(?![\w]|\.\d)/g;
/** An address as AWS writes it in host names: `ip-10-64-0-20`. */
const DASHED = /(?<![\w-])ip-(\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})(?![\w-])/g;
/** Ranges larger than this hold addresses of anybody: only their edges tell them. */
const SHORTEST_PREFIX = 8;

interface Token extends Span {
  readonly cidr: Cidr;
}

const keyOf = ({ base, length }: Cidr): string => `${base}/${length}`;

/** Reads "10.64.0.0/16" and "10.64.0.20"; a range written with host bits stands for the one around it. */
function read(text: string): Cidr | undefined {
  const [address = "", length] = text.split("/");
  const parsed = parseCidr(length === undefined ? `${text}/32` : text);
  if (!isCidrFault(parsed)) return parsed;
  const base = parseIpv4(address);
  const bits = Number(length);
  return base === undefined || length === undefined || bits > 32 ? undefined : cidrAround(base, bits);
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (const { 0: written, index } of text.matchAll(WRITTEN)) {
    const parsed = read(written);
    if (parsed) found.push({ cidr: parsed, start: index, end: index + written.length });
  }
  if (text.includes("ip-"))
    for (const { 0: written, 1: address = "", index } of text.matchAll(DASHED)) {
      const parsed = read(address.replaceAll("-", "."));
      if (parsed) found.push({ cidr: parsed, start: index, end: index + written.length });
    }
  return found;
}

/** Whether a text is an address or a range and nothing else, everywhere included. */
export function isOneRange(text: string): boolean {
  return read(text.trim()) !== undefined || text.trim() === "::/0";
}

/**
 * Addresses that may not be shown: those in a sensitive range, which follow from it (an address that is picked, a subnet
 * that lies in it), and ranges with an edge in common with one, which a union or a complement has.
 */
export class SecretRanges {
  private readonly cidrs = new Map<string, Cidr>();
  private readonly edges = new Set<Ipv4>();
  private readonly siblings = new Set<string>();
  private set: AddressSet | undefined;

  get isEmpty(): boolean {
    return this.cidrs.size === 0;
  }

  /** Takes every address and range that is written in a text. */
  add(text: string): void {
    for (const { cidr } of tokensOf(text)) this.addRange(cidr);
  }

  private addRange(cidr: Cidr): void {
    // What everybody is in tells nothing.
    if (cidr.length === 0 || this.cidrs.has(keyOf(cidr))) return;
    this.cidrs.set(keyOf(cidr), cidr);
    this.set = undefined;
    const last = lastAddress(cidr);
    for (const edge of [cidr.base - 1, cidr.base, last, last + 1]) this.edges.add(edge);
    // What is left of a larger block without this one is the other half of each block around it.
    for (let length = cidr.length; length > 0; length--) {
      const block = cidrAround(cidr.base, length);
      this.siblings.add(keyOf({ base: (block.base ^ cidrSize(block)) >>> 0, length }));
    }
  }

  /** What of a text is such an address or range. */
  spans(text: string): readonly Span[] {
    if (this.isEmpty) return [];
    const tokens = tokensOf(text);
    const hidden = new Set(tokens.filter(({ cidr }) => this.hides(cidr)));
    if (hidden.size > 0 && hidden.size < tokens.length) this.spread(tokens, hidden);
    return [...hidden];
  }

  /** Ranges that lie side by side with a hidden one in one sentence tell where it begins. */
  private spread(tokens: readonly Token[], hidden: Set<Token>): void {
    const beginning = new Map(tokens.map((one) => [one.cidr.base, one]));
    const ending = new Map(tokens.map((one) => [lastAddress(one.cidr), one]));
    for (const { cidr } of hidden)
      for (const next of [beginning.get(lastAddress(cidr) + 1), ending.get(cidr.base - 1)]) if (next) hidden.add(next);
  }

  private hides(cidr: Cidr): boolean {
    if (cidr.length === 0) return false;
    const last = lastAddress(cidr);
    if (this.edges.has(cidr.base) || this.edges.has(last) || this.siblings.has(keyOf(cidr))) return true;
    this.set ??= setOfCidrs([...this.cidrs.values()].filter(({ length }) => length >= SHORTEST_PREFIX));
    const around = rangeAt(this.set, cidr.base);
    return around !== undefined && last < around.end;
  }
}

/** The range of a sorted set that an address is in. */
function rangeAt(set: AddressSet, address: Ipv4): AddressSet[number] | undefined {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle]!.end <= address) low = middle + 1;
    else high = middle;
  }
  const found = set[low];
  return found && found.start <= address ? found : undefined;
}
