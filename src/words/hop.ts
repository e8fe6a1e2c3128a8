import {
  describeSockets,
  destinationOf,
  type HopKind,
  type RewrittenEnd,
  sourceOf,
  type TakenRoute,
  type WalkedHop,
} from "../reachability";
import { describeCidr, describeRoute } from "../topology";

/** One step of a walk, as it is shown and written as JSON. */
export interface ShownHop {
  readonly at: string;
  readonly address: string;
  readonly source: string;
  readonly destination: string;
  /** The route that was followed, with its own Terraform address. */
  readonly route?: { readonly address: string; readonly text: string };
  /** The rules that let the packet through here. */
  readonly rules?: readonly string[];
  readonly rewrite?: string;
}

const AT: Readonly<Record<HopKind, string>> = {
  arrives: "arrives",
  "carried-by-accelerator": "comes in by the accelerator",
  "comes-back-through-internet-gateway": "comes back through the internet gateway",
  "comes-from-internet": "comes from the internet",
  "comes-from-on-premises": "comes from on-premises",
  "crosses-peering": "crosses the peering",
  "enters-through-internet-gateway": "enters through the internet gateway",
  "enters-transit-gateway": "enters the transit gateway",
  "enters-vpn-gateway": "enters the VPN gateway",
  forwarded: "is forwarded by the instance",
  "handed-to-endpoint": "is handed back to the endpoint",
  "handed-to-service": "is handed to the service's load balancer",
  inspected: "is handed to what inspects it",
  "is-on-internet": "is on the internet",
  "leaves-for-on-premises": "leaves AWS for on-premises",
  "leaves-host-of-subnet": "leaves the subnet's host",
  "leaves-interface": "leaves the interface",
  "leaves-node": "leaves the load balancer's node",
  "leaves-through-internet-gateway": "leaves through the internet gateway",
  "leaves-transit-gateway": "leaves the transit gateway",
  "returns-over-peering": "returns to its sender over the peering",
  routed: "is routed",
  "routed-in-transit-gateway": "is routed",
  "taken-back": "is taken back by the load balancer",
  translated: "is translated",
  "translated-back": "is translated back",
};

/** "10.0.0.0/16 -> aws_nat_gateway.a". */
function takenRouteText(taken: TakenRoute): string {
  switch (taken.kind) {
    case "local":
      return `${describeCidr(taken.cidr)} -> local`;
    case "subnet":
      return describeRoute(taken.route);
    case "transit": {
      const { cidr, attachment, propagated } = taken.route;
      return `${describeCidr(cidr)} -> ${attachment?.address ?? "blackhole"}${propagated ? " (propagated)" : ""}`;
    }
  }
}

/** "source becomes 10.0.1.10:1024-65535". */
function rewriteText({ end, to }: RewrittenEnd): string {
  if (to === "public") return `${end} becomes a public address`;
  if (to === "private") return `${end} becomes the private address`;
  return `${end} becomes ${describeSockets(to)}`;
}

/** The hop as it is shown. */
export function shownHop({ kind, address, packets, route, rules, rewrite }: WalkedHop): ShownHop {
  return {
    at: AT[kind],
    address,
    source: describeSockets(sourceOf(packets)),
    destination: describeSockets(destinationOf(packets)),
    ...(route && { route: { address: route.address, text: takenRouteText(route) } }),
    ...(rules && { rules: [...new Set(rules.map((together) => together.join(", ")))] }),
    ...(rewrite && { rewrite: rewriteText(rewrite) }),
  };
}
