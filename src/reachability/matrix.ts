import { containsAddress, formatCidr } from "../ipv4/cidr";
import {
  doubtsAbout,
  type Instance,
  isCertain,
  type LoadBalancer,
  type Nic,
  type Subnet,
  type Topology,
  type Vpc,
} from "../topology";
import { decide } from "./ask";
import { bordersIn } from "./borders";
import { setApart } from "./set-apart";
import { endOfInstance, endOfNic, endOfOutsider, endOfSubnet, type Flow, type Receiver, type Sender } from "./ends";
import {
  ALL_PORTS,
  describePorts,
  describeProtocol,
  hasPorts,
  type PortSet,
  portSet,
  PUBLIC,
  TCP,
  UDP,
} from "./packets";
import { type Verdict } from "./verdict";
import { PortCells } from "./port-cells";
import { type Journey, roundTrip } from "./round-trip";
import { portsOf } from "./shut-groups";
import { type Walker } from "./walker";

/** What someone listens on; undefined ports mean all of the protocol. */
export interface Service {
  readonly protocol: number;
  readonly ports?: PortSet;
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

export interface MatrixEntry {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  /** "80", "1024-65535"; "any" when the protocol has no ports or every port is meant. */
  readonly ports: string;
  readonly verdict: Verdict;
}

export interface Matrix {
  readonly endpoints: readonly string[];
  readonly entries: readonly MatrixEntry[];
  readonly counts: Readonly<Record<Verdict, number>>;
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

/** Ports that the security groups of an interface open to anybody, as far as they are known. */
function servicesOf(nic: Nic): Service[] {
  const found = new Map<string, Service>();
  for (const group of nic.groups ?? [])
    for (const rule of group.ingress) {
      const { protocol, ports } = rule.match;
      const own = protocol === "all" ? TCP : protocol;
      const range = ports && protocol !== "all" ? portSet(ports.from, ports.to) : undefined;
      found.set(`${own}|${range ? describePorts(range) : ""}`, { protocol: own, ...(range && { ports: range }) });
    }
  for (const { match } of (nic.groups ?? [])
    .flatMap(({ ipv6Rules = [] }) => (nic.ipv6 === true ? ipv6Rules : []))
    .filter(({ direction }) => direction === "ingress")) {
    const protocol = match.protocol === "all" ? TCP : match.protocol;
    const range = match.ports && match.protocol !== "all" ? portSet(match.ports.from, match.ports.to) : undefined;
    found.set(`${protocol}|${range ? describePorts(range) : ""}`, { protocol, ...(range && { ports: range }) });
  }
  // What a group that isn't wholly known opens may be anything: without this its owner would be left out.
  const isOpen = !isCertain(nic, "groups") || (nic.groups ?? []).some((group) => !isCertain(group, "rules"));
  if (isOpen && found.size === 0) found.set("any", { protocol: TCP });
  if (nic.groups === undefined) found.set("any", { protocol: TCP });
  return [...found.values()];
}

/** Everybody who can send or receive: hosts, load balancers, the internet, and subnets without hosts for any that could be there. */
export function endpointsOf(topology: Topology): Endpoint[] {
  const like = new Likeness();
  const endpoints: Endpoint[] = [];
  const used = new Set<Subnet>();
  const hosts = new Map<string, Nic>();
  for (const instance of topology.instances) if (instance.nics[0]) hosts.set(instance.address, instance.nics[0]);
  const ofInstances = new Set(hosts.values());
  const borders = bordersIn(topology);
  const apart = setApart(topology);
  for (const nic of topology.nics) {
    used.add(nic.subnet);
    if (!ofInstances.has(nic) && !hosts.has(nic.address)) hosts.set(nic.address, nic);
  }
  for (const [address, nic] of hosts) {
    const end = endOfNic(nic);
    const likeness = like.of(
      "host",
      nic.subnet,
      ...(nic.groups ?? []),
      // Nobody can tell two doubts of one kind apart, whoever has them.
      ...nic.doubts.groups.map(({ reason }) => reason),
      typeof nic.publicIp === "string" ? nic.publicIp : borders.cellOf(nic.publicIp),
      String(nic.ipv6 === true),
    );
    const isUnique = apart.hasNic(nic) || (nic.privateIps !== undefined && borders.isCut(nic.subnet));
    endpoints.push({
      address,
      sender: end,
      receiver: end,
      services: servicesOf(nic),
      likeness: isUnique ? `${likeness}|${address}` : likeness,
    });
  }
  for (const instance of topology.instances.filter(({ nics }) => nics.length === 0)) {
    const end = endOfInstance(instance);
    const services = instance.maybe?.[0] ? servicesOf(instance.maybe[0]) : [{ protocol: TCP }];
    endpoints.push({
      address: instance.address,
      sender: end,
      receiver: end,
      services,
      likeness: apart.isNamed(instance.address) ? instance.address : placeless(like, instance),
    });
  }
  for (const balancer of topology.loadBalancers) endpoints.push(balancerEndpoint(balancer));
  for (const subnet of topology.subnets)
    if (!used.has(subnet)) {
      const end = endOfSubnet(subnet, topology.natGateways);
      const likeness = like.of(
        "subnet",
        subnet.vpc,
        subnet.table,
        subnet.acl,
        subnet.zone,
        String(subnet.mapPublicIp),
        String(subnet.ipv6 === true),
        ...doubtsAbout(subnet, "table", "acl"),
        // What names one range of a VPC whole tells its subnets from those in the VPC's others.
        rangeOf(subnet),
        !subnet.cidr || apart.hasSubnet(subnet) || borders.isCut(subnet) ? subnet : "",
      );
      endpoints.push({ address: subnet.address, sender: end, receiver: end, services: [{ protocol: TCP }], likeness });
    }
  for (const outsider of topology.outsiders) {
    const { address } = outsider;
    endpoints.push({ address, sender: endOfOutsider(outsider), services: [], likeness: `outsider|${address}` });
  }
  if (hasInternet(topology)) {
    const internet = { kind: "internet", addresses: PUBLIC, isAbstract: true } as const;
    endpoints.push({
      address: "internet",
      sender: internet,
      receiver: internet,
      services: [{ protocol: TCP, ports: portSet(443) }],
      likeness: "internet",
    });
  }
  return endpoints;
}

function rangeOf({ cidr, vpc }: Subnet): string {
  const range = cidr && vpc.cidrs.find((one) => one.length <= cidr.length && containsAddress(one, cidr.base));
  return range ? formatCidr(range) : "";
}

/** Whether something gets in or out; of a VPC that is not managed here, what has public addresses may. */
function hasInternet({ internetGateways, waysIn, subnets, nics, loadBalancers }: Topology): boolean {
  if (internetGateways.length + waysIn.length > 0) return true;
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
        String(ipv6 === true),
      ),
    )
    .join(";");
}

