import { familyOfSet, intersect, isEmptySet, subtract } from "../ip";
import { type FirewallPolicy, type Inspection, type Nic, type Vpc } from "../topology";
import { cross } from "./crossing";
import { type Asked, type FirewallOutcome, replyThrough, requestThrough } from "./firewall-rules";
import { destinationOf, PUBLIC } from "./packets";
import { type Explanation } from "./reasons";
import { type Departure, type Next, type Traffic } from "./traffic";
import { type InspectedBy, type Leaf, parted } from "./trail";

/** Where packets come from that a route leads to an endpoint; without a subnet where they come into the VPC by a gateway. */
interface ByWay extends Partial<Departure> {
  readonly vpc: Vpc;
  readonly emitter: Departure["emitter"];
}

/**
 * An endpoint of a Gateway Load Balancer or of a firewall as next hop: the packets come out of it unchanged, and the
 * endpoint's subnet routes them on (AWS PrivateLink guide, Gateway Load Balancer endpoints, routing). Behind it rules
 * that name a security group admit nobody (VPC user guide, security group rules).
 *
 * What is open about it says "appliance-may-stop" or "firewall-may-stop", and nothing else does: where everything that
 * inspects lets pass, as in the lab, what is open for that alone is not open.
 */
export function throughInspection(traffic: Traffic, from: ByWay, nic: Nic, inspection: Inspection): Leaf[] {
  const { vpc, subnet, emitter, home = subnet } = from;
  if (nic.subnet.vpc !== vpc)
    return traffic.stop("BAD_STATE_ROUTE", nic.address, { kind: "interface-in-another-vpc" }).lost();
  const goOn: Next = (inspected) =>
    inspected.walker.emit(inspected, { subnet: nic.subnet, emitter, ...(home && { home }) });
  return cross(traffic, subnet, nic.subnet, (entered) => {
    const inspected = entered.step("inspected", nic.address);
    if (inspection.kind === "appliance") {
      const seen = inspected.inspectedBy({ nic, by: "unread" });
      return throughAppliance(seen.doubt("UNKNOWN_RESOURCE", nic.address, { kind: "appliance-may-stop" }), goOn);
    }
    const isCarried = inspection.families.includes(familyOfSet(entered.packets.dst));
    if (inspection.policy && isCarried) return throughFirewall(inspected, nic, inspection.policy, goOn);
    const seen = inspected.inspectedBy({ nic, by: "unread" });
    return goOn(
      seen.doubt("UNKNOWN_RESOURCE", nic.address, {
        kind: "firewall-may-stop",
        note: isCarried ? undefined : ONE_FAMILY,
      }),
    );
  });
}

const ONE_FAMILY = "its endpoint may carry packets of the other family only";

/** What the rules of a firewall make of the packets. */
function throughFirewall(traffic: Traffic, nic: Nic, policy: FirewallPolicy, goOn: Next): Leaf[] {
  const { packets, mode, trail } = traffic;
  const outcomes = mode.isReply
    ? replyThrough(policy, packets, askedAt(trail.asked, nic))
    : requestThrough(policy, packets);
  return parted(outcomes, (part) => byOutcome(traffic.with(part.packets), nic, part, goOn));
}

function byOutcome(traffic: Traffic, nic: Nic, part: FirewallOutcome, goOn: Next): Leaf[] {
  switch (part.result) {
    case "pass": {
      const passed = traffic.inspectedBy({
        nic,
        by: part.engine,
        ...(part.byRule !== undefined && { isByRule: true }),
      });
      return goOn(part.byRule === undefined ? passed : passed.admittedBy([part.byRule]));
    }
    case "unknown": {
      const { address, reason: note } = part.note;
      const seen = traffic.inspectedBy({ nic, by: "unread" });
      return goOn(seen.doubt("UNKNOWN_RESOURCE", address, { kind: "firewall-may-stop", note }));
    }
    case "stop": {
      const { by, cause, packets } = part;
      const reason = { kind: "firewall-stops", cause, to: destinationOf(packets) } as const;
      const stopped = traffic.stop("FIREWALL_RULES_RESTRICTION", by, reason);
      return traffic.mode.isBrief ? stopped.lost() : goOn(stopped.inspectedBy({ nic, by: "unread" }));
    }
  }
}

/** How the request was let pass by this endpoint, as far as its stateful engine saw it. */
function askedAt(asked: readonly InspectedBy[], nic: Nic): Asked {
  const one = asked.find((seen) => seen.nic === nic);
  if (one?.by !== "stateful") return "unread";
  return one.isByRule === true ? "by-rule" : "by-default";
}

/**
 * An appliance may send to the internet by an interface of its own, and translate (Gateway Load Balancer, two-arm mode).
 * So what the endpoint's subnet does with a request for a public address stops nothing for certain.
 */
function throughAppliance(traffic: Traffic, goOn: Next): Leaf[] {
  const { packets, mode } = traffic;
  if (mode.isReply) return goOn(traffic);
  const outward = intersect(packets.dst, PUBLIC);
  if (isEmptySet(outward)) return goOn(traffic);
  const inward = subtract(packets.dst, PUBLIC);
  const leaves = traffic.to(outward).lost();
  return isEmptySet(inward) ? leaves : [...leaves, ...goOn(traffic.to(inward))];
}

/**
 * Endpoints that see one direction of a connection only (Network Firewall guide, asymmetric routing). The stateless engine
 * sees packets, not connections, so it needs no more than one.
 */
export function asymmetric(there: readonly InspectedBy[], back: readonly InspectedBy[]): Explanation[] {
  if (there.length === 0 && back.length === 0) return [];
  const isAlone = ({ nic, by }: InspectedBy, others: readonly InspectedBy[]): boolean => {
    const same = others.filter((one) => one.nic === nic);
    if (by === "stateless") return false;
    return same.length === 0 || same.some((one) => one.by === "stateless");
  };
  const alone = [...there.filter((one) => isAlone(one, back)), ...back.filter((one) => isAlone(one, there))];
  return [...new Set(alone.map(({ nic }) => nic.address))].map((address) => ({
    code: "UNKNOWN_RESOURCE",
    address,
    reason: { kind: "inspected-one-way" },
  }));
}
