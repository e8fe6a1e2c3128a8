import {
  type Address,
  type AddressSet,
  type Cidr,
  compareAddresses,
  lastAddress,
  setOfAddresses,
  setOfCidr,
} from "../ip";
import { allDoubts, describeTarget, type RouteTable, type Subnet, type Topology, type Vpc } from "../topology";
import { rangesOf } from "./families";
import { toldApartByFirewalls } from "./firewall-borders";

/** Of subnets that are alike, this many stand for all: one sends to itself, to the other, and to everybody else. */
const STAND_INS = 2;

/** The addresses at which a route, a filter, an interface or a target begins or ends to make a difference. */
function bordersOf(topology: Topology): Address[] {
  const { tables, transitTables, networkAcls, securityGroups, nics, natGateways, targetGroups, vpcs } = topology;
  const ranges: AddressSet[] = [
    ...[...tables, ...transitTables].flatMap(({ routes }) => routes.map((one) => setOfCidr(one.cidr))),
    ...networkAcls.flatMap(({ ingress, egress }) => [...ingress, ...egress].map((rule) => setOfCidr(rule.cidr))),
    ...securityGroups.flatMap(({ ingress, egress }) => [...ingress, ...egress].map((rule) => rule.cidrs)),
    ...[...nics, ...natGateways].flatMap((one) => one.privateIps ?? []).map((one) => [one]),
    ...nics.flatMap(({ ipv6 }) => (typeof ipv6 === "object" ? [ipv6] : [])),
    setOfAddresses(targetGroups.flatMap(({ targets }) => targets.flatMap(({ ip }) => ip ?? []))),
    ...vpcs.flatMap(({ cidrs }) => cidrs.map(setOfCidr)),
    ...toldApartByFirewalls(topology),
  ];
  return edgesOf(ranges);
}

function edgesOf(ranges: readonly AddressSet[]): Address[] {
  return ranges.flatMap((set) => set.flatMap(({ start, end }) => [start, end]));
}

/**
 * The borders that matter to subnets of each VPC, sorted. Where ranges overlap, a subnet's addresses may be looked for in
 * another VPC too, so the subnets there make a difference.
 */
function bordersByVpc(topology: Topology): ReadonlyMap<Vpc, readonly Address[]> {
  const common = bordersOf(topology);
  return new Map(
    topology.vpcs.map((vpc) => {
      const elsewhere = topology.subnets.flatMap((one) => (one.vpc !== vpc ? [rangesOf(one)] : []));
      return [vpc, [...new Set([...common, ...edgesOf(elsewhere)])].sort(compareAddresses)];
    }),
  );
}

/** How many borders lie at or below the address. */
function bordersBelow(borders: readonly Address[], address: Address): number {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (borders[middle]! <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a table does, whatever it is called; undefined where something of it is not known. */
function doingOf(table: RouteTable): string | undefined {
  if (allDoubts(table).length > 0) return undefined;
  const routes = table.routes.map(({ cidr, target, propagated, isListed }) =>
    target.kind === "unreadable"
      ? undefined
      : `${cidr.base}/${cidr.length} ${target.kind} ${describeTarget(target)} ${propagated} ${isListed ?? false}`,
  );
  return routes.includes(undefined) ? undefined : routes.sort().join(";");
}

/** Who has something of its own in the subnet, so that no other is like it. */
export function inhabited({ nics, natGateways, transitGateways, loadBalancers }: Topology): Set<Subnet> {
  const attachments = transitGateways.flatMap((one) => one.attachments);
  return new Set([
    ...nics.map(({ subnet }) => subnet),
    ...natGateways.flatMap(({ subnet }) => subnet ?? []),
    ...attachments.flatMap((one) => (one.kind === "vpc" ? one.subnets : [])),
    ...loadBalancers.flatMap(({ nodes }) => nodes.map(({ subnet }) => subnet)),
  ]);
}

/**
 * For each subnet a text that is equal for those which nothing tells apart: neither their tables, filters and zones, nor
 * any address that somebody names. To exchange two of them changes nothing but names, so what holds for one holds for the other.
 */
function keysOf(topology: Topology): Map<string, string> {
  const borders = bordersByVpc(topology);
  const taken = inhabited(topology);
  const keys = new Map<string, string>();
  for (const subnet of topology.subnets) {
    const { address, vpc, cidr, ipv6Cidr, zone, mapPublicIp, acl, table, maybeTables } = subnet;
    const doing = doingOf(table);
    const isOpen = allDoubts(subnet).length > 0 || maybeTables !== undefined;
    if (!cidr || doing === undefined || isOpen || taken.has(subnet)) {
      keys.set(address, address);
      continue;
    }
    const own = borders.get(vpc) ?? [];
    const placeOf = (range: Cidr): string => {
      const [first, last] = [bordersBelow(own, range.base), bordersBelow(own, lastAddress(range))];
      return first === last ? `${first}` : address;
    };
    const place = `${placeOf(cidr)}${ipv6Cidr ? ` ${placeOf(ipv6Cidr)}` : ""}`;
    keys.set(address, [vpc.address, zone, mapPublicIp, acl.address, doing, place].join("|"));
  }
  return keys;
}

/** The addresses of subnets that can be left out, because two others of the same kind stand for them in all networks. */
export function standIns(...topologies: readonly Topology[]): (address: string) => boolean {
  const keys = topologies.map(keysOf);
  const members = new Map<string, string[]>();
  for (const { address } of topologies[0]?.subnets ?? []) {
    const key = keys.map((of) => of.get(address) ?? address).join("||");
    members.set(key, [...(members.get(key) ?? []), address]);
  }
  const spared = new Set([...members.values()].flatMap((all) => all.slice(STAND_INS)));
  return (address) => !spared.has(address);
}
