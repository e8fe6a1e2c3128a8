import {
  describeCidr,
  egressOnlyIn,
  type Attachment,
  type Instance,
  isCertain,
  type Subnet,
  type Topology,
  type Vpc,
} from "../topology";
import { push } from "../terraform";
import { addressOfPremises, premisesIn } from "../reachability";
import { Naming, type Names } from "./naming";

/** The place that stands for all of the internet. */
export const INTERNET = "internet";
/** The place of hosts, NAT gateways and load balancers of which no subnet is known. */
export const NOWHERE = "place not known";
/** The frame, or in a picture of whole VPCs the place, of subnets of which it is not known in which VPC they are. */
export const NO_VPC = "VPC not known";
/** Empty subnets of one zone and route table that are drawn as one box from this many on. */
const MANY_ALIKE = 3;

/** What a frame or a place is called that no Terraform address stands for. */
export const zoneId = (vpc: Vpc, zone: string | undefined): string => `${vpc.address} zone ${zone ?? "not known"}`;
export const accountId = (provider: string): string => `account ${provider}`;

/** A VPC that stands for the one that a subnet is in, where it is not known which that is. */
export function isNoVpc({ isAny, isImplied }: Vpc): boolean {
  return isAny === true || isImplied === true;
}

/** The VPC as flows and counts name it: subnets of VPCs that are not known are in one. */
export const scopeOf = (vpc: Vpc): string => (isNoVpc(vpc) ? NO_VPC : vpc.address);

/** Which place of the picture everything of a topology is in, by Terraform address. */
export class Site {
  private readonly places = new Map<string, string>();
  private readonly outside = new Set<string>();
  private readonly alike = new Map<Subnet, readonly Subnet[]>();
  readonly naming: Naming;

  constructor(
    readonly topology: Topology,
    readonly isCompact: boolean,
    names?: Names,
  ) {
    this.naming = new Naming(topology, names);
    this.findAlike();
    for (const subnet of topology.subnets) this.put(subnet.address, this.ofSubnet(subnet));
    for (const vpc of topology.vpcs) if (isCompact) this.put(vpc.address, scopeOf(vpc));
    for (const nat of topology.natGateways) this.putIn(nat.address, nat.subnet);
    for (const nic of topology.nics) this.putIn(nic.address, nic.subnet);
    for (const instance of topology.instances) this.put(instance.address, this.ofInstance(instance));
    for (const { address, nics } of topology.services)
      this.put(address, nics.length === 1 || isCompact ? this.ofInstance({ nics: [], maybe: nics }) : NOWHERE);
    for (const { address, nodes } of topology.loadBalancers)
      this.put(address, !nodes[0] ? NOWHERE : isCompact ? this.ofSubnet(nodes[0].subnet) : address);
    for (const { address, vpc } of topology.internetGateways)
      this.put(address, isCompact && vpc ? vpc.address : address);
    for (const { address, vpc } of egressOnlyIn(topology.tables))
      this.put(address, isCompact && vpc ? vpc.address : address);
    for (const { address, gateway } of topology.transitTables) this.put(address, gateway?.address ?? address);
    for (const { address } of topology.peerings) this.put(address, address);
    for (const gateway of topology.transitGateways) {
      this.put(gateway.address, gateway.address);
      for (const one of gateway.attachments) if (one.kind === "foreign") this.put(one.address, one.address);
    }
    this.put(INTERNET, INTERNET);
    for (const { address } of topology.outsiders) this.putOutside(address, address);
    for (const site of premisesIn(topology))
      for (const one of [addressOfPremises(site), site.address, ...site.links.map((link) => link.address)])
        this.putOutside(one, site.address);
  }

  /** Whether a place is a network outside of AWS, or people who come in from there. */
  isOutside(place: string): boolean {
    return place === INTERNET || this.outside.has(place);
  }

  /** The place of whatever has this address; undefined when it is in none. */
  of(address: string): string | undefined {
    return this.places.get(address);
  }

  ofSubnet(subnet: Subnet): string {
    if (this.isCompact) return scopeOf(subnet.vpc);
    return this.alike.get(subnet)?.[0]?.address ?? subnet.address;
  }

