import { firstDoubt, type Subnet } from "../topology";
import { type Direction, type Filtered, throughAcl } from "./filters";
import { type Packets } from "./packets";
import { describe, doubted, type Leaf, stopped, type Trail, withRule } from "./trail";
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
    if (part.result === "pass") return next(part.packets, withRule(trail, part.address));
    const what = code === "SUBNET_ACL_RESTRICTION" ? "network ACL" : "security group";
    if (part.result === "unknown")
      return next(
        part.packets,
        doubted(trail, "UNKNOWN_RESOURCE", part.address, `the ${what} can't be read: ${part.reason}`),
      );
    if (trail.isBrief) return [{ packets: part.packets, trail: stopped(trail, code, part.address, "") }];
    const stop = (t: Trail, address: string): Trail =>
      stopped(t, code, address, `the ${what} ${part.reason} to ${direction} ${describe(part.packets)}`);
    return next(part.packets, [part.address, ...(part.also ?? [])].reduce(stop, trail));
  });
}

export function acl(subnet: Subnet, direction: Direction, packets: Packets, trail: Trail, next: Next): Leaf[] {
  const note = firstDoubt(subnet, "acl");
  if (note)
    return next(
      packets,
      doubted(
        trail,
        "UNKNOWN_RESOURCE",
        note.address,
        `the network ACL of ${subnet.address} is not certain: ${note.reason}`,
      ),
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
