import {
  type AddressSet,
  type Address,
  after,
  type Cidr,
  containsAddress,
  familyOf,
  intersect,
  isEmptySet,
  ofFamily,
  parseIpv6,
  type RangeSet,
  setHas,
  setOfCidr,
  setsEqual,
} from "../ip";
import { type HostEnd, type InternetEnd, type Receiver, type Sender, usableAddresses } from "../reachability";
import {
  type NatGateway,
  type Nic,
  type Peering,
  type Subnet,
  type Topology,
  type Vpc,
  type VpcAttachment,
} from "../topology";
import { dialectsOf, inDialect, IPV4, IPV6 } from "./dialects";
import { machineOf } from "./machines";
import { ShortNames } from "./short-names";
import { reachedBy, type TwinRange, twinRanges, twinsOf } from "./twins";

/**
 * A network interface of the lab. Each one hangs on its VPC's router by a cable of its own, so that the router can
 * tell, as AWS does, which interface a packet left and which it is for.
 */
export interface Port {
  readonly kind: "host" | "node" | "nat" | "attachment" | "inspection";
  /** Terraform address of what it stands for. */
  readonly address: string;
  /** The network namespace behind it. */
  readonly space: string;
  /** Tells it from all others of the lab. */
  readonly number: number;
  /** The router's end of the cable. */
  readonly cable: string;
  /** The other end, in the port's own namespace. */
  readonly device: string;
  readonly subnet: Subnet;
  /** Private addresses and, after them, those of IPv6: those of the input, or picked as AWS would. None for an attachment, and for what inspects packets. */
  readonly ips: readonly Address[];
  /** By private address, where an internet gateway translates it. */
  readonly publicIps: ReadonlyMap<Address, Address>;
  readonly nic?: Nic;
  readonly nat?: NatGateway;
  readonly attachment?: VpcAttachment;
  /** A host that the input does not have: it stands for any host of the subnet, so no security group holds it back. */
  readonly isStandIn: boolean;
}

/** Cables of a router that lead to no interface: to peered VPCs and to the internet gateways. */
export interface Uplinks {
  readonly peerings: ReadonlyMap<Peering, string>;
  readonly internet?: string;
  /** To the egress-only internet gateway. */
  readonly egress?: string;
}

/** Everything of a lab that has a place: interfaces, and hosts out on the internet. */
export interface Places {
  readonly names: ShortNames;
  readonly ports: readonly Port[];
  readonly internetIps: readonly Address[];
  /** Machines run their rulesets, so that a packet may arrive with other addresses than it was sent with. */
  readonly isTranslated: boolean;
  /** What they make of the addresses that packets are sent to. */
  readonly twins: readonly TwinRange[];
}

const PUBLIC_POOL = 0xcb007100; // 203.0.113.0/24, for documentation (RFC 5737)
/** The network namespace of what lies out on the internet. */
export const INTERNET_SPACE = "internet";
/** A cable of its own, from the internet to itself: what is written into one end is routed as if its host had sent it. */
export const INTERNET_CABLE = { written: "out", read: "in" } as const;
/** An address out on the internet: 198.51.100.10 of the documentation range (RFC 5737). */
const INTERNET_HOST: Address = 0xc633640a;
/** Addresses of IPv6 out on the internet, of the documentation ranges (RFC 9637, RFC 3849): the first that is nobody's here. */
const INTERNET_HOSTS_IPV6: readonly Address[] = ["3fff::a", "3fff:fff::a", "2001:db8:ffff:ffff::a"].map((text) =>
  parseIpv6(text)!,
);

class Addresses {
  private readonly taken = new Map<Subnet, Set<Address>>();
  private nextPublic = 1;
  readonly publicTaken = new Set<Address>();

  take(subnet: Subnet, ip: Address): void {
    this.of(subnet).add(ip);
  }

  of(subnet: Subnet): Set<Address> {
    const found = this.taken.get(subnet) ?? new Set<Address>();
    this.taken.set(subnet, found);
    return found;
  }

  isFree(subnet: Subnet, ip: Address): boolean {
    return !this.of(subnet).has(ip);
  }

  /**
   * AWS picks an address of the subnet; the lab picks the first free one.
   * @param range the subnet's, of one family
   */
  pick(subnet: Subnet, range: Cidr | undefined): Address[] {
    for (const { start, end } of range ? usableAddresses(range) : [])
      for (let ip = start; ip < end; ip++)
        if (this.isFree(subnet, ip)) {
          this.take(subnet, ip);
          return [ip];
        }
    return [];
  }

  pickPublic(): Address {
    while (this.publicTaken.has(PUBLIC_POOL + this.nextPublic)) this.nextPublic++;
    const ip = PUBLIC_POOL + this.nextPublic;
    this.publicTaken.add(ip);
    return ip;
  }
}

