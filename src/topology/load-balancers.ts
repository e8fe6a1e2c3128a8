import { setOfAddresses } from "../ip";
import { parseIpv4 } from "../ipv4";
import { isUnknown, push, type Resource, type ValueObject, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { type Doubt, doubtOf } from "./doubts";
import { type Interfaces } from "./interface-arguments";
import { readListeners } from "./listeners";
import { type LoadBalancer, type Nic, type SecurityGroup, type Subnet } from "./model";
import { type Registry } from "./registry";
import { readTargetGroups, type TargetGroups } from "./target-groups";

/** Load balancers and target groups by Terraform address. */
export interface LoadBalancers {
  readonly balancers: ReadonlyMap<string, LoadBalancer>;
  readonly groups: TargetGroups;
}

/** Load balancers with their nodes, listeners and target groups. */
export function readLoadBalancers(registry: Registry, interfaces: Interfaces): LoadBalancers {
  const groups = readTargetGroups(registry, interfaces);
  const balancers = new Map<string, LoadBalancer>();
  for (const resource of registry.resources(typesOf("load-balancer")))
    balancers.set(resource.address, readBalancer(registry, resource));
  for (const resource of registry.graph.ofType(typesOf("classic-load-balancer")))
    registry.unreadable.push(noteOf(resource, "classic load balancers can't be looked into"));
  readListeners(registry, { balancers, groups });
  return { balancers, groups };
}

function readBalancer(registry: Registry, resource: Resource): LoadBalancer {
  const { args } = registry;
  const type = args.text(resource, "load_balancer_type") ?? "application";
  const kind = type === "application" || type === "network" ? type : "other";
  const ofKind: Doubt<"kind">[] =
    kind === "other" ? [doubtOf(resource, "kind", `load balancers of type ${type} can't be looked into`)] : [];
  if (resource.mode === "data")
    ofKind.push(doubtOf(resource, "kind", "a data source does not tell all of a load balancer"));
  if (isUnknown(resource.values.load_balancer_type)) ofKind.push(doubtOf(resource, "kind", "its type is not known"));
  const { subnets, mapped, doubts } = subnetsOf(registry, resource);
  const internal = args.flag(resource, "internal") ?? false;
  const isOpen = args.isSetUnknown(resource, "internal");
  const ofNodes = groupsOf(registry, resource, kind, subnets[0]);
  return {
    address: resource.address,
    kind,
    internal,
    nodes: subnets.map((subnet): Nic => {
      // As many nodes of one subnet as its load balancer has there, which only an account tells.
      const ips = (mapped.get(subnet) ?? []).flatMap(
        (block) => parseIpv4(args.textOf(block.private_ipv4_address) ?? "") ?? [],
      );
      return {
        address: resource.address,
        kind: "load-balancer",
        subnet,
        ...(ips.length > 0 && { privateIps: setOfAddresses(ips) }),
        ...(ofNodes.groups && { groups: ofNodes.groups }),
        doubts: { groups: ofNodes.doubts, ipv6: [] },
        sourceDestCheck: true,
        publicIp: publicIpOf(registry, resource, kind),
        ...((internal || isOpen) && { isKeptFromInternet: isOpen ? "maybe" : true }),
      };
    }),
    isNodeUncertain: doubts.length > 0,
    listeners: [],
    crossZone: kind === "application" || (args.flag(resource, "enable_cross_zone_load_balancing") ?? false),
    filtersPrivateLinks: filtersPrivateLinks(registry, resource),
    // Candidates that a plan can't tell apart are all looked at: if each works, any choice among them does.
    doubts: { kind: ofKind, subnets: subnets.length === 0 ? doubts : [], listeners: [] },
  };
}

/** On unless it is turned off (ELB API, SetSecurityGroups). */
function filtersPrivateLinks({ args }: Registry, resource: Resource): LoadBalancer["filtersPrivateLinks"] {
  const name = "enforce_security_group_inbound_rules_on_private_link_traffic";
  return args.isSetUnknown(resource, name) ? "unknown" : args.text(resource, name)?.toLowerCase() !== "off";
}

/** Public addresses of IPv4 (ELB guide, IP address type: without public IPv4 its nodes have only private ones of it). */
function publicIpOf({ args }: Registry, resource: Resource, kind: LoadBalancer["kind"]): Nic["publicIp"] {
  const type = args.text(resource, "ip_address_type");
  if (args.flag(resource, "internal") === true || type === "dualstack-without-public-ipv4") return "none";
  const isOfAnyType = kind === "application" && args.isSetUnknown(resource, "ip_address_type");
  return isOfAnyType || args.isSetUnknown(resource, "internal") ? "unknown" : "some";
}

/** The subnets that a load balancer has, or may have, a node in. */
interface NodeSubnets {
  readonly subnets: readonly Subnet[];
  /** Its mappings of each subnet that has any. */
  readonly mapped: ReadonlyMap<Subnet | undefined, readonly ValueObject[]>;
  readonly doubts: Doubt<"subnets">[];
}

function subnetsOf(registry: Registry, resource: Resource): NodeSubnets {
  const { configured, values } = resource;
  const listed = configured?.has("subnets") === false ? undefined : values.subnets;
  const { subnets, maybe, doubts } = registry.subnetList(listed, resource);
  const listing = configured?.has("subnet_mapping") === false ? undefined : values.subnet_mapping;
  const mappings = registry.args.blocks(listing);
  const mapped = new Map<Subnet | undefined, ValueObject[]>();
  for (const block of mappings) push(mapped, registry.subnet(block.subnet_id), block);
  if (mapped.has(undefined) || registry.args.isUncertain(listing))
    doubts.push(doubtOf(resource, "subnets", "which subnets it is in is not known"));
  const ofMappings = mappings.flatMap(({ subnet_id: id }) => registry.subnet(id) ?? registry.maybeSubnets(id));
  const all = [...subnets, ...maybe, ...ofMappings, ...registry.maybeSubnets(listing)];
  return { subnets: [...new Set(all)], mapped, doubts };
}

/** The groups of a load balancer's nodes; undefined: none can apply. */
interface NodeGroups {
  readonly groups: SecurityGroup[] | undefined;
  readonly doubts: Doubt<"groups">[];
}

/** @param node the subnet of one of its nodes, which tells the VPC's default group */
function groupsOf(
  registry: Registry,
  resource: Resource,
  kind: LoadBalancer["kind"],
  node: Subnet | undefined,
): NodeGroups {
  const value = resource.configured?.has("security_groups") === false ? undefined : resource.values.security_groups;
  const { items, unknown } = registry.args.list(value);
  const groups = items.flatMap((item) => registry.group(item) ?? []);
  const isOpen = unknown !== undefined || groups.length < items.length;
  const doubts = isOpen ? [doubtOf(resource, "groups", "which security groups it has is not known")] : [];
  if (items.length > 0 || unknown) return { groups, doubts };
  // An application load balancer always has a group; a network load balancer without one lets everything through.
  return { groups: kind === "application" && node ? [node.vpc.defaultGroup] : undefined, doubts };
}
