import { type Nic, type RouteTarget, type Subnet, type Topology } from "../topology";

/** Who is told from its neighbours by something other than tables, filters and ranges. */
export interface SetApart {
  /** A route leads to the interface, or a way from the internet past public addresses does. */
  hasNic(nic: Nic): boolean;
  /** A way from the internet names it. */
  isNamed(address: string): boolean;
  /** Somebody is in it: an attachment, a NAT gateway or a load balancer's node, whose packets pass its ACL otherwise. */
  hasSubnet(subnet: Subnet): boolean;
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

/** Finds those for whom the verdict on a neighbour does not hold: each of them is asked about alone. */
export function setApart(topology: Topology): SetApart {
  // A host takes the packets that a route leads to its interface if they are addressed to it, and forwards all others.
  const forwarding = forwardingNics(topology);
  const taken = inhabited(topology);
  const named = new Set(topology.waysIn.flatMap(({ to }) => [...(to ?? [])]));
  return {
    hasNic: (nic) => forwarding.has(nic) || named.has(nic.address),
    isNamed: (address) => named.has(address),
    hasSubnet: (subnet) => taken.has(subnet) || named.has(subnet.address),
  };
}

function forwardingNics({ tables }: Topology): ReadonlySet<Nic> {
  const nicsOf = (target: RouteTarget): Nic[] => {
    switch (target.kind) {
      case "interface":
        return [target.nic];
      case "unreadable":
        return (target.anyOf ?? []).flatMap(nicsOf);
      case "local":
      case "blackhole":
      case "internet-gateway":
      case "egress-only-internet-gateway":
      case "nat-gateway":
      case "attachment-interface":
      case "transit-gateway":
      case "peering":
      case "vpn-gateway":
      case "gateway-endpoint":
        return [];
    }
  };
  return new Set(tables.flatMap(({ routes }) => routes.flatMap(({ target }) => nicsOf(target))));
}
