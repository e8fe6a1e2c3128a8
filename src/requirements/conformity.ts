import {
  type Address,
  type AddressSet,
  type Cidr,
  cidrEquals,
  formatCidr,
  isEmptySet,
  setOfAddresses,
  setsEqual,
  subtract,
  toCidrs,
  union,
} from "../ip";
import { type Explanation, fault, type Evaluation, evaluationOf, ICMP } from "../reachability";
import {
  type Direction,
  type LoadBalancer,
  type NatGateway,
  sameZone,
  type SecurityGroup,
  type SecurityGroupRule,
  type Subnet,
  type Topology,
  type Vpc,
} from "../topology";

export interface ExpectedSubnet {
  readonly name: string;
  readonly cidr: Cidr;
  /** A zone's name or id. */
  readonly zone: string;
}

/** The VPC has these ranges, and these subnets in these zones. */
export function hasSubnets(vpc: Vpc, ranges: readonly Cidr[], subnets: readonly ExpectedSubnet[]): Evaluation {
  const faults: Explanation[] = [];
  const [have, want] = [vpc.cidrs.map(formatCidr).sort(), ranges.map(formatCidr).sort()];
  if (have.join() !== want.join())
    faults.push(fault(vpc.address, `its ranges are ${have.join(", ")} instead of ${want.join(", ")}`));
  for (const { name: own, cidr, zone } of subnets) {
    const found = vpc.subnets.find((one) => one.cidr && cidrEquals(one.cidr, cidr));
    if (!found) faults.push(fault(vpc.address, `no subnet ${formatCidr(cidr)} (${own})`));
    else if (sameZone(found.zone, zone) === false)
      faults.push(fault(found.address, `it is in ${found.zone ?? "?"} instead of ${zone}`));
  }
  return evaluationOf(faults);
}

/** No subnet hands out public addresses, the load balancer is internal, the NAT gateways are private. */
export function nothingIsPublic(topology: Topology, subnets: readonly Subnet[]): Evaluation {
  return evaluationOf([
    ...subnets.filter((one) => one.mapPublicIp).map((one) => fault(one.address, "map_public_ip_on_launch is on")),
    ...topology.loadBalancers.filter((one) => !one.internal).map((one) => fault(one.address, "it is not internal")),
    ...topology.natGateways
      .filter((one) => !one.isPrivate)
      .map((one) => fault(one.address, "its connectivity_type is not private")),
  ]);
}

/** Clients of a subnet use the NAT gateway that is theirs. */
export function usesNat(from: Subnet, destinations: readonly Cidr[], nat: NatGateway | undefined): Evaluation {
  const faults = destinations.flatMap((cidr) => {
    const route = from.table.routes.find((one) => cidrEquals(one.cidr, cidr));
    const isOwn = route?.target.kind === "nat-gateway" && route.target.gateway === nat && nat !== undefined;
    return isOwn
      ? []
      : [
          fault(
            route?.address ?? from.table.address,
            `${formatCidr(cidr)} does not lead to the NAT gateway of ${from.address}`,
          ),
        ];
  });
  return evaluationOf(faults);
}

/** The NAT gateways of a VPC are those of the bridge file, with the addresses that it gives them. */
export function natsExactly(
  planned: readonly { readonly addresses: readonly Address[] }[],
  known: readonly NatGateway[],
): Evaluation {
  const ofClients = setOfAddresses(planned.flatMap((nat) => nat.addresses));
  const strange = known.filter(({ privateIps }) => !privateIps || !isEmptySet(subtract(privateIps, ofClients)));
  const { explanations } = evaluationOf(
    strange.map(({ address }) => fault(address, "its private addresses are not those of the bridge file")),
  );
  return { holds: strange.length === 0 && known.length === planned.length, explanations };
}

/** What one security group admits in one direction: a protocol, a port or what ICMP has in its place, and addresses. */
export interface AdmittedTraffic {
  readonly protocol: number;
  /** Of ICMP the type. */
  readonly port: number;
  /** The last one of a range of ports. */
  readonly to?: number;
  readonly addresses: AddressSet;
}

function keyOf(protocol: number | "all", from: number, to = from): string {
  return `${protocol}/${from === to ? from : `${from}-${to}`}`;
}

/** A rule's protocol and ports; undefined where they are more than one range of ports, or can't be told. */
function keyOfRule({ match, groups, note }: SecurityGroupRule): string | undefined {
  const { protocol, ports, icmpType, icmpCode } = match;
  if (groups.length > 0 || note) return undefined;
  if (protocol === ICMP && icmpType !== undefined && icmpCode === undefined) return keyOf(protocol, icmpType);
  return ports && keyOf(protocol, ports.from, ports.to);
}