/** The addresses of a set, at most so many. */
export function some<A extends Address>(set: RangeSet<A>, most: number): A[] {
  const found: A[] = [];
  for (const { start, end } of set) for (let ip = start; ip < end && found.length < most; ip++) found.push(ip);
  return found;
}

/** The private addresses that have a public one, where the input says that they do. */
function publicOf(
  addresses: Addresses,
  ips: readonly Address[],
  said: Nic["publicIp"] | NatGateway["publicIps"],
): Map<Address, Address> {
  const found = new Map<Address, Address>();
  if (said === undefined || said === "none" || said === "unknown") return found;
  const known = said === "some" ? [] : some(said, ips.length);
  for (const [i, ip] of ips.entries()) {
    const own = said === "some" ? (i === 0 ? addresses.pickPublic() : undefined) : known[i];
    if (own !== undefined) found.set(ip, own);
  }
  return found;
}

/** At most this many addresses of one interface are given to it. */
export const MOST_ADDRESSES = 8;
/** So many hosts stand for a whole subnet, beside those that share their address with a host elsewhere. */
const STAND_INS = 2;

interface Wanted {
  readonly subnet: Subnet;
  readonly addresses: AddressSet;
  readonly ipv6: AddressSet;
}

/** Whether a subnet has a place: its hosts have addresses of IPv4 unless it is one without. */
function hasPlace({ cidr, ipv6Cidr, isIpv6Only }: Subnet): boolean {
  return cidr !== undefined || (isIpv6Only === true && ipv6Cidr !== undefined);
}

/** The addresses of IPv6 that the input gives to an interface. */
function knownIpv6({ ipv6, subnet: { ipv6Cidr } }: Nic): Address[] {
  if (!ipv6Cidr || ipv6 === undefined || ipv6 === "picked") return [];
  return some(intersect(ipv6, setOfCidr<Address>(ipv6Cidr)), MOST_ADDRESSES);
}

/** Everything that has or gets an interface, as it is laid out; what is added later gets addresses that are free by then. */
class Layout {
  readonly names = new ShortNames([INTERNET_SPACE]);
  readonly ports: Port[] = [];
  private readonly addresses = new Addresses();
  /** The namespaces of machines with several interfaces, by the machine's Terraform address. */
  private readonly machines = new Map<string, string>();
  private readonly nodes: readonly Nic[];
  private readonly nics: readonly Nic[];
  private readonly nats: readonly (NatGateway & { readonly subnet: Subnet })[];

  constructor(private readonly topology: Topology) {
    const nodes = topology.loadBalancers.flatMap((balancer) => balancer.nodes);
    // An endpoint of an endpoint service has no server of its own either: it hands on what its service listens for.
    this.nodes = [...nodes, ...topology.privateLinks.flatMap(({ nics }) => nics)];
    this.nics = [...new Set([...topology.nics, ...nodes])].filter(({ subnet }) => hasPlace(subnet));
    this.nats = topology.natGateways.filter(
      (nat): nat is NatGateway & { subnet: Subnet } => nat.subnet?.cidr !== undefined,
    );
    this.takeKnown();
  }

  /** Addresses that the input gives to somebody are nobody else's. */
  private takeKnown(): void {
    const { addresses, nics, nats } = this;
    for (const { subnet, privateIps } of [...nics, ...nats])
      for (const ip of some(privateIps ?? [], MOST_ADDRESSES)) addresses.take(subnet, ip);
    for (const nic of nics) for (const ip of knownIpv6(nic)) addresses.take(nic.subnet, ip);
    for (const said of [...nics.map(({ publicIp }) => publicIp), ...nats.map(({ publicIps }) => publicIps)])
      if (said !== undefined && typeof said !== "string")
        for (const ip of some(said, MOST_ADDRESSES)) addresses.publicTaken.add(ip);
  }

  private add(port: Omit<Port, "number" | "cable" | "device" | "space" | "isStandIn">, isStandIn = false): void {
    const number = this.ports.length;
    const machine = machineOf(port.nic);
    const space =
      (machine && this.machines.get(machine.address)) ??
      this.names.of(isStandIn ? `${port.address}-host` : (machine?.address ?? port.address));
    if (machine) this.machines.set(machine.address, space);
    const device = (port.nic && machine?.devices.get(port.nic)?.name) ?? "eth0";
    this.ports.push({ ...port, number, isStandIn, space, cable: `e${number}`, device });
  }

