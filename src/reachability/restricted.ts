import { type AddressSet, intersect, isEmptySet, ofFamily, subtract, unionOf } from "../ip";
import { nodesOf } from "./balancer";
import { endOfNic, type Receiver, type UnknownEnd } from "./ends";

/** The addresses to which packets for a receiver go; undefined where they are not known. */
function addressesOf(to: Receiver): AddressSet | undefined {
  if (to.kind === "unknown") return undefined;
  // People come in by IPv4 only (Client VPN guide, limitations): what else a receiver has is not asked for.
  if (to.kind !== "balancer") return ofFamily(to.addresses, "ipv4");
  const ends = nodesOf(to).map(endOfNic);
  const known = ends.flatMap((end) => (end.kind === "host" ? [end.addresses] : []));
  return known.length > 0 && known.length === ends.length ? unionOf(known) : undefined;
}

/** Whether the receiver may be reached by addresses that are not known: public ones, or those of the other family. */
function hasOtherAddresses(to: Receiver): boolean {
  if (to.kind === "host" && !to.nic)
    return to.subnet.mapPublicIp || to.subnet.isOutside === true || to.ipv6 !== undefined;
  const nics = to.kind === "balancer" ? nodesOf(to) : to.kind === "host" && to.nic ? [to.nic] : [];
  return nics.some(({ publicIp, ipv6, doubts }) => publicIp !== "none" || ipv6 !== undefined || doubts.ipv6.length > 0);
}

/** Whether a sender's own rules let nothing get to the receiver. */
export function isNotLet({ destinations }: UnknownEnd, to: Receiver): boolean {
  const addresses = addressesOf(to);
  if (!destinations || !addresses || hasOtherAddresses(to)) return false;
  return isEmptySet(intersect(destinations.maybe, addresses));
}

/** Whether they let everybody get to it, whichever of its addresses it has. */
export function isLet({ destinations }: UnknownEnd, to: Receiver): boolean {
  const addresses = addressesOf(to);
  return destinations !== undefined && addresses !== undefined && isEmptySet(subtract(addresses, destinations.surely));
}
