import { intersect, isEmptySet, PUBLIC_IPV6, setOfCidrs, subtract } from "../ip";
import { type EgressOnlyGateway, firstDoubt, type InternetGateway, type Subnet, type Vpc } from "../topology";
import { acl } from "./crossing";
import { deliver } from "./delivery";
import { intoVpcBy } from "./edge-tables";
import { destinationOf, ICMP, ICMPV6, sourceOf, TCP } from "./packets";
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

/** Protocols whose answers can't be taken for the beginning of a flow. */
const TOLD_APART: readonly number[] = [TCP, ICMP, ICMPV6];
const LIKE_A_REQUEST =
  "whether it lets out an answer that could be a request, as a datagram could, where the request did not come by it is not documented";

export function throughEgressOnlyGateway(traffic: Traffic, from: Departure, gateway: EgressOnlyGateway): Leaf[] {
  const note = firstDoubt(gateway, "passage");
  if (note) return traffic.unsure(note).lost();
  if (!traffic.mode.isReply) return leave(traffic, from, gateway);
  // It is stateful, and no request comes in by it that this could answer (VPC user guide, egress-only internet gateways).
  if (TOLD_APART.includes(traffic.packets.protocol))
    return traffic.stop("NO_PATH", gateway.address, { kind: "egress-only" }).lost();
  return leave(traffic.unsure({ address: gateway.address, reason: LIKE_A_REQUEST }), from, gateway);
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

/** Whether the VPC's gateway takes packets from the internet. */
function passed(traffic: Traffic, vpc: Vpc): Traffic {
  const gateway = vpc.internetGateway;
  const note = gateway && firstDoubt(gateway, "passage", "unasked");
  let taken = traffic;
  if (!gateway && vpc.isOutside === true)
    taken = taken.doubt("UNKNOWN_RESOURCE", vpc.address, { kind: "internet-gateway-not-known" });
  else if (!gateway) taken = taken.stop("NO_PATH", vpc.address, { kind: "no-internet-gateway" });
  return note ? taken.unsure(note) : taken;
}

/** The gateway by which the request left that packets into the VPC answer: it lets them in. */
function askedBy({ mode: { leftBy } }: Traffic, vpc: Vpc): Pick<EgressOnlyGateway, "address"> | undefined {
  return leftBy?.vpc === vpc ? leftBy.gateway : undefined;
}

/** Whether packets from the internet get into the VPC, and to this receiver. */
function letIn(traffic: Traffic, vpc: Vpc): Traffic {
  let taken = askedBy(traffic, vpc) ? traffic : passed(traffic, vpc);
  const spot = spotIn(traffic.mode.goal);
  const kept = spot?.kind === "interface" ? spot.nic.isKeptFromInternet : undefined;
  if (spot?.kind === "interface" && kept === true)
    taken = taken.stop("NO_PATH", spot.nic.address, { kind: "kept-from-the-internet" });
  if (spot?.kind === "interface" && kept === "maybe")
    taken = taken.doubt("UNKNOWN_RESOURCE", spot.nic.address, { kind: "public-address-not-known" });
  return taken;
}

/** From the internet into a VPC. */
export function fromIpv6Internet(traffic: Traffic, vpc: Vpc): Leaf[] {
  const asked = askedBy(traffic, vpc);
  const taken = letIn(traffic, vpc);
  const hidden = subtract(traffic.packets.dst, PUBLIC_IPV6);
  if (!isEmptySet(hidden)) {
    const to = destinationOf({ ...traffic.packets, dst: hidden });
    return taken.stop("NO_PATH", vpc.address, { kind: "no-public-ipv6", to }).lost();
  }
  const gateway = vpc.internetGateway;
  const edge = asked === undefined || asked === gateway ? gateway?.edgeTable : undefined;
  const step = asked ? "comes-back-through-internet-gateway" : "enters-through-internet-gateway";
  const entered = taken.anonymous().step(step, (asked ?? gateway)?.address ?? vpc.address);
  return intoVpcBy(entered, vpc, edge, (local) => deliver(local, vpc));
}
