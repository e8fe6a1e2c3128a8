import { type Address, type Cidr, cidrOverlaps, familyOfCidr, ofFamily, setSize } from "../../src/ip";
import { egressOnlyGatewaysOf } from "../../src/lab/ipv6-border";
import {
  type Inspection,
  isStandIn,
  type Nic,
  type RouteTarget,
  sameZone,
  type SecurityGroup,
  type Topology,
  type TransitGateway,
} from "../../src/topology";

const count = (set: Nic["privateIps"]): number => setSize(set ?? []);

function overlaps({ vpcs }: Pick<Topology, "vpcs">): boolean {
  return vpcs.some((one, i) =>
    vpcs.slice(i + 1).some((other) => one.cidrs.some((a) => other.cidrs.some((b) => cidrOverlaps(a, b)))),
  );
}

function hasSameAddressTwice({ nics }: Topology): boolean {
  const seen = new Set<Address>();
  return nics.some(({ privateIps = [] }) =>
    privateIps.some(({ start }) => {
      const isSecond = seen.has(start);
      seen.add(start);
      return isSecond;
    }),
  );
}

function hasOverlappingPeers({ vpcs, peerings }: Topology): boolean {
  return vpcs.some((vpc) => {
    const own = peerings.filter(({ requester, accepter }) => requester === vpc || accepter === vpc);
    const peers = own.flatMap(({ requester, accepter }) => (requester === vpc ? accepter : requester) ?? []);
    return overlaps({ vpcs: [...new Set(peers)] });
  });
}

/** An attachment without a subnet in a zone that its VPC uses. */
function lacksZone({ attachments }: TransitGateway): boolean {
  return attachments.some(
    (one) =>
      one.kind === "vpc" &&
      one.vpc?.subnets.some(({ zone }) => !one.subnets.some((subnet) => sameZone(subnet.zone, zone) === true)),
  );
}

function inspects({ tables }: Topology, kind: Inspection["kind"]): boolean {
  return tables.some(({ routes }) =>
    routes.some(({ target }) => target.kind === "interface" && target.nic.inspection?.kind === kind),
  );
}

function refersAbroad({ ingress, vpc }: SecurityGroup): boolean {
  return ingress.some(({ groups }) => groups.some((group) => group.vpc !== vpc));
}

