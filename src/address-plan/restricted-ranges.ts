import { type Cidr, cidr, cidrOverlaps, containsCidr, RFC_1918 } from "../ipv4";

const TEN = cidr("10.0.0.0/8");
const TEN_FIRST_TWO = cidr("10.0.0.0/15");
const TEN_FIRST = cidr("10.0.0.0/16");
const ONE_SEVEN_TWO = cidr("172.16.0.0/12");
const ONE_NINE_TWO = cidr("192.168.0.0/16");
const ONE_NINE_EIGHT = cidr("198.19.0.0/16");

/** What AWS does not add to a VPC whose primary range is in that of the row. Source: VPC user guide, "IPv4 CIDR block association restrictions". */
const RESTRICTIONS: readonly { primary: Cidr; not: readonly Cidr[] }[] = [
  { primary: TEN, not: [ONE_SEVEN_TWO, ONE_NINE_TWO, ONE_NINE_EIGHT] },
  { primary: ONE_SEVEN_TWO, not: [TEN, ONE_NINE_TWO, cidr("172.31.0.0/16"), ONE_NINE_EIGHT] },
  { primary: ONE_NINE_TWO, not: [TEN, ONE_SEVEN_TWO, ONE_NINE_EIGHT] },
  { primary: ONE_NINE_EIGHT, not: RFC_1918 },
];
const RESTRICTED_FOR_OTHERS = [...RFC_1918, ONE_NINE_EIGHT];

/** What keeps `added` out of a VPC: the restricted range, and the VPC's own range that restricts it. */
export interface Restriction {
  readonly forbidden: Cidr;
  readonly because: Cidr;
}

/** What AWS keeps out of a VPC with these ranges, the primary one first; undefined when it adds the range. */
export function restriction([primary, ...secondary]: readonly Cidr[], added: Cidr): Restriction | undefined {
  if (!primary) return undefined;
  const row = RESTRICTIONS.find((candidate) => containsCidr(candidate.primary, primary));
  const forbidden = (row?.not ?? RESTRICTED_FOR_OTHERS).find((range) => cidrOverlaps(range, added));
  if (forbidden) return { forbidden, because: primary };
  // This one looks at every range of a VPC in 10.0.0.0/8, not only at the primary one.
  const low =
    row?.primary === TEN ? [primary, ...secondary].find((range) => containsCidr(TEN_FIRST_TWO, range)) : undefined;
  return low && cidrOverlaps(TEN_FIRST, added) ? { forbidden: TEN_FIRST, because: low } : undefined;
}

export function isRestricted(ranges: readonly Cidr[], added: Cidr): boolean {
  return restriction(ranges, added) !== undefined;
}

/** Ranges that no VPC has, and what they are for. Source: RFC 6890, RFC 5771 (multicast). */
const NO_HOSTS: readonly { readonly range: Cidr; readonly use: string }[] = [
  { range: cidr("0.0.0.0/8"), use: '"this network"' },
  { range: cidr("127.0.0.0/8"), use: "loopback" },
  { range: cidr("169.254.0.0/16"), use: "link-local, where AWS has its metadata and time services" },
  { range: cidr("224.0.0.0/4"), use: "multicast" },
  { range: cidr("240.0.0.0/4"), use: "reserved, with the broadcast address in it" },
];

/** What keeps a range from being any VPC's: the special range that it meets, and what that is for. */
export function forNoVpc(range: Cidr): { readonly range: Cidr; readonly use: string } | undefined {
  return NO_HOSTS.find((special) => cidrOverlaps(special.range, range));
}
