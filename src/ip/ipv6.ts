/**
 * An IPv6 address: its 128 bits as a number, plus 2^128. So no address of IPv6 is equal to one of IPv4 or next to one, and
 * all of them come after IPv4's on the one line of numbers that sets are made of.
 */
export type Ipv6 = bigint;

/** The address `::`. */
export const IPV6_START: Ipv6 = 1n << 128n;

/** One past the highest address. */
export const IPV6_END: Ipv6 = 1n << 129n;

const GROUP = /^[0-9a-f]{1,4}$/i;
const DOTTED = /^(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}$/;

/** The 16-bit groups of one side of "::"; undefined when one is none. */
function groupsOf(text: string, isLast: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [n, part] of parts.entries()) {
    if (isLast && n === parts.length - 1 && DOTTED.test(part)) {
      const octets = part.split(".").map(Number);
      if (octets.some((octet) => octet > 255)) return undefined;
      groups.push(octets[0]! * 256 + octets[1]!, octets[2]! * 256 + octets[3]!);
    } else if (GROUP.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The eight groups of an address as it is written. */
function groupsOfAddress(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left, right] = [groupsOf(halves[0]!, halves.length === 1), groupsOf(halves[1] ?? "", true)];
  if (!left || !right) return undefined;
  const missing = 8 - left.length - right.length;
  // "::" stands for one group or more (RFC 5952, 4.2.2 lets readers take one).
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...left, ...new Array<number>(missing).fill(0), ...right];
}

/**
 * Reads an IPv6 address in any spelling of RFC 4291, 2.2 (groups, "::", dotted decimal at the end); a zone index is none.
 * @returns the address, or undefined when the text is none
 */
export function parseIpv6(text: string): Ipv6 | undefined {
  const groups = groupsOfAddress(text);
  return groups?.reduce((address, group) => (address << 16n) | BigInt(group), 1n);
}

/** The longest run of zero groups, at least two of them, the first of equal ones (RFC 5952, 4.2). */
function longestZeros(groups: readonly number[]): { readonly from: number; readonly length: number } {
  let best = { from: -1, length: 1 };
  for (let from = 0; from < groups.length; from++) {
    let length = 0;
    while (groups[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  return best;
}

/** Writes an address in its canonical form (RFC 5952). */
export function formatIpv6(address: Ipv6): string {
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((address >> shift) & 0xffffn));
  const hex = groups.map((group) => group.toString(16));
  const { from, length } = longestZeros(groups);
  if (from < 0) return hex.join(":");
  return `${hex.slice(0, from).join(":")}::${hex.slice(from + length).join(":")}`;
}
