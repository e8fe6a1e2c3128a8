import { type BridgePlan } from "../../address-plan/bridge-plan";
import { addedRangesOf, sidesOf } from "../../address-plan/planned-sides";
import { type Cidr, cidrEquals, cidrOverlaps, formatCidr, setOfCidrs } from "../../ip";
import { isObject, push, type Resource, type ResourceGraph, textValue } from "../../terraform";
import { type NatGateway, type Vpc } from "../../topology";
import { ofTheseOnly } from "../conformity";
import { webGroupsOf } from "../facts";
import { rolesIn } from "../found-roles";
import { type Network } from "../judged-network";
import { hubVpcOf, sideVpcOf } from "../sides";
import { fateOf, withoutWays } from "../without-bridge";
import { addedRoutes } from "./added-routes";
import { type OwnPart } from "./own-part";

/** The resources that name each text in an argument of their own. */
function namedBy({ resources }: ResourceGraph): ReadonlyMap<string, readonly Resource[]> {
  const by = new Map<string, Resource[]>();
  for (const resource of resources)
    for (const [key, value] of Object.entries(resource.values))
      if (typeof value === "string" && key !== "id" && key !== "arn") push(by, value, resource);
  return by;
}

/** These resources, and all that name one of them by id or ARN, and so on. */
export function withAllOf(graph: ResourceGraph, addresses: Iterable<string>): Set<string> {
  const by = namedBy(graph);
  const found = new Set(addresses);
  // Those that are added meanwhile are looked at too.
  for (const address of found) {
    const { id, arn } = graph.get(address)?.values ?? {};
    for (const name of [id, arn])
      if (typeof name === "string") for (const resource of by.get(name) ?? []) found.add(resource.address);
  }
  return found;
}

/** Addresses of what a bridge made in VPCs of its sides. */
function madeInSides(network: Network, own: OwnPart, plan: BridgePlan): string[] {
  const { graph, topology } = network;
  const roles = rolesIn(graph);
  const added = addedRangesOf(plan).map(({ range }) => range);
  const vpcs = sidesOf(plan).flatMap((side) => sideVpcOf(topology, roles, side) ?? []);
  const ids = vpcs.map(({ address }) => graph.get(address)?.values.id);
  const destinations = addedRoutes(plan);
  const isAdded = (cidr: Cidr): boolean => destinations.some((one) => cidrEquals(one, cidr));
  const inRange = ({ subnets }: Vpc): string[] =>
    subnets.flatMap(({ address, cidr }) => (cidr && added.some((one) => cidrOverlaps(one, cidr)) ? [address] : []));
  const ranges = graph
    .ofType(["aws_vpc_ipv4_cidr_block_association"], "managed")
    .filter(({ values }) => ids.includes(values.vpc_id) && added.some((one) => values.cidr_block === formatCidr(one)));
  const routes = vpcs.flatMap((vpc) => own.subnetsOf(vpc).flatMap(({ table }) => table.routes));
  return [
    ...routes.flatMap(({ address, cidr }) => (isAdded(cidr) ? [address] : [])),
    ...vpcs.flatMap(inRange),
    ...ranges.map(({ address }) => address),
  ];
}

/** Addresses of the routes in tables of the transit gateway that lead to what the bridge added, or by it to the web side. */
function bridgeRoutes({ topology: { transitTables } }: OwnPart, plan: BridgePlan): string[] {
  const added = addedRangesOf(plan).map(({ range }) => range);
  const steered = plan.place === "client" ? plan.steers.map(({ destination }) => destination) : [];
  const isOurs = (cidr: Cidr): boolean =>
    added.some((one) => cidrOverlaps(one, cidr)) || steered.some((one) => cidrEquals(one, cidr));
  return transitTables.flatMap(({ routes }) => routes.flatMap(({ address, cidr }) => (isOurs(cidr) ? [address] : [])));
}

/** Whether a thing has the Name tag that a bridge gives it. */
function isNamedBy(graph: ResourceGraph, address: string, name: string): boolean {
  const tags = graph.get(address)?.values.tags;
  return isObject(tags) && tags.Name === name;
}

/**
 * Whether an attachment is associated with the gateway's table of this name, which a bridge made for it: whatever it is called
 * itself, one that was there before is in a table of somebody else's.
 */
