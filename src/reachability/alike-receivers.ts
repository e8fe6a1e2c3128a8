import { type AddressSet, setsEqual } from "../ip";
import { type Subnet, type Topology } from "../topology";
import { kindsIn } from "./alike-subnets";
import { type Receiver, type Sender } from "./ends";
import { usableAddresses } from "./packets";

/** Fewer receivers than this are asked faster than told apart. */
const FEW = 4;

function isAllOf(cidr: Subnet["cidr"], addresses: AddressSet): boolean {
  return cidr ? setsEqual(addresses, usableAddresses(cidr)) : addresses.length === 0;
}

/** The subnet for any host of which the receiver stands. */
function anyHostOf(to: Receiver): Subnet | undefined {
  if (to.kind !== "host" || to.nic || to.nat || to.isOneOf || !isAllOf(to.subnet.cidr, to.addresses)) return undefined;
  const { ipv6, subnet } = to;
  return !ipv6 || ("addresses" in ipv6 && isAllOf(subnet.ipv6Cidr, ipv6.addresses)) ? subnet : undefined;
}

/**
 * Receivers that stand for all: what does not get to one subnet gets to none that only names tell from it. Those of the
 * sender's own range are all among them, since it is told from others by the sender.
 */
export function standingFor(topology: Topology, from: Sender, to: readonly Receiver[]): readonly Receiver[] {
  if (to.length <= FEW || (from.kind !== "host" && from.kind !== "internet")) return to;
  const kinds = kindsIn(topology);
  const own = from.kind === "host" ? kinds.get(from.subnet)?.block : undefined;
  const seen = new Set<string>();
  return to.filter((receiver) => {
    const subnet = anyHostOf(receiver);
    const kind = subnet && kinds.get(subnet);
    if (!kind || kind.block === own) return true;
    const isFirst = !seen.has(kind.text);
    seen.add(kind.text);
    return isFirst;
  });
}
