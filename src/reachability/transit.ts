import {
  type Attachment,
  type Note,
  type Route,
  sameZone,
  type Subnet,
  type TransitGateway,
  type TransitTable,
  type Vpc,
  type VpcAttachment,
  firstDoubt,
  doubtsAbout,
} from "../topology";
import { acl } from "./crossing";
import { throughForeign } from "./to-premises";
import { destinationOf, isIpv6 } from "./packets";
import { type Reason } from "./reasons";
import { oneOf } from "./one-of";
import { oncePer } from "./remembered";
import { lookUpTransit, type TransitLookup } from "./routes";
import { type Departure, type Next, type Traffic } from "./traffic";
import { hasSeen, type Leaf, parted, spotIn } from "./trail";

/** Where packets go into a transit gateway: the attachment, and the subnet that they come through, if it is one. */
export interface TransitEntry {
  readonly gateway: TransitGateway;
  readonly attachment: Attachment;
  readonly from: Subnet | undefined;
}

/**
 * Network ACLs towards an attachment's interface. In one subnet both directions are checked, between subnets the
 * sender's outbound and the attachment's inbound rules (transit gateway guide, network ACLs).
 */
export function intoAttachment(traffic: Traffic, from: Subnet, to: Subnet, next: Next): Leaf[] {
  return acl(traffic, from, "egress", (left) => acl(left, to, "ingress", next));
}

/** The attachment of each VPC: there is one for each (transit gateway guide, VPC attachments). */
const attachmentsByVpc = oncePer(({ attachments }: TransitGateway): ReadonlyMap<Vpc, VpcAttachment> => {
  const found = new Map<Vpc, VpcAttachment>();
  for (const one of attachments) if (one.kind === "vpc" && one.vpc && !found.has(one.vpc)) found.set(one.vpc, one);
  return found;
});

export function intoTransitGateway(traffic: Traffic, from: Departure, gateway: TransitGateway, route: Route): Leaf[] {
  const { subnet } = from;
  const attachment = attachmentsByVpc(gateway).get(subnet.vpc);
  if (!attachment) return notAttached(traffic, from, gateway, route);
  const carried = overAttachment(traffic, attachment);
  const zones = attachment.subnets.map((one) => (one === subnet ? true : sameZone(one.zone, subnet.zone)));
  const at = attachment.subnets[zones.indexOf(true)];
  const note = firstDoubt(attachment, "subnets", "vpc");
  if (note || (!at && zones.includes(undefined))) {
    const reason: Reason = note
      ? { kind: "note", note: note.reason }
      : { kind: "attachment-zones-not-known", subnet: subnet.address };
    return traffic.doubt("UNKNOWN_RESOURCE", attachment.address, reason).lost();
  }
  if (at)
    return intoAttachment(carried, subnet, at, (entered) => enterGateway(entered, { gateway, attachment, from: at }));
  const reason = { kind: "attachment-not-in-zone", subnet: subnet.address, zone: subnet.zone } as const;
  const late = carried.stop("TGW_ROUTE_AZ_RESTRICTION", attachment.address, reason);
  if (!traffic.mode.explain) return late.lost();
  return acl(late, subnet, "egress", (left) => enterGateway(left, { gateway, attachment, from: subnet }));
}

/** An attachment carries IPv6 only where that is turned on (transit gateway guide, VPC attachments). */
function overAttachment(traffic: Traffic, attachment: VpcAttachment): Traffic {
  if (!isIpv6(traffic.packets) || attachment.ipv6) return traffic;
  const note = firstDoubt(attachment, "ipv6");
  if (note) return traffic.unsure(note);
  return traffic.stop("BAD_STATE_ATTACHMENT", attachment.address, { kind: "attachment-without-ipv6" });
}

/** A route to a transit gateway from a VPC that no attachment of it is known of. */
function notAttached(traffic: Traffic, from: Departure, gateway: TransitGateway, route: Route): Leaf[] {
  const { vpc } = from.subnet;
  const [note] = [
    ...gateway.doubts.attachments,
    ...gateway.attachments.flatMap((one) => (one.kind === "vpc" && !one.vpc ? doubtsAbout(one, "subnets", "vpc") : [])),
  ];
  if (note) return traffic.unsure(note).lost();
  if (vpc.isOutside === true) {
    const reason = { kind: "attachment-not-known", gateway: gateway.address } as const;
    return traffic.doubt("UNKNOWN_RESOURCE", vpc.address, reason).lost();
  }
  const reason = { kind: "not-attached", vpc: vpc.address, gateway: gateway.address } as const;
  return traffic.walker.deadEnd(traffic.stop("BAD_STATE_ATTACHMENT", route.address, reason), from);
}

function routesUnknown(traffic: Traffic, { address, reason }: Note): Leaf[] {
  return traffic.doubt("TGW_RTB_ROUTES_ARE_UNKNOWN", address, { kind: "note", note: reason }).lost();
}

