import { intersect, isEmptySet, subtract } from "../ip";
import { type Inspection, type Nic } from "../topology";
import { cross } from "./crossing";
import { NOT_PUBLIC } from "./packets";
import { type Explanation } from "./reasons";
import { type Departure, type Traffic } from "./traffic";
import { type Leaf } from "./trail";

/**
 * An endpoint of a Gateway Load Balancer or of a firewall as next hop: the packets come out of it unchanged, and the
 * endpoint's subnet routes them on (AWS PrivateLink guide, Gateway Load Balancer endpoints, routing).
 */
export function throughInspection(traffic: Traffic, from: Departure, nic: Nic, inspection: Inspection): Leaf[] {
  const { subnet, emitter, home = subnet } = from;
  if (nic.subnet.vpc !== subnet.vpc)
    return traffic.stop("BAD_STATE_ROUTE", nic.address, { kind: "interface-in-another-vpc" }).lost();
  const goOn = (inspected: Traffic): Leaf[] => inspected.walker.emit(inspected, { subnet: nic.subnet, emitter, home });
  return cross(traffic, subnet, nic.subnet, (entered) => {
    const inspected = entered.inspectedAt(nic).step("inspected", nic.address);
    switch (inspection.kind) {
      case "appliance":
        return throughAppliance(inspected.doubt("UNKNOWN_RESOURCE", nic.address, { kind: "appliance-may-stop" }), goOn);
      case "firewall":
        return goOn(inspected.doubt("UNKNOWN_RESOURCE", nic.address, { kind: "firewall-may-stop" }));
    }
  });
}

/**
 * An appliance may send to the internet by an interface of its own, and translate (Gateway Load Balancer, two-arm mode).
 * So what the endpoint's subnet does with a request for a public address stops nothing for certain.
 */
function throughAppliance(traffic: Traffic, goOn: (inspected: Traffic) => Leaf[]): Leaf[] {
  const { packets, mode } = traffic;
  if (mode.isReply) return goOn(traffic);
  const outward = subtract(packets.dst, NOT_PUBLIC);
  if (isEmptySet(outward)) return goOn(traffic);
  const inward = intersect(packets.dst, NOT_PUBLIC);
  const leaves = traffic.to(outward).lost();
  return isEmptySet(inward) ? leaves : [...leaves, ...goOn(traffic.to(inward))];
}

/** Endpoints that see one direction of a connection only (Network Firewall guide, asymmetric routing). */
export function asymmetric(there: readonly Nic[], back: readonly Nic[]): Explanation[] {
  const alone = [...there.filter((nic) => !back.includes(nic)), ...back.filter((nic) => !there.includes(nic))];
  return [...new Set(alone.map(({ address }) => address))].map((address) => ({
    code: "UNKNOWN_RESOURCE",
    address,
    reason: { kind: "inspected-one-way" },
  }));
}
