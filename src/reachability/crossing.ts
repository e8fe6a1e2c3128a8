import { type Subnet } from "../topology";
import { type Direction, type Filtered, throughAcl } from "./filters";
import { destinationOf, type Packets } from "./packets";
import { type FilterKind, type Reason } from "./reasons";
import { doubted, type Leaf, stopped, type Trail, withRules } from "./trail";
import { type Next } from "./steps";

/** Sends on what a filter passes; what it stops goes on too, with the stop noted, so that later ones are found. */
export function filter(
  parts: readonly Filtered[],
  code: "ENI_SG_RULES_MISMATCH" | "SUBNET_ACL_RESTRICTION",
  direction: Direction,
  trail: Trail,
  next: Next,
): Leaf[] {
  return parts.flatMap((part) => {
    const { packets } = part;
    if (part.result === "pass") return next(packets, withRules(trail, part.rules));
    const kind: FilterKind = code === "SUBNET_ACL_RESTRICTION" ? "network ACL" : "security group";
    if (part.result === "unknown") {
      const { address, reason: note } = part.note;
      const reason = { kind: "filter-not-readable", filter: kind, note } as const;
      return next(packets, doubted(trail, "UNKNOWN_RESOURCE", address, reason));
    }
    const { cause, by } = part;
    const reason: Reason = { kind: "filter-stops", filter: kind, cause, direction, to: destinationOf(packets) };
    const all = by.reduce((walked, address) => stopped(walked, code, address, reason), trail);
    return trail.isBrief ? [{ packets, trail: all }] : next(packets, all);
  });
}

export function acl(subnet: Subnet, direction: Direction, packets: Packets, trail: Trail, next: Next): Leaf[] {
  const [note] = subnet.aclNotes;
  if (note)
    return next(
      packets,
      doubted(trail, "UNKNOWN_RESOURCE", note.address, {
        kind: "acl-not-certain",
        subnet: subnet.address,
        note: note.reason,
      }),
    );
  return filter(throughAcl(subnet.acl, direction, packets), "SUBNET_ACL_RESTRICTION", direction, trail, next);
}

/** Out of one subnet and into another; nothing is checked within a subnet. */
export function cross(
  from: Subnet | undefined,
  to: Subnet | undefined,
  packets: Packets,
  trail: Trail,
  next: Next,
): Leaf[] {
  if (from === to) return next(packets, trail);
  const enter: Next = (p, t) => (to ? acl(to, "ingress", p, t, next) : next(p, t));
  return from ? acl(from, "egress", packets, trail, enter) : enter(packets, trail);
}
