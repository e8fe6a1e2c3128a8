import { formatCidr } from "../ipv4/cidr";
import {
  type Attachment,
  doubtsAbout,
  firstDoubt,
  type Route,
  sameZone,
  type Subnet,
  type TransitGateway,
  type VpcAttachment,
} from "../topology";
import { acl } from "./crossing";
import { type Packets } from "./packets";
import { lookUpTransit } from "./routes";
import { type Mode, type Next, type Origin, type Steps } from "./steps";
import { anonymous, describe, doubted, type Leaf, step, stopped, type Trail } from "./trail";

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
      ...gateway.doubts.attachments,
      ...gateway.attachments.flatMap((one) =>
        one.kind === "vpc" && !one.vpc ? doubtsAbout(one, "subnets", "vpc") : [],
      ),
    ];
    if (note) return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", note.address, note.reason) }];
    if (subnet.vpc.isOutside === true) {
      const reason = `the VPC is not managed here, so whether it is attached to ${gateway.address} is not known`;
      return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", subnet.vpc.address, reason) }];
    }
    const message = `${subnet.vpc.address} has no attachment to ${gateway.address}`;
    return walker.deadEnd(
      subnet,
      origin,
      packets,
      stopped(trail, "BAD_STATE_ATTACHMENT", route.address, message),
      mode,
    );
  }
  const zones = attachment.subnets.map((one) => (one === subnet ? true : sameZone(one.zone, subnet.zone)));
  const at = attachment.subnets[zones.indexOf(true)];
  const unplaced = firstDoubt(attachment, "subnets", "vpc");
  if (unplaced || (!at && zones.includes(undefined))) {
    const reason = unplaced?.reason ?? `whether it has a subnet in the zone of ${subnet.address} is not known`;
    return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", attachment.address, reason) }];
  }
  if (!at) {
    const message = `the attachment has no subnet in the zone of ${subnet.address} (${subnet.zone ?? "?"}), so packets from there can't enter the transit gateway`;
    const late = stopped(trail, "TGW_ROUTE_AZ_RESTRICTION", attachment.address, message);
    return mode.explain
      ? acl(subnet, "egress", packets, late, (p, t) => enterGateway(walker, gateway, attachment, subnet, p, t, mode))
      : [{ packets, trail: late }];
  }
  return intoAttachment(subnet, at, packets, trail, (p, t) =>
    enterGateway(walker, gateway, attachment, at, p, t, mode),
  );
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
    const message = "it is associated with two route tables, which AWS refuses; keep one association";
    return [{ packets, trail: doubted(trail, "TGW_RTB_ROUTES_ARE_UNKNOWN", attachment.address, message) }];
  }
  const policyTable = attachment.doubts.policy[0];
  if (policyTable)
    return [{ packets, trail: doubted(trail, "TGW_RTB_ROUTES_ARE_UNKNOWN", policyTable.address, policyTable.reason) }];
  const table = walker.tableOf(gateway, attachment);
  // An association that the input holds decides, even when the gateway itself is managed elsewhere.
  const unsure = table
    ? undefined
    : [...gateway.doubts.attachments, ...walker.tablesOf(gateway).flatMap((one) => one.doubts.associations)][0];
  if (unsure) return [{ packets, trail: doubted(trail, "TGW_RTB_ROUTES_ARE_UNKNOWN", unsure.address, unsure.reason) }];
  if (!table) {
    const message = `no route table of ${gateway.address} is associated with it`;
    return deadEndInGateway(
      walker,
      gateway,
      from,
      packets,
      stopped(trail, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", attachment.address, message),
      mode,
    );
  }
  const entered = step(trail, packets, "enters the transit gateway", attachment.address);
  return lookUpTransit(table, packets.dst).flatMap((found) => {
    const part = { ...packets, dst: found.dst };
    if (found.kind === "unknown")
      return [
        {
          packets: part,
          trail: doubted(entered, "TGW_RTB_ROUTES_ARE_UNKNOWN", found.note.address, found.note.reason),
        },
      ];
    if (found.kind === "none") {
      const message = `no route to ${describe(part)} in the table of ${attachment.address}`;
      return deadEndInGateway(
        walker,
        gateway,
        from,
        part,
        stopped(entered, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", table.address, message),
        mode,
      );
    }
    const { route } = found;
    const to = route.attachment;
    const text = `${formatCidr(route.cidr)} -> ${to?.address ?? "blackhole"}${route.propagated ? " (propagated)" : ""}`;
    const routed = step(entered, part, "is routed", table.address, { route: { address: route.address, text } });
    if (!to)
      return deadEndInGateway(
        walker,
        gateway,
        from,
        part,
        stopped(routed, "TGW_RTB_BAD_STATE_ROUTE", route.address, `${text}: the route is a blackhole`),
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
        trail: doubted(
          trail,
          "UNKNOWN_DESTINATION",
          to.address,
          "what lies behind a VPN, Direct Connect or Connect attachment is not in the input",
        ),
      },
    ];
  if (to.kind === "peering") {
    const other = to.gateway === gateway ? to.peer : to.gateway;
    const key = `${to.address}|${gateway.address}|${packets.dst[0]?.start ?? ""}`;
    if (trail.seen.includes(key))
      return [
        {
          packets,
          trail: stopped(
            trail,
            "NO_PATH",
            to.address,
            "the packet goes to and fro between two transit gateways: a routing loop",
          ),
        },
      ];
    if (!other)
      return [
        {
          packets,
          trail: doubted(
            trail,
            "UNKNOWN_RESOURCE",
            to.address,
            "the transit gateway on the other side is not in the input",
          ),
        },
      ];
    return enterGateway(walker, other, to, from, packets, { ...anonymous(trail), seen: [...trail.seen, key] }, mode);
  }
  const note = firstDoubt(to, "subnets", "vpc");
  if (note || !to.vpc)
    return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", to.address, note?.reason ?? "its VPC is not known") }];
  const sameZoned = to.subnets.filter((one) => one === from || sameZone(one.zone, from.zone) === true);
  // In the sender's zone where the attachment has a subnet there; otherwise, and in appliance mode, in any of its zones.
  const isSure = sameZoned.length > 0 && !to.applianceMode;
  const arrivals = isSure ? sameZoned.slice(0, 1) : to.subnets;
  if (arrivals.length === 0)
    return [{ packets, trail: stopped(trail, "BAD_STATE_ATTACHMENT", to.address, "the attachment has no subnet") }];
  const keepsSender = gateway.securityGroupReferencing && to.securityGroupReferencing;
  const kept = keepsSender ? trail : anonymous(trail);
  return arrivals.flatMap((subnet) => {
    const arrived = step(kept, packets, "leaves the transit gateway", to.address);
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