  addInterfaces(): void {
    const { addresses } = this;
    for (const nic of this.nics) {
      const { address, subnet } = nic;
      if (nic.inspection) {
        this.add({ kind: "inspection", address, subnet, ips: [], publicIps: NO_IPS, nic });
        continue;
      }
      const ips = nic.privateIps ? some(nic.privateIps, MOST_ADDRESSES) : addresses.pick(subnet, subnet.cidr);
      const ipv6s = nic.ipv6 === "picked" ? addresses.pick(subnet, subnet.ipv6Cidr) : knownIpv6(nic);
      const kind = this.nodes.includes(nic) ? "node" : "host";
      const publicIps = publicOf(addresses, ips, nic.publicIp);
      this.add({ kind, address, subnet, ips: [...ips, ...ipv6s], publicIps, nic });
    }
    for (const nat of this.nats) {
      const ips = nat.privateIps ? some(nat.privateIps, MOST_ADDRESSES) : addresses.pick(nat.subnet, nat.subnet.cidr);
      const publicIps = nat.isPrivate ? NO_IPS : publicOf(addresses, ips, nat.publicIps ?? "some");
      this.add({ kind: "nat", address: nat.address, subnet: nat.subnet, ips, publicIps, nat });
    }
  }

  addAttachments(): void {
    for (const { attachments } of this.topology.transitGateways)
      for (const attachment of attachments) {
        if (attachment.kind !== "vpc") continue;
        const { address } = attachment;
        for (const subnet of attachment.subnets)
          this.add({ kind: "attachment", address, subnet, ips: [], publicIps: NO_IPS, attachment });
      }
  }

  /** Hosts that stand for any host of a subnet, some of them with addresses that hosts elsewhere have too. */
  addStandIns(ends: readonly (Sender | Receiver)[], twins: readonly TwinRange[]): void {
    const { addresses } = this;
    const held = new Set(this.ports.flatMap(({ ips }) => inDialect(ips, IPV4)));
    for (const { subnet, addresses: wanted, ipv6 } of wantedSubnets(ends, twins)) {
      const twins = [...held].filter((ip) => setHas(wanted, ip) && addresses.isFree(subnet, ip)).slice(0, STAND_INS);
      const others = sample(wanted, STAND_INS, (ip) => addresses.isFree(subnet, ip) && !twins.includes(ip));
      const free = [...twins, ...others].filter((ip) => addresses.isFree(subnet, ip));
      const count = free.length > 0 ? free.length : STAND_INS;
      const ipv6s = sample(ipv6, count, (ip) => addresses.isFree(subnet, ip));
      for (let i = 0; i < Math.max(free.length, ipv6s.length); i++) this.addStandIn(subnet, free[i], ipv6s[i]);
    }
  }

  private addStandIn(subnet: Subnet, ip: Address | undefined, ipv6: Address | undefined): void {
    const { addresses } = this;
    const ips = [ip, ipv6].filter((one) => one !== undefined);
    for (const one of ips) addresses.take(subnet, one);
    const publicIps = subnet.mapPublicIp && ip !== undefined ? new Map([[ip, addresses.pickPublic()]]) : NO_IPS;
    this.add({ kind: "host", address: subnet.address, subnet, ips, publicIps }, true);
  }
}

const NO_IPS: ReadonlyMap<Address, Address> = new Map();

/**
 * Gives everything of a topology its place, and each subnet that a question asks about as a whole some hosts of its own.
 * Subnets without a known CIDR have no place.
 */
export function placesFor(topology: Topology, ends: readonly (Sender | Receiver)[]): Places {
  const layout = new Layout(topology);
  const machines = new Set(topology.nics.flatMap((nic) => machineOf(nic) ?? []));
  const twins = twinRanges(machines);
  layout.addInterfaces();
  layout.addAttachments();
  layout.addStandIns(ends, twins);
  const { names, ports } = layout;
  return { names, ports, isTranslated: machines.size > 0, twins, internetIps: internetIpsOf(topology, ports, ends) };
}

/** The first and the last free addresses of a set. */
function sample(set: AddressSet, most: number, isFree: (ip: Address) => boolean): Address[] {
  const found: Address[] = [];
  for (const { start, end } of set) {
    for (let ip = start; ip < end && found.length < Math.ceil(most / 2); ip++) if (isFree(ip)) found.push(ip);
    for (let ip = after(end, -1); ip >= start && found.length < most; ip--)
      if (isFree(ip) && !found.includes(ip)) found.push(ip);
  }
  return found;
}

/** The addresses that hosts of an end have: those that packets are sent to, or what machines make of them. */
function ownIn({ subnet: { cidr }, addresses }: HostEnd, twins: readonly TwinRange[]): AddressSet {
  const isTheirs = !cidr || twins.length === 0 || !isEmptySet(intersect(addresses, setOfCidr<Address>(cidr)));
  return isTheirs ? addresses : intersect(reachedBy(addresses, twins), setOfCidr<Address>(cidr));
}

