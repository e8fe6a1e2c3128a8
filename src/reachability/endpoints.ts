import { containsAddress, type Family, familyOfSet, formatCidr } from "../ip";
import {
  type Instance,
  type LoadBalancer,
  type Nic,
  type OnPremises,
  type PrivateLink,
  type SecurityGroupRule,
  type Outsider,
  type Service as PlacedService,
  type Subnet,
  type Topology,
  egressOnlyIn,
  isCertain,
  doubtsAbout,
} from "../topology";
import { ON_PREMISES } from "../naming/end-text";
import { type Borders, bordersIn } from "./borders";
import {
  endOfInstance,
  endOfInternet,
  endOfNic,
  endOfOutsider,
  endOfPremises,
  endOfService,
  endOfSubnet,
  type Flow,
  type Receiver,
  type Sender,
} from "./ends";
import { ALL_PORTS, describePorts, type PortSet, portSet, TCP, UDP } from "./packets";
import { linkOf } from "./link-of";
import { type SetApart, setApart } from "./set-apart";

/** What someone listens on; undefined ports mean all of the protocol. */
export interface Service {
  readonly protocol: number;
  readonly ports?: PortSet;
  /** What is asked about it over one family alone. */
  readonly family?: Family;
}

/** Somebody who can send, receive, or both. Members of one class are treated alike by every route and filter. */
export interface Endpoint {
  readonly address: string;
  readonly sender?: Sender;
  readonly receiver?: Receiver;
  readonly services: readonly Service[];
  /** Equal for endpoints that no route table, filter or zone tells apart. */
  readonly likeness: string;
}

/** A load balancer's port is a single one; ranges go to hosts only. */
export function flowOf({ protocol, ports, family }: Service): Flow {
  const [only] = ports ?? [];
  const isSingle = ports?.length === 1 && only && only.end - only.start === 1;
  const own = isSingle ? { port: only.start } : { ports: ports ?? ALL_PORTS };
  return { protocol, ...own, ...(family && { family }) };
}

class Likeness {
  private readonly ids = new Map<object, number>();

  of(...things: readonly (object | string | undefined)[]): string {
    return things.map((thing) => (typeof thing === "object" ? this.idOf(thing) : (thing ?? "-"))).join("|");
  }

  private idOf(thing: object): number {
    const known = this.ids.get(thing) ?? this.ids.size;
    this.ids.set(thing, known);
    return known;
  }
}

/** A rule that is about IPv6 alone. */
function isOfIpv6({ cidrs, groups, note, within }: SecurityGroupRule): boolean {
  if (groups.length > 0) return false;
  const named = note ? within : cidrs;
  return named !== undefined && named.length > 0 && familyOfSet(named) === "ipv6";
}

/** Ports that the security groups of an interface open to anybody, as far as they are known. */
function servicesOf(nic: Nic): Service[] {
  const groups = nic.groups ?? [];
  const isDual = nic.ipv6 !== undefined || nic.doubts.ipv6.length > 0;
  const rules = groups.flatMap(({ ingress }) => ingress).filter((rule) => isDual || !isOfIpv6(rule));
  const found = new Map<string, Service>();
  for (const { match } of rules) {
    const protocol = match.protocol === "all" ? TCP : match.protocol;
    const range = match.ports && match.protocol !== "all" ? portSet(match.ports.from, match.ports.to) : undefined;
    found.set(`${protocol}|${range ? describePorts(range) : ""}`, { protocol, ...(range && { ports: range }) });
  }
  // What a group that isn't wholly known opens may be anything: without this its owner would be left out.
  const isOpen = !isCertain(nic, "groups") || groups.some((group) => !isCertain(group, "rules"));
  if ((isOpen && found.size === 0) || nic.groups === undefined) found.set("any", { protocol: TCP });
  return [...found.values()];
}

/** Everybody who can send or receive: hosts, load balancers, the internet, and subnets without hosts for any that could be there. */
export function endpointsOf(topology: Topology): Endpoint[] {
  const context: Context = {
    topology,
    like: new Likeness(),
    borders: bordersIn(topology),
    apart: setApart(topology),
  };
  const { outsiders, services, instances, loadBalancers } = topology;
  return [
    ...hostsOf(topology).map(([address, nic]) => hostEndpoint(context, address, nic)),
    ...instances.filter(({ nics }) => nics.length === 0).map((one) => placelessEndpoint(context, one)),
    ...loadBalancers.map(balancerEndpoint),
    ...emptySubnets(topology).map((subnet) => subnetEndpoint(context, subnet)),
    ...outsiders.map(outsiderEndpoint),
    ...services.map(serviceEndpoint),
    ...premisesIn(topology).map(premisesEndpoint),
    ...(hasInternet(topology) ? [internetEndpoint(topology)] : []),
  ];
}

