import { type AddressSet, ALL_ADDRESSES, intersect, isEmptySet, ofFamily, subtract, unionOf } from "../ip";
import { isCertain, type Match, type Nic, type Vpc, type WayIn } from "../topology";
import { type BalancerEnd, type Flow, type HostEnd, type InternetEnd } from "./ends";
import { behindNode } from "./balancer";
import { throughAcl, throughSecurityGroups } from "./filters";
import { hasPorts, type PortSet, portSet, type Packets, reversed, usableAddresses } from "./packets";
import { packetsOf } from "./round-trip";
import { admitsNothing, portsOf } from "./shut-groups";
import { type Walker } from "./walker";

/** What an accelerator may carry to a receiver. */
interface Carried {
  readonly from: InternetEnd;
  readonly to: HostEnd | BalancerEnd;
  readonly flow: Flow;
}

/**
 * Whether nothing of a flow arrives by an accelerator: its listeners take none of it, the receiver's VPC has no internet
 * gateway, or the receiver's security groups admit nobody (Global Accelerator guide, listeners; secure VPC connections;
 * security groups with client IP address preservation). Network ACLs don't see these packets.
 */
export function isShutToAccelerator({ acceleration }: WayIn, carried: Carried): boolean {
  if (!acceleration) return false;
  const { flow, to } = carried;
  const ports = acceleration.takes ? portsTaken(acceleration.takes, flow) : portsOf(flow);
  if (isEmptySet(ports) && acceleration.takes) return true;
  const nics = nicsOf(to);
  if (nics.length === 0) return false;
  if (nics.every((nic) => hasNoGateway(nic.subnet.vpc))) return true;
  const address = to.kind === "balancer" ? to.balancer.address : nics[0]?.address;
  const isKept = address !== undefined && acceleration.keepsClientOf.has(address);
  const own = { ...flow, ports };
  return nics.every((nic) =>
    isKept
      ? keepsOut(nic, packetsOf(overIpv4(carried.from), addressesOf(nic), own))
      : admitsNothing(nic, "ingress", own),
  );
}

/** The ports of a flow that listeners take. */
function portsTaken(takes: readonly Match[], flow: Flow): PortSet {
  const own = takes.filter(({ protocol }) => protocol === flow.protocol);
  if (!hasPorts(flow.protocol)) return [];
  return intersect(unionOf(own.map(({ ports }) => (ports ? portSet(ports.from, ports.to) : []))), portsOf(flow));
}

function nicsOf(to: HostEnd | BalancerEnd): readonly Nic[] {
  if (to.kind === "balancer") return to.balancer.isNodeUncertain ? [] : to.balancer.nodes;
  return to.nic ? [to.nic] : [];
}

/** Where packets for an interface go: its addresses, or any of its subnet's. */
function addressesOf({ privateIps, subnet: { cidr } }: Nic): AddressSet {
  return privateIps ?? (cidr ? usableAddresses(cidr) : ALL_ADDRESSES);
}

/** AWS refuses endpoints in a VPC without one; of a VPC that is not managed here nobody knows. */
function hasNoGateway({ internetGateway, isOutside, isAny, isImplied }: Vpc): boolean {
  return !internetGateway && isOutside !== true && isAny !== true && isImplied !== true;
}

/** Clients of IPv4: what they can do tells for IPv6 only where a receiver has no address of it. */
function overIpv4(from: InternetEnd): InternetEnd {
  return { ...from, addresses: ofFamily(from.addresses, "ipv4") };
}

/** Whether groups admit none of the packets. A group that is not in the input may be the accelerator's own. */
function keepsOut(nic: Nic, packets: Packets): boolean {
  const { groups } = nic;
  if (!groups || nic.ipv6 !== undefined || nic.doubts.ipv6.length > 0) return false;
  const named = groups.flatMap(({ ingress }) => ingress).flatMap((rule) => rule.groups);
  if (named.some((group) => !isCertain(group, "rules"))) return false;
  const parts = throughSecurityGroups(nic, "ingress", packets, undefined);
  return parts.length > 0 && parts.every(({ result }) => result === "stop");
}

/** Whether all of a flow surely arrives by an accelerator, and its answers get back to it. */
export function isCarried(walker: Walker, { acceleration }: WayIn, carried: Carried): boolean {
  const { from, to, flow } = carried;
  const address = to.kind === "balancer" ? to.balancer.address : to.nic?.address;
  // Only clients of IPv4 are walked.
  if (flow.family === "ipv6") return false;
  if (!acceleration?.takes || address === undefined || !acceleration.sendsTo.has(address)) return false;
  const ports = portsTaken(acceleration.takes, flow);
  const isWhole = !isEmptySet(ports) && isEmptySet(subtract(portsOf(flow), ports));
  if (flow.port === undefined || !isWhole) return false;
  const nics = nicsOf(to);
  const isOpen =
    nics.length > 0 && nics.every((nic) => letsThrough(nic, packetsOf(overIpv4(from), addressesOf(nic), flow)));
  if (!isOpen || to.kind !== "balancer") return isOpen;
  return nics.every(
    (node) => behindNode({ walker, from, balancer: to.balancer, node, flow, explain: false }, to).verdict === "ALLOWED",
  );
}

/** Groups let it in; the subnet's ACL sees no more than the answers (Global Accelerator guide, client IP address preservation). */
function letsThrough(nic: Nic, packets: Packets): boolean {
  const { subnet } = nic;
  const gateway = subnet.vpc.internetGateway;
  if (!gateway || !isCertain(gateway, "passage", "unasked") || !isCertain(subnet, "acl")) return false;
  const parts = [
    ...throughSecurityGroups(nic, "ingress", packets, undefined),
    ...throughAcl(subnet.acl, "egress", reversed(packets)),
  ];
  return parts.every(({ result }) => result === "pass");
}
