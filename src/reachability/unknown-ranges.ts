import { allDoubts, hasIpv6, isCertain, type RouteTarget, type Subnet } from "../topology";
import { type Receiver, type Sender, type UnknownEnd } from "./ends";
import { publicIpIn } from "./internet";
import { type Explanation } from "./reasons";

/** Of a range that IPAM picks nothing is known before apply; that nothing passes to or from the internet can be known. */

/** What may lead out to the internet; a peering leads no further than to its other side (VPC peering guide, limitations). */
const MAY_LEAD_OUT: Readonly<Record<RouteTarget["kind"], boolean>> = {
  local: false,
  blackhole: false,
  "internet-gateway": true,
  "egress-only-internet-gateway": true,
  "nat-gateway": true,
  interface: true,
  "attachment-interface": true,
  "transit-gateway": true,
  peering: false,
  "vpn-gateway": true,
  "gateway-endpoint": false,
  unreadable: true,
};

function isSure(subnet: Subnet): boolean {
  const { vpc, table } = subnet;
  return vpc.isOutside !== true && isCertain(subnet, "table") && allDoubts(table).length === 0;
}

/** Why nothing passes between the internet and somebody whose address range is not known; undefined when it may. */
export function shutToInternet(from: Sender, to: Receiver): Explanation | undefined {
  const inward = from.kind === "internet" && to.kind === "unknown" ? whatKeepsOut(to) : undefined;
  return inward ?? (from.kind === "unknown" && to.kind === "internet" ? whatKeepsIn(from) : undefined);
}

function whatKeepsOut({ place, address }: UnknownEnd): Explanation | undefined {
  if (!place || hasIpv6(place.subnet.vpc) || place.subnet.vpc.isOutside === true) return undefined;
  const { subnet, nic } = place;
  if (!subnet.vpc.internetGateway)
    return { code: "NO_PATH", address: subnet.vpc.address, reason: { kind: "no-internet-gateway" } };
  if ((nic?.publicIp ?? publicIpIn(subnet)) !== "none") return undefined;
  return { code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", address, reason: { kind: "no-public-address-inwards" } };
}

function whatKeepsIn({ place }: UnknownEnd): Explanation | undefined {
  if (!place || hasIpv6(place.subnet.vpc) || !isSure(place.subnet)) return undefined;
  const { table, address } = place.subnet;
  if (table.routes.some(({ target }) => MAY_LEAD_OUT[target.kind])) return undefined;
  const reason = { kind: "no-route-to-the-internet", subnet: address } as const;
  return { code: "NO_ROUTE_TO_DESTINATION", address: table.address, reason };
}
