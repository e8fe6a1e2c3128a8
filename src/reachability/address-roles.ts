import { type AddressSet, type Range, setOfAddresses, setOfCidr, setOfCidrs } from "../ip";
import {
  allDoubts,
  describeTarget,
  type NetworkAcl,
  type Nic,
  type OnPremises,
  type Route,
  type RouteTable,
  type SecurityGroup,
  type TargetGroup,
  type Topology,
  type TransitRoute,
  type TransitTable,
} from "../topology";
import { movedByRouters, toldApartByMiddleBoxes } from "./told-apart";
import { oncePer } from "./remembered";
import { setApart } from "./set-apart";

/** Addresses that something in a network treats otherwise than others. */
export interface Role {
  readonly range: Range;
  /** What it does to them, equal where the same is done to others; undefined where nothing else may be alike. */
  readonly text: string | undefined;
}

/** A route, whatever its range and its name are; undefined where nothing else may be like it. */
function doingOfRoute({ target, propagated, isListed }: Route): string | undefined {
  if (target.kind === "unreadable" && target.anyOf) return undefined;
  return `${target.kind} ${describeTarget(target)} ${propagated} ${isListed ?? false}`;
}

/** What a table does, whatever it is called; undefined where something of it is not known. */
export const doingOf = oncePer((table: RouteTable): string | undefined => {
  if (allDoubts(table).length > 0) return undefined;
  const routes = table.routes.map((route) => {
    const doing = doingOfRoute(route);
    return doing === undefined ? undefined : `${route.cidr.base}/${route.cidr.length} ${doing}`;
  });
  return routes.includes(undefined) ? undefined : routes.sort().join(";");
});

/** Tables that do the same are told once. */
function ofTables(tables: readonly RouteTable[]): Role[] {
  const byDoing = new Map(tables.map((table) => [doingOf(table) ?? table.address, table]));
  return [...byDoing.values()].flatMap((table, i) =>
    table.routes.flatMap((route) => {
      const doing = route.mayHoldPicked === true ? undefined : doingOfRoute(route);
      return rolesOf(setOfCidr(route.cidr), doing === undefined ? undefined : `table ${i} ${doing}`);
    }),
  );
}

function ofTransitTable({ address, routes }: TransitTable): Role[] {
  const doing = ({ attachment, propagated, note, mayHoldPicked }: TransitRoute): string | undefined =>
    note || mayHoldPicked === true ? undefined : `${address} ${attachment?.address ?? "blackhole"} ${propagated}`;
  return routes.flatMap((route) => rolesOf(setOfCidr(route.cidr), doing(route)));
}

function ofGroup({ address, ingress, egress }: SecurityGroup): Role[] {
  return [
    ...ingress.map((rule) => ({ rule, direction: "in" })),
    ...egress.map((rule) => ({ rule, direction: "out" })),
  ].flatMap(({ rule: { match, cidrs, groups, note, within }, direction }) => {
    const named = groups.map((one) => one.address);
    return rolesOf(cidrs, note || within ? undefined : `${address} ${direction} ${JSON.stringify([match, named])}`);
  });
}

function ofAcl({ ingress, egress }: NetworkAcl): Role[] {
  return [...ingress, ...egress].flatMap(({ cidr }) => rolesOf(setOfCidr(cidr), undefined));
}

function ofTargets({ address, targets }: TargetGroup): Role[] {
  return targets.flatMap(({ ip, port, zone, note }) =>
    ip === undefined ? [] : rolesOf(setOfAddresses([ip]), note ? undefined : `${address} ${port ?? ""} ${zone ?? ""}`),
  );
}

/**
 * An ordinary host, whatever its address and its name are; undefined where nothing else may be like it.
 * @param named the interfaces that something in the network names
 */
function doingOfNic(nic: Nic, named: ReadonlySet<Nic>): string | undefined {
  const { kind, subnet, groups, doubts, sourceDestCheck } = nic;
  if (!isOrdinary(nic) || named.has(nic)) return undefined;
  const notes = doubts.groups.map(({ address, reason }) => `${address} ${reason}`);
  const members = groups?.map(({ address }) => address).sort();
  return JSON.stringify([kind, subnet.vpc.address, members, notes, sourceDestCheck]);
}

/** Whether it is a host with known private addresses of IPv4 and nothing else. */
function isOrdinary({ kind, privateIps, publicIp, ipv6, doubts, inspection, router }: Nic): boolean {
  const isHost = (kind === "instance" || kind === "interface") && !router;
  return isHost && privateIps !== undefined && publicIp === "none" && !inspection && !ipv6 && doubts.ipv6.length === 0;
}

/** The interfaces that something else than an address leads to. */
function namedNics(topology: Topology): Set<Nic> {
  const apart = setApart(topology);
  const targets = topology.targetGroups.flatMap((group) => group.targets.flatMap(({ nic }) => nic ?? []));
  return new Set([...topology.nics.filter((nic) => apart.hasNic(nic)), ...targets]);
}

/** The interfaces of hosts that others may be like. */
export function ordinaryNics(topology: Topology): Set<Nic> {
  const named = namedNics(topology);
  return new Set(topology.nics.filter((nic) => doingOfNic(nic, named) !== undefined));
}

function rolesOf(set: AddressSet, text: string | undefined): Role[] {
  return set.map((range) => ({ range, text }));
}

/** What lies outside, and what of it connections carry. */
function ofPremises({ links }: OnPremises): Role[] {
  return links.flatMap(({ routes = [], advertised = [], local, remote }) =>
    [local, remote, setOfCidrs([...routes.map(({ cidr }) => cidr), ...advertised])].flatMap((set) =>
      rolesOf(set, undefined),
    ),
  );
}

/** Everything that a network does to some addresses and not to others. */
export function addressRoles(topology: Topology): Role[] {
  const { tables, transitTables, networkAcls, securityGroups, nics, natGateways, targetGroups, vpcs } = topology;
  const named = namedNics(topology);
  const roles = [
    ...ofTables(tables),
    ...transitTables.flatMap(ofTransitTable),
    ...networkAcls.flatMap(ofAcl),
    ...securityGroups.flatMap(ofGroup),
    ...nics.flatMap((nic) => rolesOf(nic.privateIps ?? [], doingOfNic(nic, named))),
    ...nics.flatMap(({ ipv6 }) => (typeof ipv6 === "object" ? rolesOf(ipv6, undefined) : [])),
    ...natGateways.flatMap(({ privateIps = [] }) => rolesOf(privateIps, undefined)),
    ...targetGroups.flatMap(ofTargets),
    ...vpcs.flatMap(({ cidrs }) => cidrs.flatMap((one) => rolesOf(setOfCidr(one), undefined))),
    ...topology.onPremises.flatMap(ofPremises),
    ...toldApartByMiddleBoxes(topology).flatMap((set) => rolesOf(set, undefined)),
  ];
  const ranges = roles.map(({ range }) => range);
  return [...roles, ...rolesOf(movedByRouters(topology, ranges), undefined)];
}
