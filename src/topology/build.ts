import { answersOf, isKnown, type Resource, type ResourceGraph, typesWith } from "../terraform";
import { crossingsIn } from "./apart-regions";
import { readOutsiders } from "./client-vpn";
import { doubtOf, type Note } from "./doubts";
import { readGateways } from "./gateways";
import { readInspectionEndpoints } from "./inspection-endpoints";
import { readInterfaceEndpoints } from "./interface-endpoints";
import { type Interfaces } from "./interface-arguments";
import { readInterfaces } from "./interfaces";
import { readIpv6Addresses } from "./ipv6-addresses";
import { readLattice } from "./lattice";
import { readLoadBalancers } from "./load-balancers";
import { type Topology, type WayIn } from "./model";
import { readNetworkAcls } from "./network-acls";
import { Registry } from "./registry";
import { readOpenParts } from "./open-parts";
import { readPremises } from "./premises";
import { readRouteTables } from "./route-tables";
import { readRouters } from "./routers";
import { readSecurityGroups } from "./security-groups";
import { readServices } from "./services";
import { readTenants } from "./tenants";
import { readTransitGateways } from "./transit-gateways";
import { readSubnets, readVpcs } from "./vpcs";
import { readLinksAlone } from "./vpc-links";
import { type Carriers, touchCarrier } from "./touched-carriers";
import { type Inside, readPublicEndpoints, readWaysIn } from "./ways-in";

/**
 * The typed network of a resource graph. Every spelling of a thing (inline, separate, `aws_default_*`) gives the same network;
 * what can't be read leaves a doubt about what it touches.
 */
export function buildTopology(graph: ResourceGraph): Topology {
  const registry = new Registry(graph);
  readVpcs(registry);
  readSubnets(registry);
  readSecurityGroups(registry);
  readNetworkAcls(registry);
  const interfaces = readInterfaces(registry);
  const gateways = readGateways(registry);
  const premises = readPremises(registry);
  const transit = readTransitGateways(registry, premises);
  const inspection = readInspectionEndpoints(registry);
  readRouteTables(registry, { gateways, interfaces, transit, inspection, premises });
  const { balancers, groups } = readLoadBalancers(registry, interfaces);
  const { nics: reaching, privateLinks } = readInterfaceEndpoints(registry, balancers);
  const endpoints = [...reaching, ...[...inspection.byAddress.values()].flat()];
  readTenants(registry);
  const services = readServices(registry);
  const instances = [...interfaces.instances.values()];
  const ofInstances = instances.flatMap((instance) => instance.nics);
  const nics = [...new Set([...interfaces.nics.values(), ...ofInstances, ...endpoints])];
  const nodes = [...balancers.values()].flatMap((balancer) => balancer.nodes);
  readIpv6Addresses(registry, [...nics, ...instances.flatMap((instance) => instance.maybe ?? []), ...nodes]);
  readOpenParts(registry, gateways);
  readRouters(registry, interfaces);
  const vpcs = [...registry.vpcs.values()];
  return {
    vpcs,
    subnets: [...registry.subnets.values()],
    tables: [...new Set([...registry.tables.values(), ...vpcs.flatMap((vpc) => [vpc.mainTable, vpc.defaultTable])])],
    internetGateways: [...gateways.internet.values()],
    natGateways: [...gateways.nat.values()],
    peerings: [...new Set(gateways.peering.values())],
    transitGateways: [...transit.gateways.values()],
    transitTables: [...transit.tables.values()],
    securityGroups: [...registry.groups.values()],
    networkAcls: [...registry.acls.values()],
    nics,
    instances,
    loadBalancers: [...balancers.values()],
    targetGroups: [...groups.values()],
    privateLinks,
    strayInterfaces: interfaces.stray,
    waysIn: waysIn(registry, { nics: [...nics, ...services.flatMap((service) => service.nics)], instances }),
    outsiders: readOutsiders(registry),
    services,
    onPremises: [...premises.sites.values()],
    unreadable: markUnreadable(registry, graph, { interfaces, transit, balancers, groups }),
    secrets: graph.secrets,
  };
}

function waysIn(registry: Registry, inside: Inside): WayIn[] {
  return [
    ...readWaysIn(registry, inside),
    ...readLinksAlone(registry),
    ...readPublicEndpoints(registry),
    ...readLattice(registry, inside),
  ];
}

/** Whether nothing is known of what it does to packets, though no reader knows its name: a later provider may have it. */
function isOutOfSight({ mode, type }: Resource): boolean {
  return mode === "managed" && !isKnown(type) && answersOf(type).judged === "not at all";
}

/** All that can't be read; what it touches is in doubt too. */
function markUnreadable(
  registry: Registry,
  graph: ResourceGraph,
  inside: Carriers & { readonly interfaces: Interfaces },
): Note[] {
  const { interfaces } = inside;
  const unreadable: Note[] = [...registry.unreadable];
  const unmodelled = typesWith(({ judged }) => judged === "not at all");
  const named = graph.ofType(unmodelled, "managed");
  for (const { address, type } of [...named, ...graph.resources.filter(isOutOfSight)])
    unreadable.push({ address, reason: `${type} is not modelled` });
  for (const { address, reason, touches } of [...graph.unreadable, ...crossingsIn(graph)]) {
    unreadable.push({ address, reason });
    for (const touched of touches) {
      touch(registry, touched, { address, reason });
      touchCarrier(inside, touched, { address, reason });
      // An interface whose owner may be stopped, or may get other groups.
      for (const nic of [interfaces.nics.get(touched), ...(interfaces.instances.get(touched)?.nics ?? [])])
        nic?.doubts.groups.push(doubtOf({ address }, "groups", reason));
    }
  }
  return unreadable;
}

/** Marks what an unreadable resource refers to: it may add routes, rules or associations there. */
function touch(registry: Registry, address: string, { address: by, reason }: Note): void {
  registry.tables.get(address)?.doubts.routes.push(doubtOf({ address: by }, "routes", reason));
  for (const filter of [registry.groups.get(address), registry.acls.get(address)])
    filter?.doubts.rules.push(doubtOf({ address: by }, "rules", reason));
  const subnet = registry.subnets.get(address);
  const ofTable = doubtOf({ address: by }, "table", reason);
  subnet?.doubts.table.push(ofTable);
  subnet?.doubts.acl.push(doubtOf({ address: by }, "acl", reason));
  const vpc = registry.vpcs.get(address);
  if (vpc) for (const own of vpc.subnets) own.doubts.table.push(ofTable);
}