  /** The subnets that are drawn in the box of this one: itself, or all that are alike, when it is the first of them. */
  drawnWith(subnet: Subnet): readonly Subnet[] {
    const alike = this.alike.get(subnet);
    return !alike ? [subnet] : alike[0] === subnet ? alike : [];
  }

  /** Of an instance that may be in several subnets, the place that all of them are in. */
  private ofInstance({ nics, maybe }: Pick<Instance, "nics" | "maybe">): string {
    const places = new Set((nics[0] ? [nics[0]] : (maybe ?? [])).map((nic) => this.ofSubnet(nic.subnet)));
    const [only = NOWHERE] = places;
    return places.size > 1 ? NOWHERE : only;
  }

  private put(address: string, place: string): void {
    if (!this.places.has(address)) this.places.set(address, place);
  }

  private putOutside(address: string, place: string): void {
    this.put(address, place);
    this.outside.add(place);
  }

  private putIn(address: string, subnet: Subnet | undefined): void {
    this.put(address, subnet ? this.ofSubnet(subnet) : NOWHERE);
  }

  /** Subnets with nothing in them that differ by their range only. */
  private findAlike(): void {
    const { topology } = this;
    const taken = new Set<Subnet | undefined>([
      ...topology.nics.map((nic) => nic.subnet),
      ...topology.services.flatMap(({ nics }) => nics.map((nic) => nic.subnet)),
      ...topology.natGateways.map((nat) => nat.subnet),
      ...topology.loadBalancers.flatMap(({ nodes }) => nodes.map((node) => node.subnet)),
      ...topology.transitGateways.flatMap(({ attachments }) => attachments.flatMap(subnetsOf)),
    ]);
    const classes = new Map<string, Subnet[]>();
    for (const subnet of topology.subnets) {
      if (taken.has(subnet) || !subnet.cidr || !isCertain(subnet, "table", "acl")) continue;
      const key =
        [subnet.vpc, subnet.table, subnet.acl].map((one) => one.address).join("|") +
        zoneId(subnet.vpc, subnet.zone) +
        (subnet.ipv6Cidr || subnet.doubts.ipv6.length > 0 ? " ipv6" : "");
      push(classes, key, subnet);
    }
    for (const subnets of classes.values())
      if (subnets.length >= MANY_ALIKE) for (const subnet of subnets) this.alike.set(subnet, subnets);
  }
}

/** The subnets that an attachment is or may be in: never those of another VPC, if its own is known. */
export function subnetsOf(attachment: Attachment): readonly Subnet[] {
  if (attachment.kind !== "vpc") return [];
  const { vpc, subnets } = attachment;
  return vpc ? subnets.filter((one) => one.vpc === vpc || isNoVpc(one.vpc)) : subnets;
}

/** In which subnets it is, and so perhaps in which VPC, is not certain. */
export function isDoubtful(attachment: Attachment): boolean {
  return attachment.kind === "vpc" && (!isCertain(attachment, "subnets", "vpc") || attachment.vpc === undefined);
}

/** The ranges of a subnet as text. */
export function subnetRange({ cidr, ipv6Cidr, doubts, isIpv6Only }: Subnet): string {
  const ipv6 = ipv6Cidr ? [describeCidr(ipv6Cidr)] : doubts.ipv6.length > 0 ? ["IPv6 range not known"] : [];
  const ipv4 = cidr ? [describeCidr(cidr)] : isIpv6Only === true && ipv6.length > 0 ? [] : ["range not known"];
  return [...ipv4, ...ipv6].join(" + ");
}

/** The ranges of a VPC as text. */
export function rangesOf(vpc: Vpc): string {
  const known = vpc.cidrs.map(describeCidr);
  const shown = known.length > 3 ? [...known.slice(0, 2), `${known.length - 2} more`] : known;
  const all = [
    ...shown,
    ...(isCertain(vpc, "ranges") ? [] : ["ranges not known"]),
    ...(isCertain(vpc, "ipv6Ranges") ? [] : ["ranges of IPv6 not known"]),
  ];
  return all.length === 0 ? "ranges not known" : all.join(" + ");
}
