import { type Receiver, type Sender } from "../reachability";
import { type InternetGateway, type Note, type Peering, type Topology, type Vpc } from "../topology";
import { balancing, type Check } from "./balancers";
import { hostSpace, internetGatewaySpace, internetSpace, natSpace, nodeSpace } from "./hosts";
import { leftOut } from "./left-out";
import { INTERNET_SPACE, type Places, placesFor, type Port, vpcsOf } from "./places";
import { routerOf, type Uplinks } from "./router";
import { nginxConf, servedPorts, serverFolder, type WebServer, webServersOf } from "./servers";
import { type Cable, type Space } from "./space";
import { deviceFor, gatewayOf, gatewayPeerings, zonesOf } from "./transit";

/** Where the lab keeps its files: a file system in memory that only the lab sees. */
export const FOLDER = "/run/lab";
export const PEM = `${FOLDER}/lab.pem`;

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

function spaceOf(port: Port, servers: readonly WebServer[]): Space[] {
  switch (port.kind) {
    case "host":
      return [hostSpace(port, servedPorts(servers, port))];
    case "node":
      return [nodeSpace(port)];
    case "nat":
      return [natSpace(port)];
    case "attachment":
      return [];
  }
}

/**
 * Lays a topology out as network namespaces.
 * @param ends what will be asked about: subnets named there get hosts that stand for any host of theirs
 */
export function labNetwork(topology: Topology, ends: readonly (Sender | Receiver)[]): LabNetwork {
  const places = placesFor(topology, ends);
  const { ports, names } = places;
  const internet = INTERNET_SPACE;
  const gateways = topology.internetGateways.filter(
    (one): one is InternetGateway & { vpc: Vpc } => one.vpc?.internetGateway === one,
  );
  const routers = new Map(vpcsOf(places, gateways).map((vpc) => [vpc, names.of(`${vpc.address}-router`)]));
  const transit = new Map(topology.transitGateways.map((one) => [one, names.of(one.address)]));
  const cables: Cable[] = [];
  const uplinks = new Map<Vpc, { peerings: Map<Peering, string>; internet?: string }>(
    [...routers.keys()].map((vpc) => [vpc, { peerings: new Map<Peering, string>() }]),
  );
  for (const [i, peering] of topology.peerings.entries()) {
    const { requester, accepter, isPending } = peering;
    const [from, to] = [requester && routers.get(requester), accepter && routers.get(accepter)];
    if (!requester || !accepter || from === undefined || to === undefined || isPending) continue;
    const device = `p${i}`;
    cables.push({ from: { space: from, device }, to: { space: to, device } });
    for (const vpc of [requester, accepter]) uplinks.get(vpc)?.peerings.set(peering, device);
  }
  const gatewaySpaces = gateways.map((gateway, i) => {
    const own = ports.filter(({ subnet }) => subnet.vpc === gateway.vpc);
    const space = internetGatewaySpace(names.of(gateway.address), own);
    const device = `g${i}`;
    cables.push({ from: { space: routers.get(gateway.vpc)!, device }, to: { space: space.name, device: "vpc" } });
    cables.push({ from: { space: internet, device }, to: { space: space.name, device: "net" } });
    uplinks.get(gateway.vpc)!.internet = device;
    return { space, device, ports: own };
  });
  for (const port of ports) {
    const router = { space: routers.get(port.subnet.vpc)!, device: port.cable };
    const far = port.attachment && transit.get(port.attachment.gateway);
    if (port.kind !== "attachment") cables.push({ from: router, to: { space: port.space, device: "eth0" } });
    else if (far !== undefined) cables.push({ from: router, to: { space: far, device: deviceFor(port) } });
  }
  const peered = gatewayPeerings(topology, (gateway) => transit.get(gateway)!, zonesOf(ports));
  cables.push(...peered.cables);
  const noUplinks: Uplinks = { peerings: new Map<Peering, string>() };
  const built = [...routers].map(([vpc, name]) => routerOf(topology, vpc, name, ports, uplinks.get(vpc) ?? noUplinks));
  const webServers = webServersOf(topology, ports);
  const balancers = balancing(topology, ports, PEM);
  return {
    topology,
    places,
    routers,
    cables,
    webServers,
    listens: balancers.listens,
    needsCertificate: balancers.needsCertificate || webServers.some(({ listens }) => listens.some(({ tls }) => tls)),
    checks: balancers.checks,
    notes: leftOut(
      topology,
      ports,
      [...built, balancers, ...webServers].flatMap(({ notes }) => notes),
    ),
    spaces: [
      ...built.map(({ space }) => space),
      ...[...transit].map(([gateway, name]) =>
        gatewayOf(topology, gateway, name, ports, peered.ends.get(gateway) ?? []),
      ),
      ...gatewaySpaces.map(({ space }) => space),
      internetSpace(internet, places.internetIps, gatewaySpaces),
      ...ports.flatMap((port) => spaceOf(port, webServers)),
    ],
    files: new Map<string, readonly string[]>([
      [`${FOLDER}/haproxy.cfg`, balancers.config],
      ...webServers.map((server) => [`${serverFolder(server, FOLDER)}/nginx.conf`, nginxConf(server, FOLDER)] as const),
    ]),
  };
}
