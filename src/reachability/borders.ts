import { type Address, type AddressSet, after, compareAddresses, type Range, setOfCidr } from "../ip";
import { type Nic, type Subnet, type Topology, type Vpc } from "../topology";
import { rangesOf } from "./families";
import { movedByRouters, toldApartByMiddleBoxes } from "./told-apart";
import { NOT_AWS, PUBLIC } from "./packets";

/** Where addresses are told apart: hosts between two borders are treated alike by every route and filter. */
export interface Borders {
  /** Whether hosts of the subnet aren't alike: something treats a part of it differently. */
  isCut(subnet: Subnet): boolean;
  /** Equal for public addresses that nothing tells apart. */
  cellOf(addresses: AddressSet): string;
}

/** The first place in a sorted list whose value is above. */
function above(sorted: readonly Address[], value: Address): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Every start and end of a range that a route or rule names, in order. */
function bordersOf(topology: Topology): Address[] {
  const found = new Set<Address>();
  // Each range on its own: joined, a wide one would swallow the narrow one that makes the difference.
  const ranges: Range[] = [];
  const add = (range: Range): void => void ranges.push(range);
  for (const { routes } of [...topology.tables, ...topology.transitTables])
    for (const { cidr } of routes) setOfCidr(cidr).forEach(add);
  for (const acl of topology.networkAcls)
    for (const { cidr } of [...acl.ingress, ...acl.egress]) setOfCidr(cidr).forEach(add);
  for (const group of topology.securityGroups)
    for (const { cidrs } of [...group.ingress, ...group.egress]) cidrs.forEach(add);
  toldApartByMiddleBoxes(topology).flat().forEach(add);
  for (const { links } of topology.onPremises)
    for (const { local, remote, routes = [] } of links)
      [...local, ...remote, ...routes.flatMap(({ cidr }) => setOfCidr(cidr))].forEach(add);
  [...PUBLIC, ...NOT_AWS].forEach(add);
  for (const { start, end } of [...ranges, ...movedByRouters(topology, ranges)]) found.add(start).add(end);
  return [...found].sort(compareAddresses);
}

interface Held {
  readonly start: Address;
  readonly vpc: Vpc;
}

/** Known addresses of interfaces and NAT gateways, in order. */
function heldBy(topology: Topology): Held[] {
  const nodes: readonly Nic[] = topology.loadBalancers.flatMap((balancer) => balancer.nodes);
  const all = [...topology.nics, ...nodes, ...topology.natGateways];
  const found = all.flatMap(({ subnet, privateIps }) =>
    subnet ? (privateIps ?? []).map(({ start }) => ({ start, vpc: subnet.vpc })) : [],
  );
  for (const { ipv6, subnet } of [...topology.nics, ...nodes])
    if (typeof ipv6 === "object") for (const { start } of ipv6) found.push({ start, vpc: subnet.vpc });
  return found.sort((a, b) => compareAddresses(a.start, b.start));
}

/**
 * Besides routes and rules it is addresses of others that tell hosts apart: where VPCs overlap, a packet to a host's
 * address means a NAT gateway or a member of a group elsewhere that has the same one.
 */
export function bordersIn(topology: Topology): Borders {
  const borders = bordersOf(topology);
  const held = heldBy(topology);
  const starts = held.map(({ start }) => start);
  const known = new Map<Subnet, boolean>();
  const isCutIn = (own: Range, vpc: Vpc): boolean => {
    const next = borders[above(borders, own.start)];
    if (next !== undefined && next < own.end) return true;
    for (let i = above(starts, after(own.start, -1)); i < held.length && held[i]!.start < own.end; i++)
      if (held[i]!.vpc !== vpc) return true;
    return false;
  };
  const isCutBy = (subnet: Subnet): boolean => {
    return rangesOf(subnet).some((own) => isCutIn(own, subnet.vpc));
  };
  return {
    isCut: (subnet) => {
      const isCut = known.get(subnet) ?? isCutBy(subnet);
      known.set(subnet, isCut);
      return isCut;
    },
    cellOf: (addresses) =>
      addresses.map(({ start, end }) => `${above(borders, start)}-${above(borders, after(end, -1))}`).join(),
  };
}