/** What questions ask of subnets as such, or of single addresses in them that no known interface has. */
function wantedSubnets(ends: readonly (Sender | Receiver)[], twins: readonly TwinRange[]): Wanted[] {
  const wanted: Wanted[] = [];
  for (const end of hostEnds(ends)) {
    const { subnet } = end;
    const addresses = ownIn(end, twins);
    if (end.nic || end.nat || !hasPlace(subnet)) continue;
    const ipv6 = ipv6In(end);
    const isKnown = wanted.some(
      (one) => one.subnet === subnet && setsEqual(one.addresses, addresses) && setsEqual(one.ipv6, ipv6),
    );
    if (!isKnown) wanted.push({ subnet, addresses, ipv6 });
  }
  return wanted;
}

function hostEnds(ends: readonly (Sender | Receiver)[]): HostEnd[] {
  return ends.flatMap((end) => (end.kind === "host" ? [end] : end.kind === "unknown" ? (end.anyOf ?? []) : []));
}

/** The addresses of IPv6 that an end certainly has, or one of which it has. */
function ipv6In({ subnet, ipv6 }: HostEnd): AddressSet {
  if (!ipv6 || "note" in ipv6 || !subnet.ipv6Cidr) return [];
  return intersect(ipv6.addresses, setOfCidr<Address>(subnet.ipv6Cidr));
}

function internetIpsOf({ vpcs }: Topology, ports: readonly Port[], ends: readonly (Sender | Receiver)[]): Address[] {
  const dialects = dialectsOf(ports);
  const named = ends
    .filter((end): end is InternetEnd => end.kind === "internet" && !end.isAbstract)
    .flatMap((end) => dialects.flatMap(({ family }) => some(ofFamily(end.addresses, family), 2)));
  const isTheirs = (ip: Address): boolean => vpcs.some(({ cidrs }) => cidrs.some((one) => containsAddress(one, ip)));
  const other = dialects.includes(IPV6) ? INTERNET_HOSTS_IPV6.find((ip) => !isTheirs(ip)) : undefined;
  return [...new Set([INTERNET_HOST, ...(other === undefined ? [] : [other]), ...named])];
}

/** Who is meant by an interface, a NAT gateway or, in place of all its hosts, a subnet. */
const MEANT = new WeakMap<readonly Port[], Map<Nic | NatGateway | Subnet, Port[]>>();

function portsFor(ports: readonly Port[], meant: Nic | NatGateway | Subnet): readonly Port[] {
  const known = MEANT.get(ports);
  if (known) return known.get(meant) ?? [];
  const found = new Map<Nic | NatGateway | Subnet, Port[]>();
  for (const port of ports)
    for (const one of [port.nic, port.nat, port.isStandIn ? port.subnet : undefined]) {
      if (one === undefined) continue;
      const own = found.get(one);
      if (own) own.push(port);
      else found.set(one, [port]);
    }
  MEANT.set(ports, found);
  return found.get(meant) ?? [];
}

/** An interface that the input does not have stands for all of its subnet in the same groups. */
function likeIt(ports: readonly Port[], { subnet, groups }: Nic): readonly Port[] {
  return ports.filter(
    ({ kind, nic }) =>
      kind === "host" &&
      nic?.subnet === subnet &&
      groups !== undefined &&
      nic.groups?.length === groups.length &&
      groups.every((group) => nic.groups?.includes(group)),
  );
}

/** The ports that an end of a question means, with the addresses by which it means them. */
export function portsOf(places: Places, end: HostEnd): { readonly port: Port; readonly ips: readonly Address[] }[] {
  const known = portsFor(places.ports, end.nic ?? end.nat ?? end.subnet);
  return (end.nic && known.length === 0 ? likeIt(places.ports, end.nic) : known).flatMap((port) => {
    const ipv6 = end.ipv6 && !("note" in end.ipv6) ? end.ipv6 : { addresses: [], isOneOf: false };
    const isMeant = (ip: Address): boolean => {
      const side = familyOf(ip) === "ipv6" ? ipv6 : end;
      return side.isOneOf || setHas(side.addresses, ip);
    };
    const own = port.ips.filter(isMeant);
    const twins = port.ips.flatMap((ip) => twinsOf(ip, places.twins)).filter((ip) => setHas(end.addresses, ip));
    const ips = own.length > 0 ? own : twins;
    return ips.length > 0 ? [{ port, ips }] : [];
  });
}

/** The VPCs that have a router in the lab. */
export function vpcsOf({ ports }: Places, gateways: readonly { readonly vpc: Vpc }[]): Vpc[] {
  return [...new Set([...ports.map(({ subnet }) => subnet.vpc), ...gateways.map(({ vpc }) => vpc)])];
}
