import {
  type Attachment,
  type Note,
  type Route,
  sameZone,
  type Subnet,
  type TransitGateway,
  type VpcAttachment,
} from "../topology";
import { acl } from "./crossing";
import { destinationOf, type Packets } from "./packets";
import { type Reason } from "./reasons";
import { lookUpTransit } from "./routes";
import { type Mode, type Next, type Origin, type Steps } from "./steps";
import { anonymous, doubted, type Leaf, step, stopped, type Trail, unsure } from "./trail";

/**
 * Network ACLs towards an attachment's interface. In one subnet both directions are checked, between subnets the
 * sender's outbound and the attachment's inbound rules (transit gateway guide, network ACLs).
 */
export function intoAttachment(from: Subnet, to: Subnet, packets: Packets, trail: Trail, next: Next): Leaf[] {
  return acl(from, "egress", packets, trail, (p, t) => acl(to, "ingress", p, t, next));
}

export function intoTransitGateway(
  walker: Steps,
  subnet: Subnet,
  origin: Origin,
  gateway: TransitGateway,
  route: Route,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  const own = gateway.attachments.filter((one): one is VpcAttachment => one.kind === "vpc" && one.vpc === subnet.vpc);
  const [attachment] = own;
  if (!attachment) {
    const [note] = [
      ...gateway.notes,
      ...gateway.attachments.flatMap((one) => (one.kind === "vpc" && !one.vpc ? one.notes : [])),
    ];
    if (note) return [{ packets, trail: unsure(trail, note) }];
    if (subnet.vpc.isOutside === true) {
      const reason = { kind: "attachment-not-known", gateway: gateway.address } as const;
      return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", subnet.vpc.address, reason) }];
    }
    const reason = { kind: "not-attached", vpc: subnet.vpc.address, gateway: gateway.address } as const;
    return walker.deadEnd(subnet, origin, packets, stopped(trail, "BAD_STATE_ATTACHMENT", route.address, reason), mode);
  }
  const zones = attachment.subnets.map((one) => (one === subnet ? true : sameZone(one.zone, subnet.zone)));
  const at = attachment.subnets[zones.indexOf(true)];
  if (attachment.notes[0] || (!at && zones.includes(undefined))) {
    const [note] = attachment.notes;
    const reason: Reason = note
      ? { kind: "note", note: note.reason }
      : { kind: "attachment-zones-not-known", subnet: subnet.address };
    return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", attachment.address, reason) }];
  }
  if (!at) {
    const reason = { kind: "attachment-not-in-zone", subnet: subnet.address, zone: subnet.zone } as const;
    const late = stopped(trail, "TGW_ROUTE_AZ_RESTRICTION", attachment.address, reason);
    return mode.explain
      ? acl(subnet, "egress", packets, late, (p, t) => enterGateway(walker, gateway, attachment, subnet, p, t, mode))
      : [{ packets, trail: late }];
  }
  return intoAttachment(subnet, at, packets, trail, (p, t) =>
    enterGateway(walker, gateway, attachment, at, p, t, mode),
  );
}

function routesUnknown(trail: Trail, { address, reason }: Note): Trail {
  return doubted(trail, "TGW_RTB_ROUTES_ARE_UNKNOWN", address, { kind: "note", note: reason });
}

