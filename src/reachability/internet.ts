import { type AddressSet, intersect, isEmptySet, subtract } from "../ip";
import { firstDoubt, type InternetGateway, type Nic, type Route, type Subnet, type Vpc } from "../topology";
import { acl } from "./crossing";
import { atGoal } from "./delivery";
import { intoVpcBy } from "./edge-tables";
import {
  destinationOf,
  isIpv6,
  NOT_PUBLIC,
  type Packets,
  PUBLIC_IPV4,
  RFC_1918_ADDRESSES,
  sourceOf,
  usableAddresses,
} from "./packets";
import { fromIpv6Outside } from "./ipv6-internet";
import { type Departure, type Traffic } from "./traffic";
import { addressOfSpot, lastTable, type Leaf, spotIn, spotOf } from "./trail";

/** Public addresses: those that are known, or whether there are any. */
type PublicIps = Nic["publicIp"];

export function throughInternetGateway(
  traffic: Traffic,
  from: Departure,
  gateway: InternetGateway,
  route: Route,
): Leaf[] {
  const { subnet, emitter } = from;
  const note = firstDoubt(gateway, "passage", "unasked");
  if (gateway.vpc === undefined && note) return traffic.unsure(note).lost();
  if (gateway.vpc !== subnet.vpc) {
    const reason = { kind: "internet-gateway-of-another-vpc", vpc: subnet.vpc.address } as const;
    return traffic.stop("BAD_STATE_ATTACHMENT", gateway.address, reason).lost();
  }
  const hidden = intersect(traffic.packets.dst, NOT_PUBLIC);
  if (!isEmptySet(hidden)) {
    const code = isEmptySet(intersect(hidden, RFC_1918_ADDRESSES))
      ? "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
      : "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS";
    const stopped = traffic.stop(code, route.address, { kind: "private-address-to-internet", route });
    return traffic.walker.deadEnd(stopped, from);
  }
  const open = emitter.kind === "nat-gateway" ? firstDoubt(gateway, "passage") : note;
  const { addresses, holder } = publicIpsOf(from);
  let sent = open ? traffic.unsure(open) : traffic;
  if (addresses === "none")
    sent = sent.stop("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", holder, { kind: "no-public-address-outwards" });
  if (addresses === "unknown") sent = sent.doubt("UNKNOWN_RESOURCE", holder, { kind: "public-address-not-known" });
  return acl(sent, subnet, "egress", (left) => onInternet(asPublic(left, gateway, subnet, addresses), subnet.vpc));
}

/** The public addresses of what sends, with who would have them. */
function publicIpsOf({ subnet, emitter, home = subnet }: Departure): {
  readonly addresses: PublicIps;
  readonly holder: string;
} {
  switch (emitter.kind) {
    case "nat-gateway": {
      const { address, isPrivate, publicIps = "some" } = emitter.nat;
      return { addresses: isPrivate ? "none" : publicIps, holder: address };
    }
    case "interface":
      // A public address stands for the interface's own private one only.
      return { addresses: emitter.isForeign === true ? "none" : emitter.nic.publicIp, holder: emitter.nic.address };
    case "any-host":
      return { addresses: publicIpIn(home), holder: home.address };
    case "attachment":
      return { addresses: "none", holder: subnet.address };
  }
}

/** Beyond the gateway: packets with the sender's public address. */
function asPublic(traffic: Traffic, gateway: InternetGateway, subnet: Subnet, addresses: PublicIps): Traffic {
  const { packets: before, trail } = traffic;
  const isKnown = typeof addresses !== "string";
  const packets: Packets = { ...before, src: isKnown ? addresses : PUBLIC_IPV4 };
  const rewrites = [...trail.rewrites, { kind: "igw" as const, gateway, vpc: subnet.vpc, subnet, before }];
  const unnamed = traffic.anonymous();
  const rewritten = trail.picks.includes("source") ? unnamed.picking("other") : unnamed;
  return rewritten
    .having({ ...rewritten.trail, rewrites })
    .with(packets)
    .step("leaves-through-internet-gateway", gateway.address, {
      rewrite: { end: "source", to: isKnown ? sourceOf(packets) : "public" },
    });
}

/** Takes packets to the interfaces of this input that have their addresses; `left` are those that nobody here has. */
function toPublicAddresses(traffic: Traffic): { leaves: Leaf[]; left?: Traffic } {
  const leaves: Leaf[] = [];
  let rest = traffic.packets.dst;
  for (const nic of traffic.walker.topology.nics) {
    if (typeof nic.publicIp === "string") continue;
    const dst = intersect(rest, nic.publicIp);
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    leaves.push(...fromInternet(traffic.to(dst), { ...nic, nic }));
  }
  return isEmptySet(rest) ? { leaves } : { leaves, left: traffic.to(rest) };
}

