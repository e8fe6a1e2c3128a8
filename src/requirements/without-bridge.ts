import { type BridgePlan } from "../address-plan/bridge-plan";
import { addedRangesOf } from "../address-plan/planned-sides";
import { type Cidr, cidrEquals, cidrOverlaps, isCidrFault, parseCidr } from "../ip";
import { hasRole, type Resource, type ResourceGraph, rowOf, type Value } from "../terraform";
import { Arguments } from "../topology";
import { isStatedIn } from "./stated";
import { TYPES_WITHOUT_BRIDGE, type WithoutBridge } from "./types-without-bridge";

/** What the model doesn't read goes too. */
export function fateOf({ type }: Resource): WithoutBridge {
  return rowOf(TYPES_WITHOUT_BRIDGE, type) ?? "goes";
}

export function withoutWays(resource: Resource, ways: readonly string[]): Resource {
  if (ways.length === 0) return resource;
  const values = Object.fromEntries(Object.entries(resource.values).filter(([key]) => !ways.includes(key)));
  return { ...resource, values };
}

/** What is in a VPC that goes, goes with it: tables and groups, their rules and associations. */
function withoutOrphans(graph: ResourceGraph, left: readonly Resource[]): readonly Resource[] {
  const there = new Set(left.map(({ address }) => address));
  const isOrphan = (resource: Resource): boolean =>
    graph.references(resource).some(({ to }) => to.some(({ address }) => graph.get(address) && !there.has(address)));
  const kept = left.filter((resource) => !isOrphan(resource));
  return kept.length === left.length ? kept : withoutOrphans(graph, kept);
}

/**
 * The same network as if the bridge had never been built: hosts and subnets of both sides, and no route, gateway, load
 * balancer, filter or permission, since all of those in a bridge's Terraform are the bridge's. What the bridge file states
 * of existing VPCs stays as it is.
 */
export function withoutBridge(graph: ResourceGraph, plan: BridgePlan): ResourceGraph {
  const added = addedRangesOf(plan);
  const shadows = plan.place === "client" ? plan.shadowSubnets : [];
  const isOfBridge = (cidr: Cidr): boolean =>
    added.some(({ range }) => cidrOverlaps(cidr, range)) || shadows.some((shadow) => cidrEquals(shadow.cidr, cidr));
  const isThere = (resource: Resource): boolean => {
    if (isStatedIn(plan, resource)) return true;
    // What is looked up are the interfaces of the bridge's own attachment.
    if (resource.mode === "data" || fateOf(resource) === "goes") return false;
    if (plan.place === "hub" && hasRole(resource.type, "vpc-endpoint")) return false;
    if (!hasRole(resource.type, "subnet", "vpc-range", "vpc")) return true;
    const range = graph.resolve(resource.values.cidr_block);
    const cidr = range.kind === "literal" && typeof range.value === "string" ? parseCidr(range.value) : undefined;
    return cidr === undefined || isCidrFault(cidr) || !isOfBridge(cidr);
  };
  const left = graph.resources.flatMap((resource) => {
    if (!isThere(resource)) return [];
    const fate = fateOf(resource);
    return [isStatedIn(plan, resource) || fate === "goes" ? resource : withoutWays(resource, fate.without)];
  });
  return graph.with(plan.place === "hub" ? withoutOrphans(graph, left) : withoutAppliances(graph, left));
}

/** Hosts in subnets that go, and instances whose interfaces go with them. */
function withoutAppliances(graph: ResourceGraph, left: readonly Resource[]): readonly Resource[] {
  const args = new Arguments(graph);
  const there = new Set(left.map(({ address }) => address));
  const isGone = (id: Value | undefined): boolean => {
    const linked = args.link(id);
    return linked.kind === "resource" && !there.has(linked.resource.address);
  };
  const isLeft = ({ type, values }: Resource): boolean =>
    !hasRole(type, "interface", "instance") || !isGone(values.subnet_id);
  for (const one of left) if (!isLeft(one)) there.delete(one.address);
  const hasGone = ({ values }: Resource): boolean =>
    args.blocks(values.network_interface).some((block) => isGone(block.network_interface_id));
  return left.filter((one) => there.has(one.address) && !(hasRole(one.type, "instance") && hasGone(one)));
}
