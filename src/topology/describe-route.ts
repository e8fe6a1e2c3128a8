import { type Cidr, formatCidr } from "../ip";
import { isStandIn } from "./ipv6-ranges";
import { type Route, type RouteTarget } from "./model";

/** A range as a person reads it: a stand-in is no number of AWS's. */
export function describeCidr(range: Cidr): string {
  return isStandIn(range) ? "an IPv6 range that AWS picks" : formatCidr(range);
}

/** A route as a person reads it. */
export function describeRoute(route: Route): string {
  return `${describeCidr(route.cidr)} -> ${describeTarget(route.target)}`;
}

export function describeTarget(target: RouteTarget): string {
  switch (target.kind) {
    case "local":
    case "blackhole":
      return target.kind;
    case "internet-gateway":
    case "egress-only-internet-gateway":
    case "nat-gateway":
    case "transit-gateway":
    case "vpn-gateway":
      return target.gateway.address;
    case "interface":
      return `the interface of ${target.nic.address}`;
    case "attachment-interface":
      return `the interface of ${target.attachment.address} in ${target.subnet.address}`;
    case "peering":
      return target.peering.address;
    case "gateway-endpoint":
      return target.address;
    case "unreadable":
      return `(${target.note.reason})`;
  }
}
