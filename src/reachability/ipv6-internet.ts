import { intersect, isEmptySet, PUBLIC_IPV6, setOfCidrs, subtract } from "../ip";
import {
  type EgressOnlyGateway,
  firstDoubt,
  type InternetGateway,
  isCertain,
  type Subnet,
  type Vpc,
} from "../topology";
import { acl } from "./crossing";
import { deliver } from "./delivery";
import { destinationOf, sourceOf } from "./packets";
import { type Departure, type Traffic } from "./traffic";
import { addressOfSpot, lastTable, type Leaf, parted, spotIn } from "./trail";

/**
 * Addresses of IPv6 are public themselves: gateways translate nothing, and carry what is from or for their VPC's own
 * ranges (VPC user guide, internet gateways and IPv6; egress-only internet gateways).
 */

/** The public addresses of IPv6 that a VPC's hosts can have. */
function publicOf({ cidrs }: Vpc): ReturnType<typeof setOfCidrs> {
  return intersect(setOfCidrs(cidrs), PUBLIC_IPV6);
}

export function throughIpv6Gateway(traffic: Traffic, from: Departure, gateway: InternetGateway): Leaf[] {
  const note = firstDoubt(gateway, "passage", "unasked");
  if (gateway.vpc === undefined && note) return traffic.unsure(note).lost();
  return leave(note ? traffic.unsure(note) : traffic, from, gateway);
}

export function throughEgressOnlyGateway(traffic: Traffic, from: Departure, gateway: EgressOnlyGateway): Leaf[] {
  // It is stateful, and no request comes in by it that this could answer (VPC user guide, egress-only internet gateways).
  if (traffic.mode.isReply) return traffic.stop("NO_PATH", gateway.address, { kind: "egress-only" }).lost();
  const note = firstDoubt(gateway, "passage");
  if (note) return traffic.unsure(note).lost();
  return leave(traffic, from, gateway);
}

/** Out by a gateway of the VPC. */
function leave(traffic: Traffic, from: Departure, gateway: EgressOnlyGateway): Leaf[] {
  const { subnet, emitter } = from;
  const { address, vpc } = gateway;
  if (vpc !== subnet.vpc) {
    const reason = { kind: "internet-gateway-of-another-vpc", vpc: subnet.vpc.address } as const;
    return traffic.stop("BAD_STATE_ATTACHMENT", address, reason).lost();
  }
  const { packets } = traffic;
  const hidden = subtract(packets.dst, PUBLIC_IPV6);
  if (!isEmptySet(hidden)) {
    const to = destinationOf({ ...packets, dst: hidden });
    return traffic.walker.deadEnd(traffic.stop("NO_PATH", address, { kind: "no-public-ipv6", to }), from);
  }
  const isOwn = emitter.kind !== "attachment" && isEmptySet(subtract(packets.src, publicOf(subnet.vpc)));
  const reason = { kind: "not-the-gateways-own", source: sourceOf(packets), vpc: subnet.vpc.address } as const;
  const note = firstDoubt(subnet.vpc, "ipv6Ranges");
  const sent = isOwn ? traffic : note ? traffic.unsure(note) : traffic.stop("NO_PATH", address, reason);
  return acl(sent, subnet, "egress", (left) => onInternet(beyond(left, gateway, subnet), subnet.vpc));
}

/** Beyond the gateway, with the address that it has inside. */
function beyond(traffic: Traffic, gateway: EgressOnlyGateway, subnet: Subnet): Traffic {
  const { packets: before } = traffic;
  const unnamed = traffic.anonymous();
  const rewrites = [...unnamed.trail.rewrites, { kind: "igw" as const, gateway, vpc: subnet.vpc, subnet, before }];
  return unnamed.having({ ...unnamed.trail, rewrites }).step("leaves-through-internet-gateway", gateway.address);
}

/** To the internet itself, or by it to another VPC of the input that has the range. */
function onInternet(traffic: Traffic, from: Vpc): Leaf[] {
  const { goal } = traffic.mode;
  if (goal.kind === "internet") return out(traffic, from);
  const { leaves, left } = toVpcs(traffic);
  if (!left) return leaves;
  const spot = spotIn(goal);
  if (!spot) return [...leaves, ...out(left, from)];
  const reason = { kind: "out-on-the-internet", to: destinationOf(left.packets), meant: addressOfSpot(spot) } as const;
  return [...leaves, ...left.stop("NO_ROUTE_TO_DESTINATION", lastTable(left.trail) ?? from.address, reason).lost()];
}

function out(traffic: Traffic, from: Vpc): Leaf[] {
  const at = from.internetGateway?.address ?? from.address;
  return traffic.step("is-on-internet", at).arrived({ kind: "internet" });
}

/** The VPCs of the input that have the addresses; `left` are those that none has. */
function toVpcs(traffic: Traffic): { leaves: Leaf[]; left?: Traffic } {
  let rest = traffic.packets.dst;
  const parts: { readonly vpc: Vpc; readonly dst: typeof rest }[] = [];
  for (const vpc of traffic.walker.topology.vpcs) {
    const dst = intersect(rest, publicOf(vpc));
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    parts.push({ vpc, dst });
  }
  const leaves = parted(parts, ({ vpc, dst }) => fromIpv6Internet(traffic.to(dst), vpc));
  return isEmptySet(rest) ? { leaves } : { leaves, left: traffic.to(rest) };
}

/** From the internet to addresses of IPv6: only VPCs of the input are known to have any. */
export function fromIpv6Outside(traffic: Traffic): Leaf[] {
  const { leaves, left } = toVpcs(traffic);
  if (!left) return leaves;
  const reason = { kind: "no-public-address-is", to: destinationOf(left.packets) } as const;
  return [...leaves, ...left.stop("NO_POSSIBLE_DESTINATION", "internet", reason).lost()];
}

/** Whether the VPC's gateway takes packets from the internet, and for this receiver. */
function letIn(traffic: Traffic, vpc: Vpc): Traffic {
  const gateway = vpc.internetGateway;
  const note = gateway && firstDoubt(gateway, "passage", "unasked");
  let taken = traffic;
  if (!gateway && vpc.isOutside === true)
    taken = taken.doubt("UNKNOWN_RESOURCE", vpc.address, { kind: "internet-gateway-not-known" });
  else if (!gateway) taken = taken.stop("NO_PATH", vpc.address, { kind: "no-internet-gateway" });
  if (note) taken = taken.unsure(note);
  const spot = spotIn(traffic.mode.goal);
  if (spot?.kind === "interface" && spot.nic.isKeptFromInternet === true)
    taken = taken.stop("NO_PATH", spot.nic.address, { kind: "kept-from-the-internet" });
  return taken;
}

/** From the internet into a VPC. */
export function fromIpv6Internet(traffic: Traffic, vpc: Vpc): Leaf[] {
  const gateway = vpc.internetGateway;
  const taken = letIn(traffic, vpc);
  const hidden = subtract(traffic.packets.dst, PUBLIC_IPV6);
  if (!isEmptySet(hidden)) {
    const to = destinationOf({ ...traffic.packets, dst: hidden });
    return taken.stop("NO_PATH", vpc.address, { kind: "no-public-ipv6", to }).lost();
  }
  const edge = gateway?.edgeTable;
  if (edge && (!isCertain(edge, "routes") || edge.routes.some((route) => route.target.kind !== "local")))
    return taken.doubt("UNKNOWN_RESOURCE", edge.address, { kind: "edge-table" }).lost();
  const entered = taken.anonymous().step("enters-through-internet-gateway", gateway?.address ?? vpc.address);
  return deliver(entered, vpc);
}
