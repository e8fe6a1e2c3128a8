import {
  ALL_ADDRESSES,
  type AddressSet,
  containsCidr,
  intersect,
  isEmptySet,
  setOfCidrs,
  subtract,
  unionOf,
} from "../ip";
import { firstDoubt, isCertain, type OnPremises, type PremisesLink, type VpnGateway } from "../topology";
import { deliver } from "./delivery";
import { intoVpcBy } from "./edge-tables";
import { destinationOf, sourceOf } from "./packets";
import { type Traffic } from "./traffic";
import { type Leaf } from "./trail";
import { enterGateway } from "./transit";

/**
 * From a network outside into AWS, by each of its ways that may take the packets; which of several it takes is its own
 * routers' matter. Its own firewalls and routes are not judged: it is AWS's side that the verdict is about.
 */
export function fromPremises(traffic: Traffic, site: OnPremises): Leaf[] {
  const sent = traffic.anonymous().step("comes-from-on-premises", site.address);
  const { dst } = traffic.packets;
  const ways = site.links.map((link) => ({ link, takes: intersect(dst, takenBy(link)) }));
  const open = ways.filter(({ takes }) => !isEmptySet(takes));
  const found = open.map(({ link, takes }) => by(open.length > 1 ? sent.picking("other") : sent, link, takes));
  // Its routers send to where the destination is known: a way that has no route to it is none of them.
  const leading = found.filter((leaves) => !leaves.every(({ trail }) => trail.stops.some(isWayWithoutRoute)));
  const leaves = (leading.length > 0 ? leading : found).flat();
  const rest = subtract(dst, unionOf(open.map(({ takes }) => takes)));
  const all = isEmptySet(rest) ? leaves : [...leaves, ...toOtherSites(sent.to(rest), site)];
  // Of a network that is not managed here there may be other ways, which the packets take instead.
  const note = firstDoubt(site, "links");
  return note ? all.map((leaf) => (leaf.trail.stops.length > 0 ? undone(leaf, sent, note) : leaf)) : all;
}

const isWayWithoutRoute = ({ code }: { readonly code: string }): boolean =>
  code === "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT";

function undone({ packets }: Leaf, sent: Traffic, note: { readonly address: string; readonly reason: string }): Leaf {
  return sent.with(packets).unsure(note).lost()[0]!;
}

/**
 * What a VPN gateway knows of one connection, others of it may reach by it (Site-to-Site VPN guide, VPN CloudHub); what it
 * tells them is not in the input.
 */
function toOtherSites(traffic: Traffic, site: OnPremises): Leaf[] {
  const { goal } = traffic.mode;
  if (goal.kind !== "address" && goal.kind !== "on-premises") return nowhere(traffic, site);
  let { dst: rest } = traffic.packets;
  const leaves: Leaf[] = [];
  for (const { vpnGateway: gateway } of site.links) {
    const others = gateway?.links.filter((one) => !site.links.includes(one)) ?? [];
    const hit = intersect(rest, unionOf(others.map(knownBehind)));
    if (!gateway || isEmptySet(hit)) continue;
    rest = subtract(rest, hit);
    leaves.push(...traffic.to(hit).doubt("UNKNOWN_DESTINATION", gateway.address, { kind: "vpn-cloudhub" }).lost());
  }
  return isEmptySet(rest) ? leaves : [...leaves, ...nowhere(traffic.to(rest), site)];
}

/** What may lie on the other side of a connection, as far as the input says. */
function knownBehind({ routes, local, doubts }: PremisesLink): AddressSet {
  return routes && doubts.ranges.length === 0 ? setOfCidrs(routes.map(({ cidr }) => cidr)) : local;
}

function nowhere(traffic: Traffic, site: OnPremises): Leaf[] {
  const note = firstDoubt(site, "links");
  if (site.links.length === 0 && note) return traffic.unsure(note).lost();
  if (site.links.length === 0)
    return traffic.doubt("UNKNOWN_RESOURCE", site.address, { kind: "no-vpn-connection" }).lost();
  const reason = { kind: "no-way-from-on-premises", to: destinationOf(traffic.packets) } as const;
  return traffic.stop("NO_PATH", site.address, reason).lost();
}

/** Destinations that a way may take: a VPN gateway leads to its own VPC and no further (VPC user guide, edge to edge routing). */
function takenBy({ vpnGateway, attachment, remote, doubts }: PremisesLink): AddressSet {
  if (doubts.ranges.length > 0) return ALL_ADDRESSES;
  if (attachment || !vpnGateway) return remote;
  const { vpc } = vpnGateway;
  if (!vpc) return isCertain(vpnGateway, "attachment") ? [] : remote;
  return isCertain(vpc, "ranges") ? intersect(setOfCidrs(vpc.cidrs), remote) : remote;
}

/**
 * What the other side is told of: a VPN gateway tells ranges of its VPC that lie in an allowed prefix, a transit gateway the
 * allowed prefixes themselves (Direct Connect guide, allowed prefixes).
 */
function toldBy({ advertised, vpnGateway }: PremisesLink): AddressSet | undefined {
  const vpc = vpnGateway?.vpc;
  if (!advertised || !vpc || !isCertain(vpc, "ranges")) return advertised && setOfCidrs(advertised);
  return setOfCidrs(vpc.cidrs.filter((own) => advertised.some((prefix) => containsCidr(prefix, own))));
}

function by(traffic: Traffic, link: PremisesLink, dst: AddressSet): Leaf[] {
  const { vpnGateway, attachment, local } = link;
  // A network outside that is not told of a range may still have a route of its own to it.
  const told = toldBy(link);
  const isTold = !told || isEmptySet(subtract(dst, told));
  const all = traffic.to(dst);
  const own = isTold ? all : all.doubt("UNKNOWN_RESOURCE", link.address, { kind: "not-advertised" });
  const note = firstDoubt(link, "ranges", "ends");
  if (note) return own.unsure(note).lost();
  const foreign = subtract(own.packets.src, local);
  const kept = intersect(own.packets.src, local);
  const lost = isEmptySet(foreign) ? [] : notCarried(own.with({ ...own.packets, src: foreign }), link);
  if (isEmptySet(kept)) return lost;
  const carried = own.with({ ...own.packets, src: kept });
  if (vpnGateway) return [...lost, ...intoVpc(carried, vpnGateway)];
  if (attachment)
    return [...lost, ...enterGateway(carried, { gateway: attachment.gateway, attachment, from: undefined })];
  return [...lost, ...carried.doubt("UNKNOWN_RESOURCE", link.address, { kind: "far-side-not-known" }).lost()];
}

function notCarried(traffic: Traffic, { address }: PremisesLink): Leaf[] {
  const reason = { kind: "not-in-vpn-range", end: "source", of: sourceOf(traffic.packets) } as const;
  return traffic.stop("NO_PATH", address, reason).lost();
}

/** Through a VPN gateway into its VPC: no security group is on the way there, only the ACL of the subnet that has the address. */
function intoVpc(traffic: Traffic, gateway: VpnGateway): Leaf[] {
  const { address, vpc, edgeTable: edge } = gateway;
  const note = firstDoubt(gateway, "attachment");
  if (note || !vpc) return note ? traffic.unsure(note).lost() : traffic.lost();
  const ranges = firstDoubt(vpc, "ranges");
  if (ranges) return traffic.unsure(ranges).lost();
  const entered = traffic.step("enters-vpn-gateway", address);
  return intoVpcBy(entered, vpc, edge, (local) => deliver(local, vpc));
}
