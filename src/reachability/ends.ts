import { ALL_IPV4, type AddressSet, setOfCidrs, subtract, union } from "../ip";
import {
  type Instance,
  type LoadBalancer,
  type NatGateway,
  type Nic,
  type OnPremises,
  type Outsider,
  type Subnet,
} from "../topology";
import { ICMP, type PortSet, TCP, UDP, usableAddresses } from "./packets";

/** A host: an interface, or any host that could sit at these addresses of a subnet. */
export interface HostEnd {
  readonly kind: "host";
  readonly subnet: Subnet;
  readonly nic?: Nic;
  /** The "host" is a NAT gateway, which takes no packets that are addressed to it. */
  readonly nat?: NatGateway;
  readonly addresses: AddressSet;
  /** The host has one of the addresses, and AWS picks which. */
  readonly isOneOf: boolean;
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

export interface BalancerEnd {
  readonly kind: "balancer";
  readonly balancer: LoadBalancer;
  /** Only this one of its nodes, as for a client that has picked one of the addresses that the name resolves to. */
  readonly node?: Nic;
  /** Which listener rule is meant; undefined means every one. */
  readonly host?: string;
  readonly path?: string;
}

/** Something whose place isn't known, e.g. an instance in an unknown subnet. */
export interface UnknownEnd {
  readonly kind: "unknown";
  readonly address: string;
  readonly reason: string;
  /** Everything that it may be, where that is known: what holds for each of them holds. */
  readonly anyOf?: readonly HostEnd[];
  /** Hosts as which it sends, under rules that are not judged: what none of them can do, it can't. */
  readonly atMost?: readonly HostEnd[];
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
}

/** TCP, UDP, ping, and one protocol that stands for all others. */
export const ANYTHING: readonly Flow[] = [TCP, UDP, ICMP, 50].map((protocol) => ({ protocol }));

export function endOfNic(nic: Nic): HostEnd | UnknownEnd {
  const { subnet } = nic;
  if (subnet.vpc.isAny === true)
    return { kind: "unknown", address: nic.address, reason: `which VPC ${subnet.address} is in is not known` };
  if (nic.privateIps) return { kind: "host", subnet, nic, addresses: nic.privateIps, isOneOf: false };
  if (!subnet.cidr) {
    const reason = `the address range of ${subnet.address} is not known`;
    return { kind: "unknown", address: nic.address, reason, place: { subnet, nic } };
  }
  return { kind: "host", subnet, nic, addresses: usableAddresses(subnet.cidr), isOneOf: true };
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
export function endOfOutsider({ address, reason, nics }: Outsider): UnknownEnd {
  const ends = nics.map(endOfNic);
  const atMost = ends.filter((end) => end.kind === "host");
  return {
    kind: "unknown",
    address,
    reason,
    ...(atMost.length > 0 && atMost.length === ends.length && { atMost }),
  };
}

/** Any host that could sit in the subnet; a NAT gateway's addresses are taken. */
export function endOfSubnet(subnet: Subnet, nats: readonly NatGateway[] = []): HostEnd | UnknownEnd {
  if (subnet.vpc.isAny === true)
    return { kind: "unknown", address: subnet.address, reason: "which VPC it is in is not known" };
  if (!subnet.cidr)
    return { kind: "unknown", address: subnet.address, reason: "its address range is not known", place: { subnet } };
  const taken = union(...nats.filter((nat) => nat.subnet === subnet).map((nat) => nat.privateIps ?? []));
  return { kind: "host", subnet, addresses: subtract(usableAddresses(subnet.cidr), taken), isOneOf: false };
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
  return { kind: "on-premises", site, addresses: isWhole ? setOfCidrs(cidrs) : ALL_IPV4, isOneOf: !isWhole };
}
