import { type Cidr, cidrEquals, formatCidr } from "../ip";
import { type Explanation, fault, type Evaluation, evaluationOf } from "../reachability";
import { type Route, type RouteTable, type Subnet, type Vpc, doubtsBeside } from "../topology";
import { type OwnPart } from "./in-account/own-part";

/** Where packets can leave a VPC: it has one attachment, and none of the other doors. */
function doors(own: OwnPart, vpc: Vpc): Explanation[] {
  const { topology } = own;
  const attachments = topology.transitGateways.flatMap((gateway) =>
    gateway.attachments.filter((one) => one.kind === "vpc" && one.vpc === vpc),
  );
  const peerings = topology.peerings.filter(({ requester, accepter }) => requester === vpc || accepter === vpc);
  return [
    ...(attachments.length === 1
      ? []
      : [fault(vpc.address, `it has ${attachments.length} transit gateway attachments instead of one`)]),
    ...(vpc.internetGateway && !own.mayHaveOthers(vpc)
      ? [fault(vpc.internetGateway.address, `an internet gateway of ${vpc.address}`)]
      : []),
    ...peerings.map(({ address }) => fault(address, `a peering of ${vpc.address}`)),
  ];
}

/** What the route tables of a VPC's subnets have. */
interface WantedRoutes {
  /** Destinations by the subnet whose table has them. */
  readonly routes: ReadonlyMap<Subnet, readonly Cidr[]>;
  /** Subnets whose tables have the bridge's gateway endpoint, too. */
  readonly withEndpoint: ReadonlySet<Subnet>;
}

/**
 * The route tables of a VPC's subnets have these destinations beside the local ones, and no others; and packets can leave
 * the VPC by one transit gateway attachment only.
 */
export function onlyTheseRoutes(own: OwnPart, vpc: Vpc, { routes, withEndpoint }: WantedRoutes): Evaluation {
  const faults = doors(own, vpc);
  const subnets = own.subnetsOf(vpc);
  const isEndpoints = (subnet: Subnet, { target }: Route): boolean =>
    withEndpoint.has(subnet) && target.kind === "gateway-endpoint";
  for (const subnet of subnets)
    for (const route of subnet.table.routes)
      if (!isEndpoints(subnet, route) && !routes.get(subnet)?.some((cidr) => cidrEquals(cidr, route.cidr)))
        faults.push(
          fault(
            route.address,
            `a route of ${subnet.address} to ${formatCidr(route.cidr)}, which the bridge does not need`,
          ),
        );
  const doubts = subnets.flatMap(({ table, doubts: { table: ofTable } }) => [
    ...doubtsBeside(table, "serviceRoutes"),
    ...ofTable,
  ]);
  return evaluationOf(faults, [...vpc.doubts.ranges, ...doubts]);
}

/** What a VPC may have of the bridge. */
interface Wanted {
  readonly subnets: ReadonlySet<string>;
  /** Destinations that lead to the transit gateway. */
  readonly routes: ReadonlySet<string>;
  /** Whether one gateway endpoint is the bridge's own; where its service's addresses are known, each of them is a route. */
  readonly hasEndpoint: boolean;
}

/** Routes that no part of the bridge needs. A gateway endpoint lets nobody in, but one alone is the bridge's. */
function routesBeside(tables: ReadonlySet<RouteTable>, { routes, hasEndpoint }: Wanted): Explanation[] {
  const beside = [...tables].flatMap((table) => table.routes).filter(({ cidr }) => !routes.has(formatCidr(cidr)));
  const toServices = beside.filter(({ target }) => target.kind === "gateway-endpoint");
  const [own] = hasEndpoint ? toServices : [];
  return beside
    .filter((route) => own === undefined || !toServices.includes(route) || route.address !== own.address)
    .map(({ address, cidr }) => fault(address, `a route to ${formatCidr(cidr)}, which the bridge does not need there`));
}

/** What was added to a VPC: how many attachments, and per table which destinations lead to the transit gateway. */
export function onlyTheseAdditions(own: OwnPart, vpc: Vpc, wanted: Wanted): Evaluation {
  const faults = doors(own, vpc);
  const { topology } = own;
  for (const subnet of own.subnetsOf(vpc))
    if (!subnet.cidr || !wanted.subnets.has(formatCidr(subnet.cidr)))
      faults.push(fault(subnet.address, "the bridge file knows no such subnet on the web side"));
  faults.push(...routesBeside(new Set(own.subnetsOf(vpc).map(({ table }) => table)), wanted));
  for (const gateway of topology.natGateways)
    if (gateway.subnet?.vpc === vpc) faults.push(fault(gateway.address, "a NAT gateway on the web side"));
  for (const balancer of topology.loadBalancers)
    if (balancer.nodes.some((node) => node.subnet.vpc === vpc))
      faults.push(fault(balancer.address, "a load balancer on the web side"));
  return evaluationOf(faults, vpc.doubts.ranges);
}
