import {
  type Address,
  type AddressSet,
  familyOfSet,
  hostCidr,
  ofFamily,
  ALL_ADDRESSES,
  cidr,
  cidrAround,
  formatCidr,
  type Range,
  type Cidr,
  after,
  endOfCidr,
  formatAddress,
  formatShort,
  rangeSize,
  type RangeSet,
  intersect,
  isEmptySet,
  setOfCidrs,
  setSize,
  subtract,
  toCidrs,
} from "../ip";
import { isStandIn, type Match } from "../topology";

/** A set of ports, in the same form as a set of addresses. */
export type PortSet = RangeSet<number>;

/** All packets with one protocol, from any of the sources to any of the destinations. Ports matter for TCP and UDP only. */
export interface Packets {
  readonly src: AddressSet;
  readonly dst: AddressSet;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly srcPorts: PortSet;
  readonly dstPorts: PortSet;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** Addresses, with ports where the protocol has any. */
export interface Sockets {
  readonly addresses: AddressSet;
  readonly ports?: PortSet;
}

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
/** What ICMP is over IPv6 (IANA protocol numbers). */
export const ICMPV6 = 58;
export const ECHO_REQUEST = 8;
export const ICMPV6_ECHO_REQUEST = 128;
/** What answers which (RFC 792, RFC 4443). */
const ECHO_REPLIES: Readonly<Record<number, number>> = { [ECHO_REQUEST]: 0, [ICMPV6_ECHO_REQUEST]: 129 };

export const ALL_PORTS: PortSet = [{ start: 0, end: 65536 }];
/** What NAT gateways and load balancers use (VPC user guide, ephemeral ports). */
export const GATEWAY_PORTS: PortSet = [{ start: 1024, end: 65536 }];
/** What Linux hosts use unless told otherwise (net.ipv4.ip_local_port_range; VPC user guide, ephemeral ports). */
export const HOST_PORTS: PortSet = [{ start: 32768, end: 61000 }];

export function portSet(from: number, to = from): PortSet {
  return [{ start: from, end: to + 1 }];
}

/** Packets are of one family; their destination tells. */
export function isIpv6({ dst }: Pick<Packets, "dst">): boolean {
  return familyOfSet(dst) === "ipv6";
}

export function hasPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP;
}

export function isIcmp(protocol: number): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}

export function destinationOf({ dst, dstPorts, protocol }: Packets): Sockets {
  return hasPorts(protocol) ? { addresses: dst, ports: dstPorts } : { addresses: dst };
}

export function sourceOf({ src, srcPorts, protocol }: Packets): Sockets {
  return hasPorts(protocol) ? { addresses: src, ports: srcPorts } : { addresses: src };
}

export { NOT_PUBLIC_IPV4 as NOT_PUBLIC, PUBLIC_ADDRESSES as PUBLIC, PUBLIC_IPV4, RFC_1918_ADDRESSES } from "../ip";

/** Public addresses that are certainly no AWS service's: documentation (RFC 5737) and public name servers. */
export const NOT_AWS: AddressSet = setOfCidrs(
  [
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "1.0.0.0/24",
    "1.1.1.0/24",
    "8.8.4.0/24",
    "8.8.8.0/24",
    "9.9.9.0/24",
  ].map(cidr),
);

export function isNothing(packets: Packets): boolean {
  return (
    isEmptySet(packets.src) ||
    isEmptySet(packets.dst) ||
    (hasPorts(packets.protocol) && (isEmptySet(packets.srcPorts) || isEmptySet(packets.dstPorts)))
  );
}

function isOfIcmp({ icmpType, icmpCode }: Packets): boolean {
  return icmpType !== undefined || icmpCode !== undefined;
}

/** The packets with another source and destination. Without a spread, which costs much where each step of a walk makes some. */
function between(packets: Packets, src: AddressSet, dst: AddressSet): Packets {
  const { protocol, srcPorts, dstPorts } = packets;
  return isOfIcmp(packets) ? { ...packets, src, dst } : { src, dst, protocol, srcPorts, dstPorts };
}

/** The same packets to other addresses. */
export function withDestinations(packets: Packets, dst: AddressSet): Packets {
  return between(packets, packets.src, dst);
}

/** The part whose destination is in the set; undefined when there is none. */
export function withDestination(packets: Packets, set: AddressSet): Packets | undefined {
  const dst = intersect(packets.dst, set);
  return isEmptySet(dst) ? undefined : withDestinations(packets, dst);
}

/** Reply packets of these: everything the other way round. */
export function reversed(packets: Packets): Packets {
  const { src, dst, protocol, srcPorts, dstPorts, icmpType, icmpCode } = packets;
  const back = { src: dst, dst: src, protocol, srcPorts: dstPorts, dstPorts: srcPorts };
  if (!isOfIcmp(packets)) return back;
  const reply = icmpType === undefined ? undefined : (ECHO_REPLIES[icmpType] ?? icmpType);
  return {
    ...back,
    ...(reply !== undefined && { icmpType: reply }),
    ...(icmpCode !== undefined && { icmpCode }),
  };
}

const DIMENSIONS = ["src", "dst", "srcPorts", "dstPorts"] as const;

function isSameKind(a: Packets, b: Packets): boolean {
  return a.protocol === b.protocol && a.icmpType === b.icmpType && a.icmpCode === b.icmpCode;
}

/** The packets that are in none of the others, in pieces that don't overlap; ports count only where there are any. */
export function minus(packets: Packets, others: readonly Packets[]): Packets[] {
  const dimensions = hasPorts(packets.protocol) ? DIMENSIONS : DIMENSIONS.slice(0, 2);
  return others.reduce<Packets[]>(
    (left, other) => left.flatMap((piece) => (isSameKind(piece, other) ? carved(piece, other, dimensions) : [piece])),
    [packets],
  );
}

