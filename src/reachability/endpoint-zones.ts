import { isOneHome, isOneRegion } from "../terraform";
import { type EndpointService, type LoadBalancer, type Nic, sameZone, type Subnet } from "../topology";

/** A node that an endpoint's interface may hand its packets to; it surely is one of them, or only for all that is known. */
export interface ServingNode {
  readonly balancer: LoadBalancer;
  readonly node: Nic;
  readonly isSure: boolean;
}

/** The Region that a zone's name or id begins with: "eu-west-1b", "us-west-2-lax-1a", "euw1-az2". */
function regionOf(zone: string | undefined): string | undefined {
  return /^(?:[a-z]+(?:-[a-z]+)+-\d+|[a-z]+\d+(?=-))/.exec(zone ?? "")?.[0];
}

/** Whether two subnets are surely in two Regions, where a zone of one says nothing of the other's. */
function areInTwoRegions(a: Subnet, b: Subnet): boolean {
  const differ = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  if (isOneRegion(a.vpc.home, b.vpc.home) === false) return true;
  return differ(regionOf(a.zoneId), regionOf(b.zoneId)) || differ(regionOf(a.zone), regionOf(b.zone));
}

/**
 * Whether two subnets are in one zone. Only ids of zones are the same in all accounts (EC2 user guide, AZ IDs): names tell
 * within one account and Region, as far as the provider tells these apart. To a service of another Region an endpoint leads
 * from any zone (AWS PrivateLink guide, cross-Region access); to which of its zones is not documented.
 */
function isOneZone(a: Subnet, b: Subnet): boolean | undefined {
  if (areInTwoRegions(a, b)) return undefined;
  if (a.zoneId !== undefined && b.zoneId !== undefined) return a.zoneId === b.zoneId;
  return a.vpc === b.vpc || isOneHome(a.vpc.home, b.vpc.home) === true ? sameZone(a.zone, b.zone) : undefined;
}

/**
 * The nodes in the zone of an endpoint's interface: it keeps to one load balancer of its own zone, whichever AWS picks of
 * several (AWS PrivateLink guide, create a service: considerations). Empty where there is none.
 */
export function nodesServing({ subnet }: Nic, { balancers }: EndpointService): readonly ServingNode[] {
  const all = balancers.flatMap((balancer) =>
    balancer.nodes.map((node) => ({
      ...{ balancer, node, isSure: !balancer.isNodeUncertain },
      zone: isOneZone(subnet, node.subnet),
    })),
  );
  const own = all.filter(({ zone }) => zone === true);
  if (own.some(({ isSure }) => isSure)) return own;
  return all.filter(({ zone }) => zone !== false).map((one) => ({ ...one, isSure: false }));
}
