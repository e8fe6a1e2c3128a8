import { formatIpv4, type Ipv4, parseIpv4 } from "./address";

/** A block of addresses that share their first `length` bits (RFC 4632). `base` is its first address; host bits are zero. */
export interface Cidr {
  readonly base: Ipv4;
  /** Prefix length in bits, 0 to 32. */
  readonly length: number;
}

/** Why a text is not a CIDR, with what would be one, if that can be guessed. */
export interface CidrFault {
  readonly reason: string;
  readonly suggestion?: string;
}

const SIZES = Array.from({ length: 33 }, (_, length) => 2 ** (32 - length));

/** How many addresses a prefix of this length (bits) holds. */
function sizeOfLength(length: number): number {
  return SIZES[length] ?? 2 ** (32 - length);
}

/** How many addresses the block holds. */
export function cidrSize(cidr: Cidr): number {
  return sizeOfLength(cidr.length);
}

/** The last address of the block. */
export function lastAddress(cidr: Cidr): Ipv4 {
  return cidr.base + cidrSize(cidr) - 1;
}

/** The block of the given length (bits) that holds the address: clears the host bits. */
export function cidrAround(address: Ipv4, length: number): Cidr {
  const size = sizeOfLength(length);
  return { base: address - (address % size), length };
}

/** The /32 of one address. */
export function hostCidr(address: Ipv4): Cidr {
  return { base: address, length: 32 };
}

export function formatCidr(cidr: Cidr): string {
  return `${formatIpv4(cidr.base)}/${cidr.length}`;
}

/** Reads "10.64.0.0/24" strictly: IPv4, a prefix length, no host bits set. */
export function parseCidr(text: string): Cidr | CidrFault {
  if (text.includes(":")) return { reason: "is IPv6; only IPv4 ranges are bridged" };
  const slash = text.indexOf("/");
  const address = parseIpv4(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return { reason: "is not an IPv4 range", suggestion: "10.64.0.0/24" };
  if (slash < 0) return { reason: "has no prefix length", suggestion: `${text}/32` };
  const lengthText = text.slice(slash + 1);
  const length = /^(0|[1-9][0-9]?)$/.test(lengthText) ? Number(lengthText) : 33;
  if (length > 32) return { reason: `has the prefix length "${lengthText}", which is not a number from 0 to 32` };
  const cidr = cidrAround(address, length);
  if (cidr.base !== address) return { reason: "has host bits set", suggestion: formatCidr(cidr) };
  return cidr;
}

export function isCidrFault(result: Cidr | CidrFault): result is CidrFault {
  return "reason" in result;
}

/**
 * A CIDR that is known to be one, e.g. a constant in the source.
 * @throws Error when it is none
 */
export function cidr(text: string): Cidr {
  const result = parseCidr(text);
  if (isCidrFault(result)) throw new Error(`"${text}" ${result.reason}`);
  return result;
}

export function cidrEquals(a: Cidr, b: Cidr): boolean {
  return a.base === b.base && a.length === b.length;
}

export function containsAddress(outer: Cidr, address: Ipv4): boolean {
  return address >= outer.base && address <= lastAddress(outer);
}

/** True when every address of `inner` is in `outer`; equal blocks contain each other. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return outer.length <= inner.length && containsAddress(outer, inner.base);
}

/** True when the blocks share an address. Two CIDRs overlap only when one contains the other. */
export function cidrOverlaps(a: Cidr, b: Cidr): boolean {
  return containsCidr(a, b) || containsCidr(b, a);
}

/**
 * The `index`-th block of `length` bits inside `outer`, counted from 0.
 * @returns undefined when it lies outside
 */
export function nthCidr(outer: Cidr, length: number, index: number): Cidr | undefined {
  if (length < outer.length || index < 0 || index >= 2 ** (length - outer.length)) return undefined;
  return { base: outer.base + index * sizeOfLength(length), length };
}

/** Orders by first address, wider blocks first. */
export function compareCidrs(a: Cidr, b: Cidr): number {
  return a.base - b.base || a.length - b.length;
}

/**
 * The first block of `length` bits inside `outer` that overlaps none of the others.
 * @returns undefined when there is no room
 */
export function freeCidr(outer: Cidr, length: number, others: readonly Cidr[]): Cidr | undefined {
  if (length < outer.length) return undefined;
  let candidate: Cidr = { base: outer.base, length };
  while (containsCidr(outer, candidate)) {
    const inTheWay = others.find((other) => cidrOverlaps(other, candidate));
    if (!inTheWay) return candidate;
    const next = Math.max(lastAddress(inTheWay), lastAddress(candidate)) + 1;
    candidate = { base: Math.ceil(next / sizeOfLength(length)) * sizeOfLength(length), length };
  }
  return undefined;
}
