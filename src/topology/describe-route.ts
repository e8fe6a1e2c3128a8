import { formatCidr } from "../ip";
import { type Route, type RouteTarget } from "./model";

/** A route as a person reads it. */
export function describeRoute(route: Route): string {
  return `${formatCidr(route.cidr)} -> ${describeTarget(route.target)}`;
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
