import { intersect, isEmptySet, setOfCidr, setOfCidrs, subtract } from "../ip";
import { type ForeignAttachment, firstDoubt, type PremisesLink, type Route, type VpnGateway } from "../topology";
import { acl } from "./crossing";
import { destinationOf, PUBLIC, sourceOf } from "./packets";
import { type Departure, type Traffic } from "./traffic";
import { type Leaf } from "./trail";

/** By a route of a subnet to a VPN gateway. */
export function throughVpnGateway(traffic: Traffic, from: Departure, gateway: VpnGateway, route: Route): Leaf[] {
  const { subnet } = from;
  const { address, vpc } = gateway;
  const note = firstDoubt(gateway, "attachment");
  if (note) return traffic.unsure(note).lost();
  if (vpc !== subnet.vpc) {
    const reason = { kind: "vpn-gateway-not-attached", gateway: address, vpc: subnet.vpc.address } as const;
    return traffic.walker.deadEnd(traffic.stop("BAD_STATE_ATTACHMENT", route.address, reason), from);
  }
  const isOwn = isEmptySet(subtract(traffic.packets.src, setOfCidrs(vpc.cidrs)));
  const isSure = isOwn && from.emitter.kind !== "attachment";
  // That a VPN gateway carries nothing for third networks is documented for peerings only.
  const sent = isSure ? traffic : traffic.doubt("UNKNOWN_RESOURCE", address, { kind: "vpn-gateway-for-others" });
  return acl(sent, subnet, "egress", (left) => byLinks(left, gateway));
}

/**
 * In a VPN gateway: longest prefix first over what its connections know. It routes nothing else (Site-to-Site VPN guide,
 * route priority); what BGP tells it, by VPN or Direct Connect, is not in the input, and can be longer than any static route.
 */
function byLinks(traffic: Traffic, gateway: VpnGateway): Leaf[] {
  const { links, address } = gateway;
  const note = firstDoubt(gateway, "links");
  if (note) return traffic.unsure(note).lost();
  // Others may make connections to it, and Direct Connect of another account joins it by a proposal.
  if (links.length === 0) return traffic.doubt("UNKNOWN_DESTINATION", address, { kind: "no-vpn-connection" }).lost();
  for (const link of links) {
    const open = firstDoubt(link, "ranges");
    if (open) return traffic.unsure(open).lost();
  }
  const learning = links.filter(({ routes }) => !routes);
  const { dst } = traffic.packets;
  const [first] = learning.filter(({ local }) => !isEmptySet(intersect(local, dst)));
  if (first) return traffic.doubt("UNKNOWN_DESTINATION", first.address, { kind: "learned-by-bgp" }).lost();
  const entries = links
    .flatMap((link) => (link.routes ?? []).map((route) => ({ link, route })))
    .sort((a, b) => b.route.cidr.length - a.route.cidr.length);
  const leaves: Leaf[] = [];
  let rest = dst;
  for (const { link, route } of entries) {
    const hit = intersect(rest, setOfCidr(route.cidr));
    if (isEmptySet(hit)) continue;
    rest = subtract(rest, hit);
    const { base, length } = route.cidr;
    const rivals = entries.filter((one) => one.route.cidr.base === base && one.route.cidr.length === length);
    const ways = [...new Set(rivals.map((one) => one.link))];
    const own = traffic.to(hit);
    // Of two connections with the same static route the gateway picks one (Site-to-Site VPN guide, route priority).
    if (ways.length > 1) leaves.push(...ways.flatMap((way) => overLink(own.picking("other"), way)));
    else leaves.push(...overLink(own, link));
  }
  if (isEmptySet(rest)) return leaves;
  const left = traffic.to(rest);
  const reason = { kind: "no-vpn-route", to: destinationOf(left.packets) } as const;
  return [...leaves, ...left.stop("NO_ROUTE_TO_DESTINATION", address, reason).lost()];
}

/** Out of AWS by a VPN connection or Direct Connect. */
function overLink(traffic: Traffic, link: PremisesLink): Leaf[] {
  const { address, site, local, remote } = link;
  const note = firstDoubt(link, "ranges");
  if (note) return traffic.unsure(note).lost();
  const { src, dst } = traffic.packets;
  if (!isEmptySet(subtract(src, remote))) return notCarried(traffic, link, "source");
  if (!isEmptySet(subtract(dst, local))) return notCarried(traffic, link, "destination");
  const out = traffic.anonymous().step("leaves-for-on-premises", address);
  const { goal } = traffic.mode;
  // An address says nothing of where it is, unless it is the network's own by the configuration or can't be another's.
  const stated = setOfCidrs((link.routes ?? []).map((route) => route.cidr));
  const isThere = goal.kind === "address" && isEmptySet(subtract(intersect(dst, PUBLIC), stated));
  if (site && (isThere || (goal.kind === "on-premises" && goal.site === site)))
    return out.arrived({ kind: "on-premises", site });
  return out.doubt("UNKNOWN_DESTINATION", site?.address ?? address, { kind: "behind-on-premises" }).lost();
}

/** A connection carries only packets between its two ranges (EC2 API, VpnConnectionOptionsSpecification). */
function notCarried(traffic: Traffic, link: PremisesLink, end: "source" | "destination"): Leaf[] {
  const { address, local, remote } = link;
  const { packets } = traffic;
  const isSource = end === "source";
  const outside = isSource ? subtract(packets.src, remote) : subtract(packets.dst, local);
  const inside = isSource ? intersect(packets.src, remote) : intersect(packets.dst, local);
  const reason = {
    kind: "not-in-vpn-range",
    end,
    of: isSource ? { ...sourceOf(packets), addresses: outside } : { ...destinationOf(packets), addresses: outside },
  } as const;
  const stopped = traffic.with(isSource ? { ...packets, src: outside } : { ...packets, dst: outside });
  const lost = stopped.stop("NO_PATH", address, reason).lost();
  if (isEmptySet(inside)) return lost;
  const kept = traffic.with(isSource ? { ...packets, src: inside } : { ...packets, dst: inside });
  return [...lost, ...overLink(kept, link)];
}

/** By a route of a transit gateway to an attachment of a network outside. */
export function throughForeign(traffic: Traffic, { address, link }: ForeignAttachment): Leaf[] {
  if (link) return overLink(traffic, link);
  return traffic.doubt("UNKNOWN_DESTINATION", address, { kind: "behind-foreign-attachment" }).lost();
}