/** Every feature of networks that the lab knows how to build. */
const FEATURES: Readonly<Record<string, (topology: Topology) => boolean>> = {
  "VPCs that overlap": overlaps,
  "the same address twice": hasSameAddressTwice,
  "a VPC with several CIDRs": ({ vpcs }) => vpcs.some(({ cidrs }) => cidrs.length > 1),
  "a route inside the VPC's own CIDR": ({ subnets }) =>
    subnets.some(({ table, vpc }) =>
      table.routes.some(
        ({ cidr, target }) =>
          target.kind !== "local" && vpc.cidrs.some((own) => cidrOverlaps(own, cidr) && cidr.length > own.length),
      ),
    ),
  "a route to an attachment's interface": ({ tables }) =>
    tables.some(({ routes }) => routes.some(({ target }) => target.kind === "attachment-interface")),
  "a route to a host's interface": ({ tables }) =>
    tables.some(({ routes }) => routes.some(({ target }) => target.kind === "interface" && !target.nic.inspection)),
  "a route to an endpoint of a Gateway Load Balancer": (topology) => inspects(topology, "appliance"),
  "a route to an endpoint of a firewall": (topology) => inspects(topology, "firewall"),
  "a route to one of several endpoints": ({ tables }) =>
    tables.some(({ routes }) => routes.some(({ target }) => target.kind === "unreadable" && target.anyOf)),
  "appliance mode": ({ transitGateways }) =>
    transitGateways.some(({ attachments }) => attachments.some((one) => one.kind === "vpc" && one.applianceMode)),
  "a route table of an internet gateway": ({ internetGateways }) => internetGateways.some(({ edgeTable }) => edgeTable),
  "a source/destination check that is off": ({ nics }) =>
    nics.some(({ sourceDestCheck, inspection }) => !sourceDestCheck && !inspection),
  "a host with several addresses": ({ nics }) => nics.some(({ privateIps }) => count(privateIps) > 1),
  "a host with a public address": ({ nics }) => nics.some(({ publicIp }) => publicIp !== "none"),
  "internet gateway": ({ internetGateways }) => internetGateways.length > 0,
  "private NAT gateway": ({ natGateways }) => natGateways.some(({ isPrivate }) => isPrivate),
  "NAT gateway with several addresses": ({ natGateways }) =>
    natGateways.some(({ privateIps }) => count(privateIps) > 1),
  "public NAT gateway": ({ natGateways }) => natGateways.some(({ isPrivate }) => !isPrivate),
  "VPC peering": ({ peerings }) => peerings.length > 0,
  "transit gateway": ({ transitGateways }) => transitGateways.length > 0,
  "transit gateway peering": ({ transitGateways }) =>
    transitGateways.some(({ attachments }) => attachments.some(({ kind }) => kind === "peering")),
  "several transit gateway tables": ({ transitTables }) => transitTables.length > 1,
  "transit gateway blackhole": ({ transitTables }) =>
    transitTables.some(({ routes }) => routes.some(({ attachment }) => attachment === undefined)),
  "propagated route": ({ transitTables }) =>
    transitTables.some(({ routes }) => routes.some(({ propagated }) => propagated)),
  "attachment without an association": ({ transitGateways, transitTables }) =>
    transitGateways.some((gateway) =>
      gateway.attachments.some((one) => !transitTables.some(({ associations }) => associations.includes(one))),
    ),
  "attachment that lacks a zone": ({ transitGateways }) => transitGateways.some(lacksZone),
  "network ACL": ({ subnets }) => subnets.some(({ acl, vpc }) => acl !== vpc.defaultAcl),
  "reference to a security group": ({ securityGroups }) =>
    securityGroups.some(({ ingress, egress }) => [...ingress, ...egress].some(({ groups }) => groups.length > 0)),
  "reference to another VPC's group": ({ securityGroups }) => securityGroups.some(refersAbroad),
  "application load balancer": ({ loadBalancers }) => loadBalancers.some(({ kind }) => kind === "application"),
  "network load balancer": ({ loadBalancers }) => loadBalancers.some(({ kind }) => kind === "network"),
  "client IP preservation (left out)": ({ loadBalancers }) =>
    loadBalancers.some(
      ({ kind, listeners }) =>
        kind === "network" &&
        listeners.some(({ actions }) =>
          actions.some(({ groups }) => groups.some(({ preserveClientIp, type }) => preserveClientIp ?? type !== "ip")),
        ),
    ),
  "HTTPS listener": ({ loadBalancers }) =>
    loadBalancers.some(({ listeners }) => listeners.some(({ protocol }) => protocol === "HTTPS")),
  "HTTPS target": ({ targetGroups }) => targetGroups.some(({ protocol }) => protocol === "HTTPS"),
  "rule by host": ({ loadBalancers }) => hasAction(loadBalancers, ({ hosts }) => hosts.length > 0),
  "rule by path": ({ loadBalancers }) => hasAction(loadBalancers, ({ paths }) => paths.length > 0),
  redirect: ({ loadBalancers }) => hasAction(loadBalancers, ({ redirect }) => redirect !== undefined),
  "several targets": ({ targetGroups }) => targetGroups.some(({ targets }) => targets.length > 1),
  "instance as target": ({ targetGroups }) => targetGroups.some(({ type }) => type === "instance"),
  "interface endpoint of an endpoint service": ({ privateLinks }) => privateLinks.some(({ service }) => service),
  "endpoint service with several load balancers": ({ privateLinks }) =>
    privateLinks.some(({ service }) => service && service.balancers.length > 1),
  "endpoint that is not accepted": ({ privateLinks }) => privateLinks.some(({ isPending }) => isPending),
  "endpoint in several subnets": ({ privateLinks }) => privateLinks.some(({ nics }) => nics.length > 1),
  "inbound rules that are not enforced on endpoints": ({ privateLinks }) =>
    privateLinks.some(({ service }) => service?.balancers.some((one) => one.filtersPrivateLinks === false)),
  "TLS listener": ({ loadBalancers }) =>
    loadBalancers.some(({ listeners }) => listeners.some(({ protocol }) => protocol === "TLS")),
  "load balancer as target": ({ targetGroups }) =>
    targetGroups.some(({ targets }) => targets.some(({ loadBalancer }) => loadBalancer !== undefined)),
  "a VPC that is peered with several of one range": hasOverlappingPeers,
  "a range of IPv6": ({ subnets }) => subnets.some(({ ipv6Cidr }) => ipv6Cidr && !isStandIn(ipv6Cidr)),
  "a range of IPv6 that AWS picks": ({ subnets }) => subnets.some(({ ipv6Cidr }) => ipv6Cidr && isStandIn(ipv6Cidr)),
  "a host with an address of IPv6": ({ nics }) => nics.some(({ ipv6 }) => typeof ipv6 === "object"),
  "a host with an address of IPv6 that AWS picks": ({ nics }) => nics.some(({ ipv6 }) => ipv6 === "picked"),
  "egress-only internet gateway": (topology) => egressOnlyGatewaysOf(topology).length > 0,
  "both gateways to the internet in a VPC": (topology) =>
    egressOnlyGatewaysOf(topology).some(({ vpc }) => vpc.internetGateway),
  "IPv6 through an internet gateway": (topology) => hasIpv6Route(topology, "internet-gateway"),
  "IPv6 to a peered VPC": (topology) => hasIpv6Route(topology, "peering"),
  "IPv6 to a transit gateway": (topology) => hasIpv6Route(topology, "transit-gateway"),
  "IPv6 to a NAT gateway": (topology) => hasIpv6Route(topology, "nat-gateway"),
  "attachment with ipv6_support": ({ transitGateways }) => carriesIpv6(transitGateways, true),
  "attachment without ipv6_support": ({ transitGateways }) => carriesIpv6(transitGateways, false),
  "rules for IPv6 in a security group": ({ securityGroups }) =>
    securityGroups.some(({ ingress }) => ingress.some(({ cidrs }) => ofFamily(cidrs, "ipv6").length > 0)),
  "rules for IPv6 in a network ACL": ({ subnets }) =>
    subnets.some(({ acl, vpc }) => acl !== vpc.defaultAcl && acl.ingress.some(({ cidr }) => isIpv6(cidr))),
  "load balancer of both families": ({ loadBalancers }) =>
    loadBalancers.some(({ nodes }) => nodes.some(({ ipv6 }) => ipv6 !== undefined)),
  "targets of IPv6": ({ targetGroups }) => targetGroups.some(({ isIpv6 }) => isIpv6 === true),
  "no cross-zone load balancing": ({ loadBalancers, targetGroups }) =>
    loadBalancers.some(({ crossZone }) => !crossZone) || targetGroups.some(({ crossZone }) => crossZone === false),
};

