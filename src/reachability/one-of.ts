import { whetherItHolds } from "../topology";
import { type Lookup, type TransitLookup } from "./routes";
import { type Traffic } from "./traffic";

/** Packets of which it isn't known which of several lookups takes them. */
export function oneOf(traffic: Traffic, found: Lookup | TransitLookup): Traffic {
  if (found.isOneOf !== true) return traffic;
  const open = traffic.picking("other");
  if (found.kind !== "route" || found.route.mayHoldPicked !== true) return open;
  const { address, cidr } = found.route;
  return open.unsure({ address, reason: whetherItHolds(cidr) });
}
