import { type Direction, type Subnet } from "../topology";
import { type Filtered, throughAcl } from "./filters";
import { destinationOf } from "./packets";
import { type FilterKind, type Reason } from "./reasons";
import { type Next, type Traffic } from "./traffic";
import { type Leaf, parted } from "./trail";

const CODES = { "security group": "ENI_SG_RULES_MISMATCH", "network ACL": "SUBNET_ACL_RESTRICTION" } as const;

/** Sends on what a filter passes; what it stops goes on too, with the stop noted, so that later ones are found. */
export function filter(
  traffic: Traffic,
  parts: readonly Filtered[],
  { kind, direction }: { readonly kind: FilterKind; readonly direction: Direction },
  next: Next,
): Leaf[] {
  return parted(parts, (part) => {
    const own = traffic.with(part.packets);
    switch (part.result) {
      case "pass":
        return next(own.admittedBy(part.rules));
      case "unknown": {
        const { address, reason: note } = part.note;
        return next(own.doubt("UNKNOWN_RESOURCE", address, { kind: "filter-not-readable", filter: kind, note }));
      }
      case "stop": {
        const { by, cause, packets } = part;
        const reason: Reason = { kind: "filter-stops", filter: kind, cause, direction, to: destinationOf(packets) };
        const ended = by.reduce((stopped, address) => stopped.stop(CODES[kind], address, reason), own);
        return traffic.mode.isBrief ? ended.lost() : next(ended);
      }
    }
  });
}

export function acl(traffic: Traffic, subnet: Subnet, direction: Direction, next: Next): Leaf[] {
  const note = subnet.doubts.acl[0];
  if (note) {
    const reason = { kind: "acl-not-certain", subnet: subnet.address, note: note.reason } as const;
    return next(traffic.doubt("UNKNOWN_RESOURCE", note.address, reason));
  }
  const parts = throughAcl(subnet.acl, direction, traffic.packets);
  return filter(traffic, parts, { kind: "network ACL", direction }, next);
}

/** Out of one subnet and into another; nothing is checked within a subnet. */
export function cross(traffic: Traffic, from: Subnet | undefined, to: Subnet, next: Next): Leaf[] {
  if (from === to) return next(traffic);
  const enter: Next = (left) => acl(left, to, "ingress", next);
  return from ? acl(traffic, from, "egress", enter) : enter(traffic);
}