/** What endpoints of one topology are told apart by. */
interface Context {
  readonly topology: Topology;
  readonly like: Likeness;
  readonly borders: Borders;
  readonly apart: SetApart;
}

/** Each interface by its own address, or by that of the instance whose first one it is. */
function hostsOf({ instances, nics }: Topology): [address: string, nic: Nic][] {
  const hosts = new Map<string, Nic>();
  for (const { address, nics: own } of instances) if (own[0]) hosts.set(address, own[0]);
  const ofInstances = new Set(hosts.values());
  for (const nic of nics) if (!ofInstances.has(nic) && !hosts.has(nic.address)) hosts.set(nic.address, nic);
  return [...hosts];
}

function hostEndpoint({ topology, like, borders, apart }: Context, address: string, nic: Nic): Endpoint {
  const link = linkOf(topology, nic);
  if (link) return linkEndpoint(link, nic);
  const end = endOfNic(nic);
  const likeness = like.of(
    "host",
    nic.subnet,
    ...(nic.groups ?? []),
    // Nobody can tell two doubts of one kind apart, whoever has them.
    ...nic.doubts.groups.map(({ reason }) => reason),
    typeof nic.publicIp === "string" ? nic.publicIp : borders.cellOf(nic.publicIp),
    ipv6Likeness(borders, nic),
  );
  const isUnique = apart.hasNic(nic) || (nic.privateIps !== undefined && borders.isCut(nic.subnet));
  return {
    address,
    sender: end,
    receiver: end,
    services: servicesOf(nic),
    likeness: isUnique ? `${likeness}|${address}` : likeness,
  };
}

/** An interface endpoint of an endpoint service: it starts nothing, and is met in all of its subnets. */
function linkEndpoint({ address, nics, service }: PrivateLink, nic: Nic): Endpoint {
  const end = endOfNic(nic);
  const others = nics.filter((one) => one !== nic).map(endOfNic);
  const listening = service?.balancers.flatMap(servicesOfBalancer) ?? [];
  return {
    address,
    receiver: end.kind === "host" && others.length > 0 ? { ...end, others } : end,
    services: listening.length > 0 ? listening : servicesOf(nic),
    likeness: `endpoint|${address}`,
  };
}

/** Equal for interfaces whose addresses of IPv6 nothing tells apart. */
function ipv6Likeness(borders: Borders, { ipv6, doubts }: Nic): string {
  const [note] = doubts.ipv6;
  return note?.reason ?? (typeof ipv6 === "object" ? borders.cellOf(ipv6) : (ipv6 ?? ""));
}

function placelessEndpoint({ like, apart }: Context, instance: Instance): Endpoint {
  const { address, maybe } = instance;
  const end = endOfInstance(instance);
  const services = maybe?.[0] ? servicesOf(maybe[0]) : [{ protocol: TCP }];
  const likeness = apart.isNamed(address) ? address : placeless(like, instance);
  return { address, sender: end, receiver: end, services, likeness };
}

/** Subnets without an interface: for any host that could be there. */
function emptySubnets(topology: Topology): Subnet[] {
  const { nics, subnets } = topology;
  // An endpoint of an endpoint service opens nothing, so it does not stand for the hosts of its subnet.
  const used = new Set(nics.filter((nic) => !linkOf(topology, nic)).map(({ subnet }) => subnet));
  return subnets.filter((subnet) => !used.has(subnet));
}