const isIpv6 = (range: Cidr): boolean => familyOfCidr(range) === "ipv6";

function hasIpv6Route({ subnets }: Topology, kind: RouteTarget["kind"]): boolean {
  return subnets.some(({ table }) => table.routes.some(({ cidr, target }) => target.kind === kind && isIpv6(cidr)));
}

function carriesIpv6(gateways: readonly TransitGateway[], ipv6: boolean): boolean {
  return gateways.some(({ attachments }) =>
    attachments.some((one) => one.kind === "vpc" && one.ipv6 === ipv6 && one.vpc?.cidrs.some(isIpv6)),
  );
}

function hasAction(
  balancers: Topology["loadBalancers"],
  is: (action: Topology["loadBalancers"][number]["listeners"][number]["actions"][number]) => boolean,
): boolean {
  return balancers.some(({ listeners }) => listeners.some(({ actions }) => actions.some(is)));
}

const PREFIX_LIST = "prefix list";
export const ALL_FEATURES: readonly string[] = [...Object.keys(FEATURES), PREFIX_LIST];

/**
 * What a network has of all that the lab knows.
 * @param json the Terraform JSON that it was read from: a topology no longer tells what came from prefix lists
 */
export function featuresOf(topology: Topology, json: object): Set<string> {
  const found = Object.entries(FEATURES).flatMap(([name, has]) => (has(topology) ? [name] : []));
  return new Set(JSON.stringify(json).includes('"aws_ec2_managed_prefix_list"') ? [...found, PREFIX_LIST] : found);
}