/** What is wanted of each protocol and range of ports. */
function byKey(wanted: readonly AdmittedTraffic[]): Map<string, { name: string; addresses: AddressSet }> {
  const all = new Map<string, { name: string; addresses: AddressSet }>();
  for (const { protocol, port, to = port, addresses } of wanted) {
    const key = keyOf(protocol, port, to);
    const name = protocol === ICMP ? `ICMP type ${port}` : port === to ? `port ${port}` : `ports ${port} to ${to}`;
    all.set(key, { name, addresses: union(all.get(key)?.addresses ?? [], addresses) });
  }
  return all;
}

/** The groups admit exactly this: nothing is missing and nothing is open beyond it. */
export function admitsExactly(
  groups: readonly SecurityGroup[],
  direction: Direction,
  wanted: readonly AdmittedTraffic[],
): Evaluation {
  const faults: Explanation[] = [];
  const all = byKey(wanted);
  for (const group of groups) {
    const open = new Map<string, AddressSet>();
    for (const rule of group[direction]) {
      const key = keyOfRule(rule);
      const { ports } = rule.match;
      if (key === undefined || (!all.has(key) && ports?.from !== ports?.to)) {
        faults.push(fault(rule.address, `it admits more than one port, or what can't be told: ${describeRule(rule)}`));
        continue;
      }
      open.set(key, union(open.get(key) ?? [], rule.cidrs));
    }
    for (const [key, { name, addresses }] of all) {
      const have = open.get(key) ?? [];
      open.delete(key);
      if (!setsEqual(have, addresses))
        faults.push(
          fault(group.address, `${direction} on ${name} is open for ${show(have)} instead of ${show(addresses)}`),
        );
    }
    for (const [key, have] of open)
      faults.push(fault(group.address, `${direction} ${key} is open for ${show(have)}, which nothing needs`));
  }
  return evaluationOf(faults);
}

function show(set: AddressSet): string {
  return toCidrs(set).slice(0, 4).map(formatCidr).join(", ") || "nobody";
}

function describeRule(rule: SecurityGroupRule): string {
  return (
    rule.note?.reason ??
    `protocol ${rule.match.protocol}, ports ${rule.match.ports?.from ?? "all"} to ${rule.match.ports?.to ?? "all"}`
  );
}

/** What groups admit of these addresses alone. */
export function ofTheseOnly(groups: readonly SecurityGroup[], addresses: AddressSet): SecurityGroup[] {
  const isOnly = ({ cidrs }: SecurityGroupRule): boolean =>
    !isEmptySet(cidrs) && isEmptySet(subtract(cidrs, addresses));
  return groups.map((group) => ({ ...group, ingress: group.ingress.filter(isOnly) }));
}

/** A destination of a transit gateway's table, and the VPC that it leads to. */
export interface TransitDestination {
  readonly cidr: Cidr;
  readonly to: Vpc;
}

/** The table that an attachment of this VPC is associated with has exactly these routes. */
export function transitTableExactly(topology: Topology, from: Vpc, wanted: readonly TransitDestination[]): Evaluation {
  const tables = topology.transitTables.filter((table) =>
    table.associations.some((one) => one.kind === "vpc" && one.vpc === from),
  );
  const faults: Explanation[] =
    tables.length === 1
      ? []
      : [fault(from.address, `its attachment is associated with ${tables.length} route tables instead of one`)];
  const byRange = new Map(wanted.map((one) => [formatCidr(one.cidr), one]));
  for (const table of tables) {
    const found = new Set<string>();
    for (const route of table.routes) {
      const key = formatCidr(route.cidr);
      const meant = byRange.get(key);
      found.add(key);
      if (!meant) faults.push(fault(route.address, `a route to ${key}, which nothing needs`));
      const vpcs = meant ? [meant.to] : wanted.map(({ to }) => to);
      const leads = route.attachment?.kind === "vpc" ? route.attachment.vpc : undefined;
      if (!vpcs.some((vpc) => vpc === leads))
        faults.push(
          fault(route.address, `it does not lead to ${[...new Set(vpcs)].map((vpc) => vpc.address).join(" or ")}`),
        );
    }
    for (const key of byRange.keys()) if (!found.has(key)) faults.push(fault(table.address, `no route to ${key}`));
  }
  return evaluationOf(faults);
}

/** The table that an attachment of this VPC is associated with has exactly these routes, each to the other VPC. */
export function transitRoutesExactly(topology: Topology, from: Vpc, to: Vpc, wanted: readonly Cidr[]): Evaluation {
  return transitTableExactly(
    topology,
    from,
    wanted.map((cidr) => ({ cidr, to })),
  );
}

/** The load balancer has a node in each of these subnets and in no other. */
export function nodesExactly(balancer: LoadBalancer, wanted: readonly Cidr[]): Evaluation {
  const faults = balancer.nodes
    .filter((node) => !wanted.some((cidr) => node.subnet.cidr && cidrEquals(node.subnet.cidr, cidr)))
    .map((node) => fault(balancer.address, `a node in ${node.subnet.address}, which is no ALB subnet`));
  return evaluationOf(faults);
}