function subnetEndpoint({ topology, like, borders, apart }: Context, subnet: Subnet): Endpoint {
  const end = endOfSubnet(subnet, topology.natGateways);
  const likeness = like.of(
    "subnet",
    subnet.vpc,
    subnet.table,
    subnet.acl,
    subnet.zone,
    String(subnet.mapPublicIp),
    subnet.ipv6Cidr ? "ipv6" : "",
    ...subnet.doubts.ipv6.map(({ reason }) => reason),
    ...doubtsAbout(subnet, "table", "acl"),
    // What names one range of a VPC whole tells its subnets from those in the VPC's others.
    rangeOf(subnet),
    !subnet.cidr || apart.hasSubnet(subnet) || borders.isCut(subnet) ? subnet : "",
  );
  return { address: subnet.address, sender: end, receiver: end, services: [{ protocol: TCP }], likeness };
}

function outsiderEndpoint(outsider: Outsider): Endpoint {
  const { address } = outsider;
  return { address, sender: endOfOutsider(outsider), services: [], likeness: `outsider|${address}` };
}

function internetEndpoint(topology: Topology): Endpoint {
  const end = endOfInternet(topology);
  const services = [{ protocol: TCP, ports: portSet(443) }];
  return { address: "internet", sender: end, receiver: end, services, likeness: "internet" };
}

function serviceEndpoint(service: PlacedService): Endpoint {
  const { address, nics, sendsOnly } = service;
  const [first] = nics;
  return {
    address,
    sender: endOfService(service),
    ...(sendsOnly === undefined && { receiver: endOfService(service) }),
    services: sendsOnly === undefined && first ? servicesOf(first) : [],
    likeness: `service|${address}`,
  };
}

/** Networks outside of AWS that something of the input leads to. */
export function premisesIn({ onPremises }: Topology): readonly OnPremises[] {
  return onPremises.filter(({ links }) => links.length > 0);
}

/** How a network outside of AWS is named as an end. */
export function addressOfPremises({ address }: OnPremises): string {
  return `${ON_PREMISES}@${address}`;
}

function premisesEndpoint(site: OnPremises): Endpoint {
  const end = endOfPremises(site);
  const address = addressOfPremises(site);
  return { address, sender: end, receiver: end, services: [{ protocol: TCP }], likeness: address };
}

function rangeOf({ cidr, vpc }: Subnet): string {
  const range = cidr && vpc.cidrs.find((one) => one.length <= cidr.length && containsAddress(one, cidr.base));
  return range ? formatCidr(range) : "";
}

/** Whether something gets in or out; of a VPC that is not managed here, what has public addresses may. */
export function hasInternet({ internetGateways, waysIn, tables, subnets, nics, loadBalancers }: Topology): boolean {
  if (internetGateways.length + waysIn.length + egressOnlyIn(tables).length > 0) return true;
  const nodes = loadBalancers.flatMap((balancer) => balancer.nodes);
  return (
    subnets.some(({ vpc, mapPublicIp, isOutside }) => vpc.isOutside === true && (mapPublicIp || isOutside === true)) ||
    [...nics, ...nodes].some(({ subnet, publicIp }) => subnet.vpc.isOutside === true && publicIp !== "none")
  );
}

/** Equal for instances that may be in the same subnets, in the same groups, with addresses that AWS picks. */
function placeless(like: Likeness, { address, maybe = [], nics }: Instance): string {
  const isPicked = maybe.length > 0 && nics.length === 0 && maybe.every(({ privateIps }) => !privateIps);
  if (!isPicked || maybe.some(({ publicIp }) => typeof publicIp !== "string")) return address;
  return maybe
    .map(({ subnet, groups = [], doubts, publicIp, ipv6 }) =>
      like.of(
        "maybe",
        subnet,
        ...groups,
        ...doubts.groups.map(({ reason }) => reason),
        typeof publicIp === "string" ? publicIp : address,
        typeof ipv6 === "object" ? address : ipv6,
        ...doubts.ipv6.map(({ reason }) => reason),
      ),
    )
    .join(";");
}

function servicesOfBalancer({ listeners }: LoadBalancer): Service[] {
  return listeners.flatMap(({ port, protocol }): Service[] => {
    if (port === undefined) return [];
    const protocols = { UDP: [UDP], TCP_UDP: [TCP, UDP] }[protocol.toUpperCase()] ?? [TCP];
    return protocols.map((one) => ({ protocol: one, ports: portSet(port) }));
  });
}

function balancerEndpoint(balancer: LoadBalancer): Endpoint {
  const services = servicesOfBalancer(balancer);
  return {
    address: balancer.address,
    receiver: { kind: "balancer", balancer },
    services,
    likeness: `balancer|${balancer.address}`,
  };
}
