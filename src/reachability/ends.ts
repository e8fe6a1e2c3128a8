import { ALL_ADDRESSES, type Address, type AddressSet, type Family, setOfCidrs, subtract, union } from "../ip";
import {
  type Destinations,
  type Instance,
  type LoadBalancer,
  type NatGateway,
  type Nic,
  type Note,
  type OnPremises,
  type Outsider,
  type Service,
  STAND_INS,
  type Subnet,
  type Topology,
} from "../topology";
import { ICMP, type PortSet, PUBLIC, TCP, UDP, usableAddresses } from "./packets";

/** Addresses that a host has besides, or why they aren't known. */
type OtherAddresses = { readonly addresses: AddressSet; readonly isOneOf: boolean } | { readonly note: Note };

/** A host: an interface, or any host that could sit at these addresses of a subnet. */
export interface HostEnd {
  readonly kind: "host";
  readonly subnet: Subnet;
  readonly nic?: Nic;
  /** The "host" is a NAT gateway, which takes no packets that are addressed to it. */
  readonly nat?: NatGateway;
  /** Those of IPv4; none where the host has only IPv6. */
  readonly addresses: AddressSet;
  /** The host has one of the addresses, and AWS picks which. */
  readonly isOneOf: boolean;
  /** Those of IPv6; undefined where it has none. */
  readonly ipv6?: OtherAddresses;
  /** Nobody has the address: AWS itself listed all interfaces. @default - any host could have it */
  readonly isVacant?: true;
  /** Further interfaces of the same thing, all of which its name leads to. */
  readonly others?: readonly (HostEnd | UnknownEnd)[];
  /** A network load balancer that preserves its client's address takes the reply off the target's interface itself. */
  readonly catchesReply?: boolean;
}

/** The internet as such (`isAbstract`), or public addresses out there. */
export interface InternetEnd {
  readonly kind: "internet";
  readonly addresses: AddressSet;
  readonly isAbstract: boolean;
}

/** A network outside of AWS: all of its addresses, or some of them. */
export interface OnPremisesEnd {
  readonly kind: "on-premises";
  readonly site: OnPremises;
  readonly addresses: AddressSet;
  /** Which addresses it has is not known: it has some of these. */
  readonly isOneOf: boolean;
}

/** An address as the sender sees it: it leads wherever the routes take it. */
export interface AddressEnd {
  readonly kind: "address";
  readonly addresses: AddressSet;
}

/** Which listener rule of an application load balancer is meant; undefined means every one. */
export interface AskedRule {
  readonly host?: string;
  readonly path?: string;
}

export interface BalancerEnd extends AskedRule {
  readonly kind: "balancer";
  readonly balancer: LoadBalancer;
  /** Only this one of its nodes, as for a client that has picked one of the addresses that the name resolves to. */
  readonly node?: Nic;
}

/** Something whose place isn't known, e.g. an instance in an unknown subnet. */
export interface UnknownEnd {
  readonly kind: "unknown";
  readonly address: string;
  readonly reason: string;
  /** Everything that it may be, where that is known: what holds for each of them holds. */
  readonly anyOf?: readonly HostEnd[];
  /** The hosts that it may send as, under rules that are not judged. What none of them can do, it can't do either. */
  readonly atMost?: readonly HostEnd[];
  /** What its rules let it get to, as one of `atMost`. */
  readonly destinations?: Destinations;
  /** Where it is, where no more than its address range is lacking. */
  readonly place?: { readonly subnet: Subnet; readonly nic?: Nic };
}

export type Sender = HostEnd | InternetEnd | OnPremisesEnd | UnknownEnd;
export type Receiver = HostEnd | InternetEnd | OnPremisesEnd | AddressEnd | BalancerEnd | UnknownEnd;

/** The protocol and ports of a question; undefined ports are left to the answer. */
export interface Flow {
  readonly protocol: number;
  readonly port?: number;
  /** Several ports at once; wins over `port`. */
  readonly ports?: PortSet;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly sourcePorts?: PortSet;
  /** Over this family only. */
  readonly family?: Family;
  /** The request that the packets carry, where a load balancer on the way reads it. */
  readonly rule?: AskedRule;
}

/** Packets from an end whose place is known to another. */
export interface Trip {
  readonly from: HostEnd | InternetEnd | OnPremisesEnd;
  readonly to: HostEnd | InternetEnd | OnPremisesEnd | AddressEnd;
  readonly flow: Flow;
}

/** The internet as such: every public address but those of the networks themselves. */
export function endOfInternet({ vpcs }: Pick<Topology, "vpcs">): InternetEnd {
  const own = [STAND_INS, ...vpcs.flatMap(({ cidrs }) => cidrs)];
  return { kind: "internet", addresses: subtract(PUBLIC, setOfCidrs(own)), isAbstract: true };
}

/** TCP, UDP, ping, and one protocol that stands for all others. */
export const ANYTHING: readonly Flow[] = [TCP, UDP, ICMP, 50].map((protocol) => ({ protocol }));

/** The first four addresses of a subnet and the last are AWS's, as in IPv4 (VPC user guide, subnet sizing for IPv6). */
function ipv6In({ ipv6Cidr, doubts }: Subnet): OtherAddresses | undefined {
  const [note] = doubts.ipv6;
  if (note) return { note };
  return ipv6Cidr && { addresses: usableAddresses(ipv6Cidr), isOneOf: false };
}

