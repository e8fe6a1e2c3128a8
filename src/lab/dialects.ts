import { type Address, type Family, familyOf } from "../ip";
import { ICMP, ICMPV6 } from "../reachability";

/** How `ip` and nft write the packets of one family. */
export interface Dialect {
  readonly family: Family;
  /** nft's name of the family's tables and of its header. */
  readonly header: "ip" | "ip6";
  readonly addressType: "ipv4_addr" | "ipv6_addr";
  /** The field that tells the protocol. */
  readonly protocol: "ip protocol" | "ip6 nexthdr";
  /** The family's own ICMP: its header, its name as a protocol, and its number. */
  readonly icmp: "icmp" | "icmpv6";
  readonly icmpName: "icmp" | "ipv6-icmp";
  readonly icmpNumber: number;
  readonly everything: "0.0.0.0/0" | "::/0";
  readonly bits: 32 | 128;
  /** Bytes of the header that nft's length of a packet leaves out. */
  readonly uncounted: 0 | 40;
  /** Bytes of the header. */
  readonly headerLength: 20 | 40;
}

export const IPV4: Dialect = {
  family: "ipv4",
  header: "ip",
  addressType: "ipv4_addr",
  protocol: "ip protocol",
  icmp: "icmp",
  icmpName: "icmp",
  icmpNumber: ICMP,
  everything: "0.0.0.0/0",
  bits: 32,
  uncounted: 0,
  headerLength: 20,
};

export const IPV6: Dialect = {
  family: "ipv6",
  header: "ip6",
  addressType: "ipv6_addr",
  protocol: "ip6 nexthdr",
  icmp: "icmpv6",
  icmpName: "ipv6-icmp",
  icmpNumber: ICMPV6,
  everything: "::/0",
  bits: 128,
  uncounted: 40,
  headerLength: 40,
};

export function dialectOf(address: Address): Dialect {
  return familyOf(address) === "ipv6" ? IPV6 : IPV4;
}

/** The dialects of a lab's packets: nobody sends any of a family that nobody has an address of. */
export function dialectsOf(ports: readonly { readonly ips: readonly Address[] }[]): readonly Dialect[] {
  return ports.some(({ ips }) => ips.some((ip) => familyOf(ip) === "ipv6")) ? [IPV4, IPV6] : [IPV4];
}

/** The addresses of one family. */
export function inDialect(ips: readonly Address[], { family }: Dialect): Address[] {
  return ips.filter((ip) => familyOf(ip) === family);
}
