import { type CidrFault, parseCidr as parseIpv4Cidr } from "../ipv4";
import { type Address, after, bitsOf, type Family, familyOf, formatAddress } from "./address";
import { parseIpv6 } from "./ipv6";

/**
 * A block of addresses of one family that share their first `length` bits (RFC 4632, RFC 4291). `base` is its first
 * address; host bits are zero. A block of IPv4 is one of the writing half's too.
 */
export interface Cidr<A extends Address = Address> {
  readonly base: A;
  /** Prefix length in bits: 0 to 32, or 0 to 128. */
  readonly length: number;
}

export type { CidrFault } from "../ipv4";

export function isCidrFault(result: Cidr | CidrFault): result is CidrFault {
  return "reason" in result;
}

export function familyOfCidr({ base }: Cidr): Family {
  return familyOf(base);
}

/** One past the last address of the block. */
export function endOfCidr<A extends Address>({ base, length }: Cidr<A>): A {
  const start: Address = base;
  const end = typeof start === "bigint" ? start + (1n << BigInt(128 - length)) : start + 2 ** (32 - length);
  return end as A;
}

/** The last address of the block. */
export function lastAddress(block: Cidr): Address {
  return after(endOfCidr(block), -1);
}

/** The block of the given length (bits) that holds the address: clears the host bits. */
export function cidrAround(address: Address, length: number): Cidr {
  if (typeof address === "bigint") {
    const hostBits = BigInt(128 - length);
    return { base: (address >> hostBits) << hostBits, length };
  }
  return { base: address - (address % 2 ** (32 - length)), length };
}

/** The block of one address only. */
export function hostCidr(address: Address): Cidr {
  return { base: address, length: bitsOf(address) };
}

/** Whether the block is one address. */
export function isHostCidr({ base, length }: Cidr): boolean {
  return length === bitsOf(base);
}

export function formatCidr({ base, length }: Cidr): string {
  return `${formatAddress(base)}/${length}`;
}

/** The block as people write it: one address without its prefix length. */
export function formatShort(block: Cidr): string {
  return isHostCidr(block) ? formatAddress(block.base) : formatCidr(block);
}

/** Reads "10.64.0.0/24" or "2001:db8::/56" strictly: a prefix length, no host bits set. */
export function parseCidr(text: string): Cidr | CidrFault {
  if (!text.includes(":")) return parseIpv4Cidr(text);
  const slash = text.indexOf("/");
  const address = parseIpv6(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return { reason: "is not an IPv6 range", suggestion: "2001:db8::/56" };
  if (slash < 0) return { reason: "has no prefix length", suggestion: `${text}/128` };
  const lengthText = text.slice(slash + 1);
  const length = /^(0|[1-9][0-9]{0,2})$/.test(lengthText) ? Number(lengthText) : 129;
  if (length > 128) return { reason: `has the prefix length "${lengthText}", which is not a number from 0 to 128` };
  const block = cidrAround(address, length);
  if (block.base !== address) return { reason: "has host bits set", suggestion: formatCidr(block) };
  return block;
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

export function cidrEquals(one: Cidr, other: Cidr): boolean {
  return one.base === other.base && one.length === other.length;
}

export function containsAddress(outer: Cidr, address: Address): boolean {
  return address >= outer.base && address < endOfCidr(outer);
}

/** True when every address of `inner` is in `outer`; equal blocks contain each other. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return outer.length <= inner.length && containsAddress(outer, inner.base);
}

/** True when the blocks share an address. Two CIDRs overlap only when one contains the other. */
export function cidrOverlaps(one: Cidr, other: Cidr): boolean {
  return containsCidr(one, other) || containsCidr(other, one);
}

/** Orders by first address, wider blocks first; all of IPv4 before IPv6. */
export function compareCidrs(one: Cidr, other: Cidr): number {
  return one.base < other.base ? -1 : one.base > other.base ? 1 : one.length - other.length;
}