function balancerEndpoint(balancer: LoadBalancer): Endpoint {
  const services = balancer.listeners.flatMap((listener): Service[] => {
    const { port } = listener;
    if (port === undefined) return [];
    const protocols = { UDP: [UDP], TCP_UDP: [TCP, UDP] }[listener.protocol.toUpperCase()] ?? [TCP];
    return protocols.map((protocol) => ({ protocol, ports: portSet(port) }));
  });
  return {
    address: balancer.address,
    receiver: { kind: "balancer", balancer },
    services,
    likeness: `balancer|${balancer.address}`,
  };
}

/** A load balancer's port is a single one; ranges go to hosts only. */
export function flowOf(service: Service): Flow {
  const [only] = service.ports ?? [];
  const isSingle = service.ports?.length === 1 && only && only.end - only.start === 1;
  return { protocol: service.protocol, ...(isSingle ? { port: only.start } : { ports: service.ports ?? ALL_PORTS }) };
}

/** For each endpoint a text that is equal for those which no route, filter or zone tells apart. */
export function classesOf(topology: Topology, endpoints: readonly Endpoint[]): ReadonlyMap<Endpoint, string> {
  const special = specificRoutes(topology);
  const keyOf = (one: Endpoint): string =>
    one.receiver?.kind === "host" && one.receiver.subnet.cidr && special.has(one.receiver.subnet)
      ? `${one.likeness}|${formatCidr(one.receiver.subnet.cidr)}`
      : one.likeness;
  return new Map(endpoints.map((one) => [one, keyOf(one)]));
}