/** Beyond the gateway: the internet itself, or the public address of an interface in this input. */
function onInternet(traffic: Traffic, from: Vpc): Leaf[] {
  const { goal } = traffic.mode;
  const { leaves, left } = goal.kind === "internet" ? { leaves: [], left: traffic } : toPublicAddresses(traffic);
  if (!left || isEmptySet(left.packets.dst)) return leaves;
  const spot = spotIn(goal);
  const named = spot ?? (goal.kind === "on-premises" ? goal : undefined);
  if (named) {
    const meant =
      named.kind === "on-premises"
        ? named.site.address
        : named.kind === "nat-gateway"
          ? named.subnet.address
          : addressOfSpot(named);
    const reason = { kind: "out-on-the-internet", to: destinationOf(left.packets), meant } as const;
    const table = lastTable(left.trail) ?? from.address;
    return [...leaves, ...left.stop("NO_ROUTE_TO_DESTINATION", table, reason).lost()];
  }
  const out = left.step("is-on-internet", from.internetGateway?.address ?? from.address);
  return [...leaves, ...out.arrived({ kind: "internet" })];
}

/** Who is reached from the internet: an interface, or any host of a subnet that gives its hosts public addresses. */
export interface PublicHost extends Pick<Nic, "address" | "subnet" | "privateIps" | "publicIp"> {
  readonly nic?: Nic;
}

/** Whether hosts of a subnet get public addresses, as far as nothing else is known of them. */
export function publicIpIn({ isOutside, mapPublicIp }: Subnet): "some" | "none" | "unknown" {
  return isOutside === true ? "unknown" : mapPublicIp ? "some" : "none";
}

/** Any host of a subnet, as the internet sees it. */
export function standIn(subnet: Subnet, addresses: AddressSet): PublicHost {
  return { address: subnet.address, subnet, privateIps: addresses, publicIp: publicIpIn(subnet) };
}

/** Whether the host's VPC takes packets from the internet at all, and for this host. */
function letIn(traffic: Traffic, { address, subnet: { vpc }, publicIp }: PublicHost): Traffic {
  const gateway = vpc.internetGateway;
  const note = gateway && firstDoubt(gateway, "passage", "unasked");
  let taken = traffic;
  if (!gateway && vpc.isOutside === true)
    taken = taken.doubt("UNKNOWN_RESOURCE", vpc.address, { kind: "internet-gateway-not-known" });
  else if (!gateway) taken = taken.stop("NO_PATH", vpc.address, { kind: "no-internet-gateway" });
  if (note) taken = taken.unsure(note);
  if (publicIp === "none")
    taken = taken.stop("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", address, { kind: "no-public-address-inwards" });
  if (publicIp === "unknown") taken = taken.doubt("UNKNOWN_RESOURCE", address, { kind: "public-address-not-known" });
  return taken;
}

/** From the internet to a host's public address, which the gateway turns into the private one. */
export function fromInternet(traffic: Traffic, host: PublicHost): Leaf[] {
  const { subnet, nic, privateIps } = host;
  const gateway = subnet.vpc.internetGateway;
  const dst = privateIps ?? (subnet.cidr ? usableAddresses(subnet.cidr) : traffic.packets.dst);
  const taken = letIn(traffic, host).to(dst);
  const rewritten = privateIps === undefined ? taken.picking("destination") : taken;
  const entered = rewritten.step("enters-through-internet-gateway", gateway?.address ?? subnet.vpc.address, {
    rewrite: { end: "destination", to: destinationOf(taken.packets) },
  });
  const { goal } = traffic.mode;
  const nat = goal.kind === "nat-gateway" ? goal.nat : undefined;
  return intoVpcBy(entered, subnet.vpc, gateway?.edgeTable, (local) =>
    acl(local, subnet, "ingress", (inside) => atGoal(inside, spotOf({ subnet, nic, nat }))),
  );
}

/** From the internet to an address: only what has that public address can be meant. */
export function fromOutside(traffic: Traffic): Leaf[] {
  if (isIpv6(traffic.packets)) return fromIpv6Outside(traffic);
  const { leaves, left } = toPublicAddresses(traffic);
  if (!left) return leaves;
  const reason = { kind: "no-public-address-is", to: destinationOf(left.packets) } as const;
  return [...leaves, ...left.stop("NO_POSSIBLE_DESTINATION", "internet", reason).lost()];
}