function isInTable({ graph, topology }: Network, attachment: string, name: string): boolean {
  const tables = topology.transitTables.filter(({ associations }) =>
    associations.some(({ address }) => address === attachment),
  );
  return tables.length === 1 && tables.every(({ address }) => isNamedBy(graph, address, name));
}

/** NAT gateways are for clients: those of a web VPC that was there before are its own. */
function natGatewaysOf({ graph, topology }: Network, own: OwnPart, plan: BridgePlan): string[] {
  const webs = sidesOf(plan).filter(({ role, vpc }) => role === "web" && vpc.id !== undefined);
  const others = webs.map((side) => sideVpcOf(topology, rolesIn(graph), side));
  const isOurs = ({ subnet }: NatGateway): boolean => !others.includes(subnet?.vpc);
  return own.topology.natGateways.filter((one) => isOurs(one)).map(({ address }) => address);
}

/** Addresses of the parts that a bridge made, wherever they stand. */
function madeParts(network: Network, own: OwnPart, plan: BridgePlan): string[] {
  const { graph, topology } = network;
  const roles = rolesIn(graph);
  const sides = sidesOf(plan);
  const added = addedRangesOf(plan).map(({ range }) => range);
  const groups = sides.flatMap((side) => webGroupsOf(side, roles));
  const shared = topology.securityGroups.filter(({ address }) => groups.includes(address));
  const isMade = plan.config.transit_gateway.id === undefined;
  const given = new Set(sides.flatMap(({ existingNats }) => existingNats.map(({ existingId }) => existingId)));
  const isTheirs = (address: string): boolean => given.has(textValue(graph.get(address), "id"));
  return [
    ...ofTheseOnly(shared, setOfCidrs(added)).flatMap(({ ingress }) => ingress.map(({ address }) => address)),
    ...natGatewaysOf(network, own, plan).filter((address) => !isTheirs(address)),
    ...own.topology.loadBalancers.map(({ address }) => address),
    ...(isMade ? own.topology.transitGateways.map(({ address }) => address) : []),
    ...sides.flatMap((side) => {
      const { attachment, peering, endpointService, endpoints } = roles.of(side);
      // One that was there before stays; of one that the file names, the bridge's routes in its table go.
      const table = plan.place === "hub" ? `${plan.name}-${side.name}-from` : `${plan.name}-from-${side.name}`;
      const isOurs =
        attachment !== undefined &&
        (isNamedBy(graph, attachment, `${plan.name}-${side.name}`) || isInTable(network, attachment, table));
      const attached = side.attachment ? bridgeRoutes(own, plan) : isOurs ? [attachment] : [];
      return [...attached, peering, endpointService, ...(endpoints?.values() ?? [])].flatMap((one) => one ?? []);
    }),
  ];
}

/** Addresses of the VPCs of sides that a bridge made. */
export function createdSides({ graph, topology }: Network, plan: BridgePlan): string[] {
  const roles = rolesIn(graph);
  return sidesOf(plan).flatMap((side) => {
    const vpc = side.vpc.id === undefined ? sideVpcOf(topology, roles, side) : undefined;
    return vpc ? [vpc.address] : [];
  });
}

/**
 * An account as if the bridge had never been built: of VPCs that it made only the hosts are left, of others all but what it
 * added. What hangs on what goes, goes too, whoever made it.
 */
export function withoutInAccount(network: Network, own: OwnPart, plan: BridgePlan): ResourceGraph {
  const { graph } = network;
  const hub = plan.place === "hub" ? hubVpcOf(network)?.address : undefined;
  const gone = withAllOf(graph, [
    ...madeInSides(network, own, plan),
    ...madeParts(network, own, plan),
    ...(hub === undefined ? [] : [hub]),
  ]);
  const inCreated = withAllOf(graph, createdSides(network, plan));
  return graph.with(
    graph.resources.flatMap((resource) => {
      if (gone.has(resource.address)) return [];
      if (!inCreated.has(resource.address)) return [resource];
      const fate = fateOf(resource);
      return fate === "goes" ? [] : [withoutWays(resource, fate.without)];
    }),
  );
}