/**
 * Who can open what to whom: every endpoint with every other, on the ports that it listens on.
 * Routes of one class (same route table, ACL, zone, groups) are walked once, and routes that more specific rules
 * tell apart never fall into one class, because a class has one route table.
 * @param isListed verdicts whose entries are wanted; what is left out is only counted, since there may be millions
 */
export function matrixOf(walker: Walker, isListed: (verdict: Verdict) => boolean = () => true): Matrix {
  const endpoints = endpointsOf(walker.topology);
  const classes = grouped(classesOf(walker.topology, endpoints));
  const entries: MatrixEntry[] = [];
  const counts: Record<Verdict, number> = { ALLOWED: 0, DENIED: 0, UNKNOWN: 0 };
  // A network of 500 endpoints has a quarter of a million pairs: what is said of each is put into words once.
  const receivers = endpoints.flatMap((to) => {
    const { receiver } = to;
    if (!receiver) return [];
    const services = to.services.map((service) => ({
      flow: flowOf(service),
      protocol: describeProtocol(service.protocol),
      ports: service.ports ? describePorts(service.ports) : "any",
      known: knownOf(classes.get(to)!, service),
    }));
    return [{ to, receiver, services, subnet: receiver.kind === "host" ? receiver.subnet : undefined }];
  });
  for (const from of endpoints) {
    const { sender } = from;
    if (!sender) continue;
    const own = classes.get(from)!;
    const subnet = sender.kind === "host" ? sender.subnet : undefined;
    for (const { to, receiver, services, subnet: other } of receivers) {
      if (from === to || (sender.kind === "internet" && receiver.kind === "internet")) continue;
      const isSameSubnet = subnet !== undefined && subnet === other;
      const verdictOn = asker(walker, sender, to, receiver);
      for (const { flow, protocol, ports, known } of services) {
        const verdicts = known[isSameSubnet ? 1 : 0];
        const verdict = (verdicts[own.id] ??= verdictOn(flow));
        counts[verdict]++;
        if (isListed(verdict)) entries.push({ from: from.address, to: to.address, protocol, ports, verdict });
      }
    }
  }
  return { endpoints: endpoints.map((one) => one.address), entries, counts };
}

/** Services of one protocol above which their ports are walked all at once. */
export const FEW_SERVICES = 3;

/** Walks made at most once, however many services are asked about. */
function remembered<T>(make: (flow: Flow) => T): (flow: Flow) => T {
  const known = new Map<number, T>();
  return (flow) => {
    if (!known.has(flow.protocol)) known.set(flow.protocol, make(flow));
    return known.get(flow.protocol)!;
  };
}

const ALL = ({ protocol }: Flow): Flow => ({ protocol, ports: ALL_PORTS });

/** Whether one walk with all ports is worth it for this receiver. */
function isWide({ services }: Endpoint, { protocol }: Flow): boolean {
  return hasPorts(protocol) && services.filter((one) => one.protocol === protocol).length > FEW_SERVICES;
}

/**
 * The verdict on each of a receiver's services as far as a walk for nothing but the verdict tells it for certain, with
 * many services one walk for all of them; undefined where `decide` has to look closer.
 */
export function sureVerdicts(walker: Walker, from: Sender, to: Endpoint, receiver: Receiver) {
  // What is denied may still pass over IPv6, or by a way from the internet that is not judged.
  const isPlain = !walker.hasIpv6 && walker.topology.waysIn.length === 0;
  if (!isPlain || from.kind === "unknown" || (from.kind === "host" && from.nat)) return () => undefined;
  if (receiver.kind !== "host" && receiver.kind !== "internet") return () => undefined;
  const cellsOf = (flow: Flow): PortCells => new PortCells(roundTrip(walker, { from, to: receiver, flow }, "verdict"));
  const wide = remembered((flow) => (isWide(to, flow) ? cellsOf(ALL(flow)) : undefined));
  return (flow: Flow): Verdict | undefined => (wide(flow) ?? cellsOf(flow)).verdictOn(portsOf(flow));
}

