import { familyOf, intersect, isEmptySet, setHas, setOfCidrs } from "../ip";
import {
  type LoadBalancer,
  type Nic,
  sameZone,
  type Subnet,
  type Target,
  type TargetGroup,
  type Vpc,
  type Zone,
  isCertain,
  isStandIn,
} from "../topology";
import { rangesDoubt } from "./delivery";
import { rangesOf } from "./families";
import { type Leg, refused, unknown } from "./legs";

const OUTSIDE = { kind: "target-outside-needs-all-zones" } as const;

/** Whether a target is used by this node, by its zone; undefined when it is. */
export function zoneProblem(balancer: LoadBalancer, node: Nic, group: TargetGroup, target: Target): Leg | undefined {
  const { vpc } = node.subnet;
  if (isElsewhere(vpc, target))
    return refused(
      "ELBV2_NO_TARGETS_IN_AZ",
      target.address,
      group.type === "ip" ? OUTSIDE : { kind: "instance-in-another-vpc" },
    );
  const { ip } = target;
  const covering = ip === undefined ? target.nic?.subnet : vpc.subnets.find((subnet) => setHas(rangesOf(subnet), ip));
  const problem = ip === undefined ? undefined : addressProblem(vpc, target, covering);
  if (problem) return problem;
  if (!covering || target.zone === "all") return undefined;
  const zone = target.zone ?? covering.zone;
  return (
    ownZoneProblem(target, covering) ??
    servedProblem(balancer, target, covering, zone) ??
    ((group.crossZone ?? balancer.crossZone) ? undefined : nodeProblem(node, target, covering, zone))
  );
}

/** An interface in another VPC's range is no target of this VPC's load balancers without a word on zones. */
function isElsewhere(vpc: Vpc, { nic, zone }: Target): boolean {
  const own = nic?.subnet;
  if (!own?.cidr || own.vpc === vpc || !isCertain(vpc, "ranges") || zone === "all") return false;
  return isEmptySet(intersect(setOfCidrs([own.cidr]), setOfCidrs(vpc.cidrs)));
}

/** What is wrong with an address as a target. @param covering the subnet of the VPC that the address lies in */
function addressProblem(vpc: Vpc, { address, ip = 0, zone }: Target, covering: Subnet | undefined): Leg | undefined {
  const note = rangesDoubt(vpc, familyOf(ip));
  if (covering)
    return zone === "all"
      ? refused("ELBV2_NO_TARGETS_IN_AZ", address, { kind: "target-inside-needs-no-zones", subnet: covering.address })
      : undefined;
  if (note) return unknown(note.address, { kind: "target-vpc-not-certain", vpc: vpc.address, note: note.reason });
  // The range that AWS picks for the VPC may hold it.
  const isPicked = familyOf(ip) === "ipv6" && vpc.cidrs.some(isStandIn);
  if (isPicked || setHas(setOfCidrs(vpc.cidrs), ip)) return unknown(address, { kind: "target-in-no-subnet" });
  return zone === "all" ? undefined : refused("ELBV2_NO_TARGETS_IN_AZ", address, OUTSIDE);
}

/** Whether it is registered in another zone than its subnet's. */
function ownZoneProblem({ address, zone }: Target, covering: Subnet): Leg | undefined {
  if (zone === undefined || sameZone(zone, covering.zone) !== false) return undefined;
  return refused("ELBV2_NO_TARGETS_IN_AZ", address, {
    ...{ kind: "target-in-another-zone", registered: zone, subnet: covering.address, zone: covering.zone },
  });
}

function isInZone({ subnet }: Nic, covering: Subnet, zone: Zone | undefined): boolean | undefined {
  return subnet === covering ? true : sameZone(subnet.zone, zone);
}

/** Whether its zone is one that the load balancer serves. */
function servedProblem(
  { nodes }: LoadBalancer,
  { address }: Target,
  covering: Subnet,
  zone: Zone | undefined,
): Leg | undefined {
  const served = nodes.map((one) => isInZone(one, covering, zone));
  if (served.includes(true)) return undefined;
  const subnet = covering.address;
  return served.includes(undefined)
    ? unknown(address, { kind: "balancer-zones-not-known", subnet })
    : refused("ELBV2_NO_TARGETS_IN_AZ", address, { kind: "target-zone-not-served", subnet });
}

/** Without cross-zone load balancing: whether its zone is the node's. */
function nodeProblem(node: Nic, { address }: Target, covering: Subnet, zone: Zone | undefined): Leg | undefined {
  switch (isInZone(node, covering, zone)) {
    case true:
      return undefined;
    case undefined:
      return unknown(address, { kind: "target-zone-or-node-zone-not-known" });
    case false:
      return refused("ELB_NOT_CROSSZONE", address, { kind: "cross-zone-off", subnet: node.subnet.address });
  }
}