/** Cuts off, one dimension after the other, what lies outside of the other; what is left at the end is common. */
function carved(piece: Packets, other: Packets, dimensions: readonly (typeof DIMENSIONS)[number][]): Packets[] {
  if (dimensions.some((one) => isEmptySet(intersect(piece[one], other[one])))) return [piece];
  const outside: Packets[] = [];
  let common = piece;
  for (const one of dimensions) {
    const rest = subtract(common[one], other[one]);
    if (!isEmptySet(rest)) outside.push({ ...common, [one]: rest });
    common = { ...common, [one]: intersect(common[one], other[one]) };
  }
  return outside;
}

/** What a filter's rule selects: by protocol and ports, and by the address on one side. */
export interface Selection {
  readonly match: Match;
  readonly side: "src" | "dst";
  readonly addresses: AddressSet;
}

function withAddresses(packets: Packets, side: "src" | "dst", addresses: AddressSet): Packets {
  return side === "src" ? between(packets, addresses, packets.dst) : withDestinations(packets, addresses);
}

/** Whether a rule is about the protocol of the packets, ports aside. */
export function isSelected(match: Match, packets: Packets): boolean {
  if (match.protocol !== "all" && match.protocol !== packets.protocol) return false;
  if (match.icmpType === undefined || !isIcmp(packets.protocol)) return true;
  if (packets.icmpType !== match.icmpType) return false;
  return match.icmpCode === undefined || (packets.icmpCode ?? 0) === match.icmpCode;
}

/** Splits into the selected part and the rest (at most two pieces). */
export function split(packets: Packets, { match, side, addresses }: Selection): { hit?: Packets; rest: Packets[] } {
  if (!isSelected(match, packets)) return { rest: [packets] };
  const inside = addresses === ALL_ADDRESSES ? packets[side] : intersect(packets[side], addresses);
  if (isEmptySet(inside)) return { rest: [packets] };
  const outside = inside === packets[side] ? [] : subtract(packets[side], addresses);
  const isWhole = isEmptySet(outside);
  const rest: Packets[] = isWhole ? [] : [withAddresses(packets, side, outside)];
  let hit = isWhole ? packets : withAddresses(packets, side, inside);
  if (match.ports && hasPorts(packets.protocol)) {
    const wanted = portSet(match.ports.from, match.ports.to);
    const ports = intersect(packets.dstPorts, wanted);
    if (isEmptySet(ports)) return { rest: [packets] };
    const missed = subtract(packets.dstPorts, wanted);
    if (!isEmptySet(missed)) rest.push({ ...hit, dstPorts: missed });
    hit = { ...hit, dstPorts: ports };
  }
  return { hit, rest };
}

/** The addresses that hosts of a subnet can have: not the first four, not the last (VPC user guide, subnet sizing). */
export function usableAddresses<A extends Address>(block: Cidr<A>): RangeSet<A> {
  const whole = { start: block.base, end: endOfCidr(block) };
  return rangeSize(whole) <= 5 ? [whole] : [{ start: after(whole.start, 4), end: after(whole.end, -1) }];
}

/** Whether a set is most of what there is of a family. */
function isInternet(set: AddressSet): boolean {
  return (
    set.some((range) => rangeSize(range) > (typeof range.start === "bigint" ? 2 ** 124 : 2 ** 31)) ||
    setSizeOfIpv4(set) > 2 ** 31
  );
}

function setSizeOfIpv4(set: AddressSet): number {
  return setSize(ofFamily(set, "ipv4"));
}

/** The range of IPv6 that these are all usable addresses of, as a whole subnet has them. */
function subnetUsing({ start, end }: Range): Cidr | undefined {
  if (typeof start !== "bigint") return undefined;
  const block = cidrAround(start, STANDARD_SUBNET);
  const [usable] = usableAddresses(block);
  return usable?.start === start && usable.end === end ? block : undefined;
}

/** The length of a subnet's range of IPv6, unless it asks for another (VPC user guide, subnet sizing for IPv6). */
const STANDARD_SUBNET = 64;

/** A few CIDRs as text, for people. */
export function describeAddresses(set: AddressSet): string {
  if (isInternet(set)) return "the internet";
  if (set.every(({ start }) => isStandIn(hostCidr(start)))) return "an IPv6 range that AWS picks";
  const [first] = set;
  if (set.length === 1 && first) {
    const cidrs = toCidrs(set);
    if (cidrs.length === 1) return formatShort(cidrs[0]!);
    const subnet = subnetUsing(first);
    if (subnet) return formatCidr(subnet);
    if (cidrs.length > 3) return `${formatAddress(first.start)}-${formatAddress(after(first.end, -1))}`;
  }
  const cidrs = toCidrs(set);
  const shown = cidrs.slice(0, 3).map(formatShort);
  return cidrs.length > 3 ? `${shown.join(", ")} and ${cidrs.length - 3} more` : shown.join(", ");
}

export function describeSockets({ addresses, ports }: Sockets): string {
  const text = describeAddresses(addresses);
  if (!ports) return text;
  // RFC 3986, 3.2.2: the colons of an address and the one before a port are told apart by brackets.
  return `${text.includes(":") ? `[${text}]` : text}:${describePorts(ports)}`;
}

export function describePorts(ports: PortSet): string {
  return ports.map(({ start, end }) => (end - start === 1 ? String(start) : `${start}-${end - 1}`)).join(", ");
}

const NAMES: Readonly<Record<number, string>> = { [ICMP]: "icmp", [TCP]: "tcp", [UDP]: "udp", [ICMPV6]: "icmpv6" };

export function describeProtocol(protocol: number): string {
  return NAMES[protocol] ?? `protocol ${protocol}`;
}
