import { type Family } from "../ip";
import { type Topology } from "../topology";
import { type Endpoint, endpointsOf } from "./endpoints";
import { endOfNic, type Receiver, type Sender } from "./ends";
import { mayHaveNat64, isWithout } from "./families";

/** Whether an end surely has no address of a family. */
function lacks(family: Family, end: Sender | Receiver | undefined): boolean {
  if (!end) return true;
  if (end.kind === "balancer") {
    const { nodes, isNodeUncertain } = end.balancer;
    return nodes.length > 0 && !isNodeUncertain && nodes.every((node) => lacks(family, endOfNic(node)));
  }
  if (end.kind !== "unknown") return isWithout(end, family);
  const all = end.anyOf ?? end.atMost;
  return all !== undefined && all.every((one) => isWithout(one, family));
}

/** Whether packets of a family may get from one end to the other, as far as their addresses tell. */
export function mayShare(family: Family, from: Sender, to: Receiver): boolean {
  if (lacks(family, from)) return false;
  return !lacks(family, to) || (family === "ipv6" && from.kind === "host" && mayHaveNat64(from.subnet));
}

/** Ends that are asked of each other over a family, or over any, and who is not among them for lack of an address. */
export function endsOver(
  topology: Topology,
  family: Family | undefined,
): { readonly endpoints: readonly Endpoint[]; readonly withoutAddress: readonly string[] } {
  const all = endpointsOf(topology);
  if (!family) return { endpoints: all, withoutAddress: [] };
  const without = all.filter(({ sender, receiver }) => lacks(family, sender) && lacks(family, receiver));
  const left = new Set(without);
  // Hosts of IPv6 get to those of IPv4 through a NAT gateway.
  const isTranslated = family === "ipv6" && topology.subnets.some(mayHaveNat64);
  const endpoints = all.flatMap((one): Endpoint[] => {
    if (!left.has(one)) return [one];
    const { address, receiver, services, likeness } = one;
    return isTranslated && receiver ? [{ address, receiver, services, likeness }] : [];
  });
  return { endpoints, withoutAddress: without.map(({ address }) => address) };
}
