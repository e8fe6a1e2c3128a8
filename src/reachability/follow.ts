import { containsCidr, intersect, isEmptySet } from "../ip";
import { type Route, type RouteTarget } from "../topology";
import { deliver } from "./delivery";
import { rangesOf } from "./families";
import { throughInterface, throughNat, throughPeering } from "./gateways";
import { throughInspection } from "./inspection";
import { throughInternetGateway } from "./internet";
import { throughEgressOnlyGateway, throughIpv6Gateway } from "./ipv6-internet";
import { throughVpnGateway } from "./to-premises";
import { destinationOf, isIpv6 } from "./packets";
import { type Lookup } from "./routes";
import { type Departure, type Traffic } from "./traffic";
import { type Leaf } from "./trail";
import { enterGateway, intoAttachment, intoTransitGateway } from "./transit";

/** A part of the packets goes on by what its subnet's route table says of it. */
export function byLookup(traffic: Traffic, from: Departure, found: Lookup): Leaf[] {
  const { walker } = traffic;
  const { subnet } = from;
  switch (found.kind) {
    case "unknown": {
      const { address, reason: note } = found.note;
      return traffic
        .doubt("UNKNOWN_RESOURCE", address, { kind: "routes-not-certain", subnet: subnet.address, note })
        .lost();
    }
    case "refused": {
      const { route, refusal } = found;
      return walker.deadEnd(
        traffic.stop("BAD_STATE_ROUTE", route.address, { kind: "route-refused", route, refusal }),
        from,
      );
    }
    case "none": {
      const reason = { kind: "no-route", to: destinationOf(traffic.packets), subnet: subnet.address } as const;
      return walker.deadEnd(traffic.stop("NO_ROUTE_TO_DESTINATION", subnet.table.address, reason), from);
    }
    case "local": {
      const route = { kind: "local", address: subnet.table.address, cidr: found.cidr } as const;
      return deliver(traffic.step("routed", subnet.address, { route }), subnet.vpc, subnet);
    }
    case "route": {
      const { route } = found;
      const taken = { kind: "subnet", address: route.address, route } as const;
      const routed = traffic.step("routed", subnet.address, { route: taken });
      return isWithinSubnet(routed, from, route)
        ? routed.doubt("UNKNOWN_RESOURCE", route.address, { kind: "route-within-subnet" }).lost()
        : follow(routed, from, route);
    }
  }
}

/** Whether a route of the VPC's own range, or of a part of it, is taken between hosts of one subnet. */
function isWithinSubnet({ packets }: Traffic, { subnet, emitter }: Departure, { cidr }: Route): boolean {
  return (
    (emitter.kind === "any-host" || emitter.kind === "interface") &&
    !isEmptySet(intersect(packets.dst, rangesOf(subnet))) &&
    cidr.length > 0 &&
    subnet.vpc.cidrs.some((own) => containsCidr(own, cidr))
  );
}

/** To what the route leads to. */
function follow(traffic: Traffic, from: Departure, route: Route): Leaf[] {
  const { target, address, cidr } = route;
  const { subnet } = from;
  switch (target.kind) {
    case "local":
      return deliver(traffic, subnet.vpc, subnet);
    case "blackhole": {
      const stopped = traffic.stop("BAD_STATE_ROUTE", address, { kind: "blackhole", cidr, isPropagated: false });
      return traffic.walker.deadEnd(stopped, from);
    }
    case "unreadable": {
      if (target.anyOf)
        return target.anyOf.flatMap((one) => follow(traffic.picking("other"), from, { ...route, target: one }));
      const reason = { kind: "target-not-readable", cidr, note: target.note.reason } as const;
      return traffic.doubt("UNKNOWN_RESOURCE", target.note.address, reason).lost();
    }
    case "nat-gateway":
      return throughNat(traffic, from, target.gateway);
    case "interface":
      return target.nic.inspection
        ? throughInspection(traffic, { ...from, vpc: subnet.vpc }, target.nic, target.nic.inspection)
        : throughInterface(traffic, { vpc: subnet.vpc, subnet }, target.nic);
    case "attachment-interface":
      return throughAttachmentInterface(traffic, from, route, target);
    case "transit-gateway":
      return intoTransitGateway(traffic, from, target.gateway, route);
    case "peering":
      return throughPeering(traffic, from, target.peering);
    case "vpn-gateway":
      return throughVpnGateway(traffic, from, target.gateway, route);
    case "internet-gateway":
      return isIpv6(traffic.packets)
        ? throughIpv6Gateway(traffic, from, target.gateway)
        : throughInternetGateway(traffic, from, target.gateway, route);
    case "egress-only-internet-gateway":
      return throughEgressOnlyGateway(traffic, from, target.gateway);
    case "gateway-endpoint":
      return traffic.doubt("UNKNOWN_DESTINATION", target.address, { kind: "behind-gateway-endpoint" }).lost();
  }
}

/** A route that names the interface of an attachment in one of its subnets. */
function throughAttachmentInterface(
  traffic: Traffic,
  { subnet }: Departure,
  { address }: Route,
  { attachment, subnet: into }: Extract<RouteTarget, { readonly kind: "attachment-interface" }>,
): Leaf[] {
  if (attachment.vpc !== subnet.vpc) {
    const reason = {
      kind: "attachment-of-another-vpc",
      attachment: attachment.address,
      vpc: subnet.vpc.address,
    } as const;
    return traffic.stop("BAD_STATE_ROUTE", address, reason).lost();
  }
  const { gateway } = attachment;
  return intoAttachment(traffic, subnet, into, (entered) => enterGateway(entered, { gateway, attachment, from: into }));
}