/** In the gateway: the table that the attachment is associated with decides. Keyed by gateway, since a peering has two. */
export function enterGateway(traffic: Traffic, entry: TransitEntry): Leaf[] {
  const { gateway, attachment } = entry;
  const { walker } = traffic;
  if (walker.isAssociatedTwice(attachment)) {
    const reason = { kind: "associated-twice" } as const;
    return traffic.doubt("TGW_RTB_ROUTES_ARE_UNKNOWN", attachment.address, reason).lost();
  }
  const [policy] = attachment.doubts.policy;
  if (policy) return routesUnknown(traffic, policy);
  const table = walker.tableOf(gateway, attachment);
  if (!table) {
    // An association that the input holds decides, even when the gateway itself is managed elsewhere.
    const [note] = [
      ...gateway.doubts.attachments,
      ...walker.tablesOf(gateway).flatMap((one) => one.doubts.associations),
    ];
    if (note) return routesUnknown(traffic, note);
    const reason = { kind: "no-associated-table", gateway: gateway.address } as const;
    return deadEndInGateway(traffic.stop("TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", attachment.address, reason), entry);
  }
  const entered = traffic.step("enters-transit-gateway", attachment.address);
  return parted(lookUpTransit(table, traffic.packets.dst), (found) =>
    byTransitTable(oneOf(entered, found).to(found.dst), entry, table, found),
  );
}

function byTransitTable(traffic: Traffic, entry: TransitEntry, table: TransitTable, found: TransitLookup): Leaf[] {
  switch (found.kind) {
    case "unknown":
      return routesUnknown(traffic, found.note);
    case "none": {
      const to = destinationOf(traffic.packets);
      const reason = { kind: "no-transit-route", to, attachment: entry.attachment.address } as const;
      return deadEndInGateway(traffic.stop("TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", table.address, reason), entry);
    }
    case "route": {
      const { route } = found;
      const { address, cidr, propagated } = route;
      const routed = traffic.step("routed-in-transit-gateway", table.address, {
        route: { kind: "transit", address, route },
      });
      if (route.attachment) return leaveGateway(routed, route.attachment, entry);
      const reason = { kind: "blackhole", cidr, isPropagated: propagated } as const;
      return deadEndInGateway(routed.stop("TGW_RTB_BAD_STATE_ROUTE", address, reason), entry);
    }
  }
}

/** @param to the attachment that the packets leave by */
function leaveGateway(traffic: Traffic, to: Attachment, entry: TransitEntry): Leaf[] {
  switch (to.kind) {
    case "foreign":
      return throughForeign(traffic, to);
    case "peering":
      return toPeerGateway(traffic, to, entry);
    case "vpc":
      return intoVpc(traffic, to, entry);
  }
}

/** To the transit gateway on the other side of a peering of two of them. */
function toPeerGateway(
  traffic: Traffic,
  to: Extract<Attachment, { readonly kind: "peering" }>,
  { gateway, from }: TransitEntry,
): Leaf[] {
  const other = to.gateway === gateway ? to.peer : to.gateway;
  const visit = { at: to.address, from: gateway.address, dst: [], first: traffic.packets.dst[0]?.start };
  if (hasSeen(traffic.trail, visit))
    return traffic.stop("NO_PATH", to.address, { kind: "loop-between-transit-gateways" }).lost();
  if (!other) return traffic.doubt("UNKNOWN_RESOURCE", to.address, { kind: "peer-gateway-not-in-input" }).lost();
  return enterGateway(traffic.anonymous().seeing(visit), { gateway: other, attachment: to, from });
}

/** Out of the gateway into a VPC, by one of the attachment's subnets. */
function intoVpc(traffic: Traffic, to: VpcAttachment, { gateway, from }: TransitEntry): Leaf[] {
  const note = firstDoubt(to, "subnets", "vpc");
  if (note || !to.vpc) {
    const reason = note ? ({ kind: "note", note: note.reason } as const) : ({ kind: "vpc-not-known" } as const);
    return traffic.doubt("UNKNOWN_RESOURCE", to.address, reason).lost();
  }
  const sameZoned = to.subnets.filter((one) => one === from || sameZone(one.zone, from?.zone) === true);
  // In the sender's zone where the attachment has a subnet there; otherwise, and in appliance mode, in any of its zones.
  const isSure = sameZoned.length > 0 && !to.applianceMode;
  const kept = to.applianceMode && traffic.trail.kept.find(({ attachment }) => attachment === to);
  const arrivals = kept ? [kept.subnet] : isSure ? sameZoned.slice(0, 1) : to.subnets;
  if (arrivals.length === 0)
    return traffic.stop("BAD_STATE_ATTACHMENT", to.address, { kind: "attachment-without-subnet" }).lost();
  const keepsSender = gateway.securityGroupReferencing && to.securityGroupReferencing;
  const carried = overAttachment(traffic, to);
  const arrived = (keepsSender ? carried : carried.anonymous()).step("leaves-transit-gateway", to.address);
  return parted(arrivals, (subnet) => {
    // Appliance mode keeps both directions of a flow in one zone (transit gateway guide, appliance mode).
    const inZone = to.applianceMode && !kept ? arrived.keptIn(to, subnet) : arrived;
    return inZone.walker.emit(inZone, { subnet, emitter: { kind: "attachment" } });
  });
}

/** A dead end inside a transit gateway: go on as if it led to the goal's VPC. */
function deadEndInGateway(traffic: Traffic, entry: TransitEntry): Leaf[] {
  const { mode, trail, walker } = traffic;
  const spot = spotIn(mode.goal);
  if (!mode.explain || !spot) return traffic.lost();
  const to = entry.gateway.attachments.find(
    (one): one is VpcAttachment => one.kind === "vpc" && one.vpc === spot.subnet.vpc,
  );
  if (!to || trail.isTransitRouteAssumed) return walker.finish(traffic, spot);
  return leaveGateway(traffic.having({ ...trail, isTransitRouteAssumed: true }), to, entry);
}