function ipv6Of(nic: Nic): OtherAddresses | undefined {
  const [note] = nic.doubts.ipv6;
  if (note) return { note };
  if (nic.ipv6 !== "picked") return nic.ipv6 && { addresses: nic.ipv6, isOneOf: false };
  const { ipv6Cidr, doubts } = nic.subnet;
  if (ipv6Cidr && doubts.ipv6.length === 0) return { addresses: usableAddresses(ipv6Cidr), isOneOf: true };
  return { note: doubts.ipv6[0] ?? { address: nic.address, reason: "its address of IPv6 is not known" } };
}

export function endOfNic(nic: Nic): HostEnd | UnknownEnd {
  const { subnet } = nic;
  if (subnet.vpc.isAny === true)
    return { kind: "unknown", address: nic.address, reason: `which VPC ${subnet.address} is in is not known` };
  const ipv6 = ipv6Of(nic);
  const host = { kind: "host", subnet, nic, ...(ipv6 && { ipv6 }) } as const;
  if (nic.privateIps) return { ...host, addresses: nic.privateIps, isOneOf: false };
  if (subnet.isIpv6Only === true) return { ...host, addresses: [], isOneOf: false };
  if (!subnet.cidr) {
    const reason = `the address range of ${subnet.address} is not known`;
    return { kind: "unknown", address: nic.address, reason, place: { subnet, nic } };
  }
  return { ...host, addresses: usableAddresses(subnet.cidr), isOneOf: true };
}

/** An instance's first interface, or all that it may be. */
export function endOfInstance({ address, nics, maybe, doubts }: Instance): HostEnd | UnknownEnd {
  if (nics[0]) return endOfNic(nics[0]);
  const ends = (maybe ?? []).map(endOfNic);
  const anyOf = ends.filter((end) => end.kind === "host");
  return {
    kind: "unknown",
    address,
    reason: doubts.interfaces[0]?.reason ?? "it has no interface",
    ...(anyOf.length > 0 && anyOf.length === ends.length && { anyOf }),
  };
}

/** Whoever comes in from outside by something of the input. */
export function endOfOutsider({ address, reason, nics, destinations }: Outsider): UnknownEnd {
  const ends = nics.map(endOfNic);
  const atMost = ends.filter((end) => end.kind === "host");
  return {
    kind: "unknown",
    address,
    reason,
    ...(atMost.length > 0 && atMost.length === ends.length && { atMost }),
    ...(destinations && { destinations }),
  };
}

/** A service, in whichever of its subnets AWS puts it. */
export function endOfService({ address, reason, nics }: Service): HostEnd | UnknownEnd {
  const ends = nics.map(endOfNic);
  const [only] = ends;
  if (only && ends.length === 1) return only;
  const anyOf = ends.filter((end) => end.kind === "host");
  return { kind: "unknown", address, reason, ...(anyOf.length === ends.length && { anyOf }) };
}

/** What sends to a service meets. */
export function receiverOfService(service: Service): HostEnd | UnknownEnd {
  const { address, sendsOnly } = service;
  return sendsOnly === undefined ? endOfService(service) : { kind: "unknown", address, reason: sendsOnly };
}

/** Any host that could sit in the subnet; a NAT gateway's addresses are taken. */
export function endOfSubnet(subnet: Subnet, nats: readonly NatGateway[] = []): HostEnd | UnknownEnd {
  if (subnet.vpc.isAny === true)
    return { kind: "unknown", address: subnet.address, reason: "which VPC it is in is not known" };
  const ipv6 = ipv6In(subnet);
  const host = { kind: "host", subnet, isOneOf: false, ...(ipv6 && { ipv6 }) } as const;
  if (subnet.isIpv6Only === true) return { ...host, addresses: [] };
  if (!subnet.cidr)
    return { kind: "unknown", address: subnet.address, reason: "its address range is not known", place: { subnet } };
  const taken = union(...nats.filter((nat) => nat.subnet === subnet).map((nat) => nat.privateIps ?? []));
  return { ...host, addresses: subtract<Address>(usableAddresses(subnet.cidr), taken) };
}

export function endOfNat(nat: NatGateway): HostEnd | UnknownEnd {
  const { subnet } = nat;
  if (!subnet?.cidr) return { kind: "unknown", address: nat.address, reason: "its subnet is not known" };
  const addresses = nat.privateIps ?? usableAddresses(subnet.cidr);
  return { kind: "host", subnet, nat, addresses, isOneOf: nat.privateIps === undefined };
}

/** A network outside: the addresses that its static routes state, or any, where BGP tells them. */
export function endOfPremises(site: OnPremises): OnPremisesEnd {
  const isStated = site.links.length > 0 && site.links.every(({ routes }) => routes && routes.length > 0);
  const cidrs = site.links.flatMap(({ routes = [] }) => routes.map(({ cidr }) => cidr));
  const isWhole = isStated && cidrs.every(({ length }) => length > 0);
  return { kind: "on-premises", site, addresses: isWhole ? setOfCidrs(cidrs) : ALL_ADDRESSES, isOneOf: !isWhole };
}
