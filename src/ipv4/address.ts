/** An IPv4 address as an unsigned 32-bit number: 10.64.0.10 is 0x0A40000A. */
export type Ipv4 = number;

/** The number of IPv4 addresses. One past the highest address, so ranges can end there. */
export const ADDRESS_SPACE = 2 ** 32;

const OCTET = /^(0|[1-9][0-9]{0,2})$/;

/**
 * Reads dotted decimal ("10.64.0.10"). Leading zeros are refused because some programs read them as octal (RFC 6943, 3.1.1).
 * @returns the address, or undefined when the text is none
 */
export function parseIpv4(text: string): Ipv4 | undefined {
  const octets = text.split(".");
  if (octets.length !== 4) return undefined;
  let address = 0;
  for (const octet of octets) {
    if (!OCTET.test(octet)) return undefined;
    const value = Number(octet);
    if (value > 255) return undefined;
    address = address * 256 + value;
  }
  return address;
}

/** Writes an address as dotted decimal. */
export function formatIpv4(address: Ipv4): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}