/** In the gateway: the table that the attachment is associated with decides. Keyed by gateway, since a peering has two. */
export function enterGateway(
  walker: Steps,
  gateway: TransitGateway,
  attachment: Attachment,
  from: Subnet,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  if (walker.isAssociatedTwice(attachment)) {
    const reason = { kind: "associated-twice" } as const;
    return [{ packets, trail: doubted(trail, "TGW_RTB_ROUTES_ARE_UNKNOWN", attachment.address, reason) }];
  }
  const { policyTable } = attachment;
  if (policyTable) return [{ packets, trail: routesUnknown(trail, policyTable) }];
  const table = walker.tableOf(gateway, attachment);
  // An association that the input holds decides, even when the gateway itself is managed elsewhere.
  const lacking = table
    ? undefined
    : [...gateway.notes, ...walker.tablesOf(gateway).flatMap((one) => one.associationNotes)][0];
  if (lacking) return [{ packets, trail: routesUnknown(trail, lacking) }];
  if (!table) {
    const reason = { kind: "no-associated-table", gateway: gateway.address } as const;
    return deadEndInGateway(
      walker,
      gateway,
      from,
      packets,
      stopped(trail, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", attachment.address, reason),
      mode,
    );
  }
  const entered = step(trail, { kind: "enters-transit-gateway", address: attachment.address, packets });
  return lookUpTransit(table, packets.dst).flatMap((found) => {
    const part = { ...packets, dst: found.dst };
    if (found.kind === "unknown") return [{ packets: part, trail: routesUnknown(entered, found.note) }];
    if (found.kind === "none") {
      const reason = { kind: "no-transit-route", to: destinationOf(part), attachment: attachment.address } as const;
      return deadEndInGateway(
        walker,
        gateway,
        from,
        part,
        stopped(entered, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", table.address, reason),
        mode,
      );
    }
    const { route } = found;
    const to = route.attachment;
    const taken = { kind: "transit", address: route.address, route } as const;
    const hop = { kind: "routed-in-transit-gateway", address: table.address, packets: part, route: taken } as const;
    const routed = step(entered, hop);
    if (!to)
      return deadEndInGateway(
        walker,
        gateway,
        from,
        part,
        stopped(routed, "TGW_RTB_BAD_STATE_ROUTE", route.address, {
          kind: "blackhole",
          cidr: route.cidr,
          isPropagated: route.propagated,
        }),
        mode,
      );
    return leaveGateway(walker, gateway, to, from, part, routed, mode);
  });
}

export function leaveGateway(
  walker: Steps,
  gateway: TransitGateway,
  to: Attachment,
  from: Subnet,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  if (to.kind === "foreign")
    return [
      {
        packets,
        trail: doubted(trail, "UNKNOWN_DESTINATION", to.address, { kind: "behind-foreign-attachment" }),
      },
    ];
  if (to.kind === "peering") {
    const other = to.gateway === gateway ? to.peer : to.gateway;
    const key = `${to.address}|${gateway.address}|${packets.dst[0]?.start ?? ""}`;
    if (trail.seen.includes(key))
      return [
        {
          packets,
          trail: stopped(trail, "NO_PATH", to.address, { kind: "loop-between-transit-gateways" }),
        },
      ];
    if (!other)
      return [
        {
          packets,
          trail: doubted(trail, "UNKNOWN_RESOURCE", to.address, { kind: "peer-gateway-not-in-input" }),
        },
      ];
    return enterGateway(walker, other, to, from, packets, { ...anonymous(trail), seen: [...trail.seen, key] }, mode);
  }
  const [note] = to.notes;
  if (note || !to.vpc)
    return [
      {
        packets,
        trail: doubted(
          trail,
          "UNKNOWN_RESOURCE",
          to.address,
          note ? { kind: "note", note: note.reason } : { kind: "vpc-not-known" },
        ),
      },
    ];
  const sameZoned = to.subnets.filter((one) => one === from || sameZone(one.zone, from.zone) === true);
  // In the sender's zone where the attachment has a subnet there; otherwise, and in appliance mode, in any of its zones.
  const isSure = sameZoned.length > 0 && !to.applianceMode;
  const arrivals = isSure ? sameZoned.slice(0, 1) : to.subnets;
  if (arrivals.length === 0)
    return [
      { packets, trail: stopped(trail, "BAD_STATE_ATTACHMENT", to.address, { kind: "attachment-without-subnet" }) },
    ];
  const keepsSender = gateway.securityGroupReferencing && to.securityGroupReferencing;
  const kept = keepsSender ? trail : anonymous(trail);
  return arrivals.flatMap((subnet) => {
    const arrived = step(kept, { kind: "leaves-transit-gateway", address: to.address, packets });
    return walker.emit(subnet, { kind: "attachment" }, packets, arrived, mode);
  });
}

/** A dead end inside a transit gateway: go on as if it led to the goal's VPC. */
export function deadEndInGateway(
  walker: Steps,
  gateway: TransitGateway,
  from: Subnet,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  const { goal } = mode;
  if (!mode.explain || goal.kind !== "host") return [{ packets, trail }];
  const to = gateway.attachments.find((one): one is VpcAttachment => one.kind === "vpc" && one.vpc === goal.subnet.vpc);
  if (to && !trail.seen.includes("assumed in gateway"))
    return leaveGateway(
      walker,
      gateway,
      to,
      from,
      packets,
      { ...trail, seen: [...trail.seen, "assumed in gateway"] },
      mode,
    );
  return walker.finish(goal, packets, trail, mode);
}
