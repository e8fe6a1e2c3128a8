import { type Receiver, type Sender } from "../reachability";
import {
  type InternetGateway,
  type Note,
  type Peering,
  type Topology,
  type TransitGateway,
  type Vpc,
} from "../topology";
import { BANNER_SCRIPT, bannerConfig } from "./banners";
import { FOLDER } from "./folder";
import { balancing, type Check } from "./haproxy";
import { dialectsOf, IPV6 } from "./dialects";
import { hostSpace, internetGatewaySpace, internetSpace, natSpace, nodeSpace } from "./host-spaces";
import { inspectionSpace } from "./inspection-spaces";
import { egressOnlyGatewaysOf, ipv6Border } from "./ipv6-border";
import { leftOut } from "./left-out";
import { machinePorts, machineSpace } from "./machine-spaces";
import { INTERNET_CABLE, INTERNET_SPACE, type Places, placesFor, type Port, type Uplinks, vpcsOf } from "./places";
import { routerOf } from "./router";
import { hasPages, nginxConf, servedPorts, serverFolder, type WebServer, webServersOf } from "./servers";
import { type Cable, type Space } from "./space";
import { deviceFor, gatewayPeerings, gatewaySpace, zonesOf } from "./gateway-spaces";

export const PEM = `${FOLDER}/lab.pem`;
const LUA = `${FOLDER}/banner.lua`;

/** A topology as network namespaces: everything that is to be set up, nothing done yet. */
export interface LabNetwork {
  readonly topology: Topology;
  readonly places: Places;
  readonly spaces: readonly Space[];
  readonly cables: readonly Cable[];
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly webServers: readonly WebServer[];
  readonly needsCertificate: boolean;
  /** The TCP ports that each load balancer's node listens on, by its namespace. */
  readonly listens: ReadonlyMap<string, ReadonlySet<number>>;
  /** The health checks of the load balancers' targets. */
  readonly checks: readonly Check[];
  /** The router namespace of each VPC. */
  readonly routers: ReadonlyMap<Vpc, string>;
  /** What the lab leaves out of the topology; questions that touch it are not to be believed. */
  readonly notes: readonly Note[];
}

/** One namespace for all interfaces of a machine. */
function hostOrMachine(port: Port, servers: readonly WebServer[], all: readonly Port[]): Space[] {
  const found = machinePorts(port, all);
  if (!found) return [hostSpace(port, servedPorts(servers, port))];
  return found.own[0] === port ? [machineSpace(found.machine, found.own)] : [];
}

function spaceOf(port: Port, servers: readonly WebServer[], all: readonly Port[]): Space[] {
  switch (port.kind) {
    case "host":
      return hostOrMachine(port, servers, all);
    case "node":
      return [nodeSpace(port)];
    case "nat":
      return [natSpace(port)];
    case "inspection":
      return [inspectionSpace(port, dialectsOf(all))];
    case "attachment":
      return [];
  }
}

/** What stands between a VPC and the internet: its internet gateway, its egress-only internet gateway, or both. */
interface Border {
  readonly vpc: Vpc;
  /** Terraform address of the one that it is named after. */
  readonly address: string;
  readonly hasInternetGateway: boolean;
  readonly hasEgressOnly: boolean;
}

/** The borders of a lab's VPCs; those with an internet gateway first. */
function bordersOf(topology: Topology, { ports }: Places): Border[] {
  const gateways = topology.internetGateways.filter((one): one is AttachedGateway => one.vpc?.internetGateway === one);
  const egressOnly = dialectsOf(ports).includes(IPV6) ? egressOnlyGatewaysOf(topology) : [];
  const hasEgressOnly = (vpc: Vpc): boolean => egressOnly.some((one) => one.vpc === vpc);
  const others = new Map(
    egressOnly.filter(({ vpc }) => gateways.every((one) => one.vpc !== vpc)).map(({ vpc, address }) => [vpc, address]),
  );
  return [
    ...gateways.map(({ vpc, address }) => ({
      vpc,
      address,
      hasInternetGateway: true,
      hasEgressOnly: hasEgressOnly(vpc),
    })),
    ...[...others].map(([vpc, address]) => ({ vpc, address, hasInternetGateway: false, hasEgressOnly: true })),
  ];
}

type AttachedGateway = InternetGateway & { readonly vpc: Vpc };

/** The routers of VPCs and transit gateways, by their namespaces, and what leads away from them. */
class Wiring {
  readonly cables: Cable[] = [];
  private readonly uplinks: ReadonlyMap<Vpc, { peerings: Map<Peering, string>; internet?: string; egress?: string }>;

  constructor(
    readonly routers: ReadonlyMap<Vpc, string>,
    readonly transit: ReadonlyMap<TransitGateway, string>,
  ) {
    this.uplinks = new Map([...routers.keys()].map((vpc) => [vpc, { peerings: new Map<Peering, string>() }]));
  }

  uplinksOf(vpc: Vpc): Uplinks {
    return this.uplinks.get(vpc) ?? { peerings: new Map<Peering, string>() };
  }

  joinPeers(peerings: readonly Peering[]): void {
    for (const [i, peering] of peerings.entries()) {
      const { requester, accepter, isPending } = peering;
      const [from, to] = [requester && this.routers.get(requester), accepter && this.routers.get(accepter)];
      if (!requester || !accepter || from === undefined || to === undefined || isPending) continue;
      const device = `p${i}`;
      this.cables.push({ from: { space: from, device }, to: { space: to, device } });
      for (const vpc of [requester, accepter]) this.uplinks.get(vpc)?.peerings.set(peering, device);
    }
  }