/** Asks about each of a receiver's services; with many of them one walk tells of all ports, as far as it is needed. */
function asker(walker: Walker, from: Sender, to: Endpoint, receiver: Receiver): (flow: Flow) => Verdict {
  const sure = sureVerdicts(walker, from, to, receiver);
  const wide = remembered((flow): readonly Journey[] | undefined => {
    if (from.kind === "unknown" || (from.kind === "host" && from.nat)) return undefined;
    if (receiver.kind !== "host" && receiver.kind !== "internet") return undefined;
    return isWide(to, flow) ? roundTrip(walker, { from, to: receiver, flow: ALL(flow) }, false) : undefined;
  });
  return (flow) => {
    const known = sure(flow);
    if (known) return known;
    const wider = wide(flow);
    return decide(walker, { from, to: receiver, flow, ...(wider && { wider }) }, false).verdict;
  };
}

/** Verdicts on packets to a service, by the sender's class: from other subnets, and from the receiver's own. */
type Known = readonly [Verdict[], Verdict[]];

/** Endpoints that nothing tells apart. */
interface Class {
  readonly id: number;
  readonly known: Map<string, Known>;
}

function knownOf(receivers: Class, { protocol, ports }: Service): Known {
  const key = `${protocol}>${ports ? describePorts(ports) : "any"}`;
  const known = receivers.known.get(key) ?? [[], []];
  receivers.known.set(key, known);
  return known;
}

function grouped(keys: ReadonlyMap<Endpoint, string>): ReadonlyMap<Endpoint, Class> {
  const byKey = new Map<string, Class>();
  return new Map(
    [...keys].map(([endpoint, key]) => {
      const own = byKey.get(key) ?? { id: byKey.size, known: new Map<string, Known>() };
      byKey.set(key, own);
      return [endpoint, own] as const;
    }),
  );
}

/** Subnets that some route, or some ACL or group rule, singles out: they form no class with their neighbours. */
export function specificRoutes(topology: Topology): Set<Subnet> {
  const ranges = [
    ...topology.tables.flatMap((table) => table.routes.map((route) => route.cidr)),
    ...topology.transitTables.flatMap((table) => table.routes.map((route) => route.cidr)),
    ...topology.networkAcls.flatMap((acl) => [...acl.ingress, ...acl.egress].map((rule) => rule.cidr)),
  ];
  const allGroupRanges = topology.securityGroups.flatMap((group) =>
    [...group.ingress, ...group.egress].flatMap((rule) => rule.cidrs),
  );
  // Most groups name the same few ranges; each counts once, or many VPCs with many groups take their product.
  const groupRanges = [...new Map(allGroupRanges.map((range) => [`${range.start}-${range.end}`, range])).values()];
  const found = new Set<Subnet>();
  const widest = (vpc: Vpc): number => Math.min(...vpc.cidrs.map((cidr) => cidr.length), 32);
  const lengths = [
    ...new Set(ranges.filter((range) => range.length > 8).map((range) => `${range.base}/${range.length}`)),
  ].map((text) => text.split("/").map(Number) as [number, number]);
  for (const vpc of topology.vpcs) {
    const inside = lengths.filter(
      ([base, length]) =>
        length > widest(vpc) &&
        vpc.cidrs.some((cidr) => base >= cidr.base && base < cidr.base + 2 ** (32 - cidr.length)),
    );
    const cut = groupRanges.filter((range) =>
      vpc.cidrs.some(
        (cidr) =>
          range.start < cidr.base + 2 ** (32 - cidr.length) &&
          range.end > cidr.base &&
          (range.start > cidr.base || range.end < cidr.base + 2 ** (32 - cidr.length)),
      ),
    );
    if (inside.length > 0 || cut.length > 0) for (const subnet of vpc.subnets) found.add(subnet);
  }
  return found;
}
