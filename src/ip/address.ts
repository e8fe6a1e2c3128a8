import { formatIpv4, type Ipv4, parseIpv4 } from "../ipv4";
import { formatIpv6, type Ipv6, parseIpv6 } from "./ipv6";

/**
 * An address of either family. Both stand on one line of numbers on which all of IPv4 lies before all of IPv6, so that
 * they compare and sort together and one set can hold both; nothing lies in between (see {@link Ipv6}).
 */
export type Address = Ipv4 | Ipv6;

export type Family = "ipv4" | "ipv6";

export function familyOf(address: Address): Family {
  return typeof address === "bigint" ? "ipv6" : "ipv4";
}

/** How many bits an address of the family has. */
export function bitsOf(address: Address): number {
  return typeof address === "bigint" ? 128 : 32;
}

/** The address that lies so many addresses further on; no family's end is minded. */
export function after<A extends Address>(address: A, count = 1): A {
  const from: Address = address;
  return (typeof from === "bigint" ? from + BigInt(count) : from + count) as A;
}

/**
 * Reads an address of either family.
 * @returns the address, or undefined when the text is none
 */
export function parseAddress(text: string): Address | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

export function formatAddress(address: Address): string {
  return typeof address === "bigint" ? formatIpv6(address) : formatIpv4(address);
}

/** Orders addresses: all of IPv4 first. */
export function compareAddresses(one: Address, other: Address): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