  /** @returns the device of the internet that leads to the border; the VPC's router has one of the same name */
  joinInternet({ vpc, hasInternetGateway, hasEgressOnly }: Border, border: string, number: number): string {
    const device = `g${number}`;
    const uplinks = this.uplinks.get(vpc)!;
    const router = this.routers.get(vpc)!;
    this.cables.push({ from: { space: router, device }, to: { space: border, device: "vpc" } });
    this.cables.push({ from: { space: INTERNET_SPACE, device }, to: { space: border, device: "net" } });
    // Without an internet gateway the cable's end at the router stays down.
    if (hasInternetGateway) uplinks.internet = device;
    if (!hasEgressOnly) return device;
    const egress = `x${number}`;
    this.cables.push({ from: { space: router, device: egress }, to: { space: border, device: "egress" } });
    uplinks.egress = egress;
    return device;
  }

  joinInterface(port: Port): void {
    const router = { space: this.routers.get(port.subnet.vpc)!, device: port.cable };
    const far = port.attachment && this.transit.get(port.attachment.gateway);
    if (port.kind !== "attachment") this.cables.push({ from: router, to: { space: port.space, device: port.device } });
    else if (far !== undefined) this.cables.push({ from: router, to: { space: far, device: deviceFor(port) } });
  }
}

/** The borders with their namespaces and the interfaces that they translate for. */
function internetGatewaysOf(borders: readonly Border[], { ports, names }: Places, wiring: Wiring) {
  const isOfBoth = dialectsOf(ports).includes(IPV6);
  return borders.map((border, i) => {
    const own = ports.filter(({ subnet }) => subnet.vpc === border.vpc);
    const translated = border.hasInternetGateway ? own : [];
    const ipv6 = isOfBoth ? ipv6Border(border, own) : undefined;
    const space = internetGatewaySpace(names.of(border.address), translated, ipv6);
    return { space, device: wiring.joinInternet(border, space.name, i), ports: translated, ...(ipv6 && { ipv6 }) };
  });
}

/** The internet's cable to itself. */
function ownCable(): Cable {
  const [from, to] = [INTERNET_CABLE.written, INTERNET_CABLE.read].map((device) => ({ space: INTERNET_SPACE, device }));
  return { from: from!, to: to! };
}

/** Everything that routes, with the cables between. */
function routing(topology: Topology, places: Places) {
  const { ports, names } = places;
  const borders = bordersOf(topology, places);
  const routers = new Map(vpcsOf(places, borders).map((vpc) => [vpc, names.of(`${vpc.address}-router`)]));
  const transit = new Map(topology.transitGateways.map((one) => [one, names.of(one.address)]));
  const wiring = new Wiring(routers, transit);
  wiring.joinPeers(topology.peerings);
  const internetGateways = internetGatewaysOf(borders, places, wiring);
  for (const port of ports) wiring.joinInterface(port);
  const peered = gatewayPeerings(topology, (gateway) => transit.get(gateway)!, zonesOf(ports));
  const built = [...routers].map(([vpc, name]) => {
    const own = ports.filter(({ subnet }) => subnet.vpc === vpc);
    return routerOf(topology, { vpc, name, own, uplinks: wiring.uplinksOf(vpc) }, ports);
  });
  const hubs = [...transit].map(([gateway, name]) =>
    gatewaySpace(name, gateway, { topology, all: ports }, peered.ends.get(gateway) ?? []),
  );
  return {
    routers,
    cables: [...wiring.cables, ...peered.cables, ownCable()],
    notes: built.flatMap(({ notes }) => notes),
    spaces: [
      ...built.map(({ space }) => space),
      ...hubs,
      ...internetGateways.map(({ space }) => space),
      internetSpace(INTERNET_SPACE, places.internetIps, internetGateways),
    ],
  };
}

/**
 * Lays a topology out as network namespaces.
 * @param ends what will be asked about: subnets named there get hosts that stand for any host of theirs
 */
export function labNetwork(topology: Topology, ends: readonly (Sender | Receiver)[]): LabNetwork {
  const places = placesFor(topology, ends);
  const { ports } = places;
  const { routers, cables, notes, spaces } = routing(topology, places);
  const webServers = webServersOf(topology, ports);
  const balancers = balancing(topology, ports, PEM);
  const built = [...notes, ...balancers.notes, ...webServers.flatMap((server) => server.notes)];
  return {
    topology,
    places,
    routers,
    cables,
    webServers,
    listens: balancers.listens,
    needsCertificate: balancers.needsCertificate || webServers.some(({ listens }) => listens.some(({ tls }) => tls)),
    checks: balancers.checks,
    notes: leftOut(topology, ports, built),
    spaces: [...spaces, ...ports.flatMap((port) => spaceOf(port, webServers, ports))],
    files: new Map<string, readonly string[]>([
      [`${FOLDER}/haproxy.cfg`, [...balancers.config, ...bannerConfig(webServers, LUA, PEM)]],
      [LUA, BANNER_SCRIPT],
      ...webServers
        .filter(hasPages)
        .map((server) => [`${serverFolder(server, FOLDER)}/nginx.conf`, nginxConf(server, FOLDER)] as const),
    ]),
  };
}
