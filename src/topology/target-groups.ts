import { familyOf, parseAddress } from "../ip";
import { type Resource, type Value, type ValueObject, typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { noteOf } from "./arguments";
import { type Interfaces } from "./interface-arguments";
import { type Nic, type Target, type TargetGroup } from "./model";
import { type Registry } from "./registry";

const GROUPS = typesOf("target-group");
const ATTACHMENTS = typesOf("target-attachment");
/** What registers targets of its own, which are nowhere in Terraform's JSON. */
const REGISTERING = typesOf("target-maker");

/** Target groups by Terraform address. */
export type TargetGroups = ReadonlyMap<string, TargetGroup>;

/** Target groups with their targets. */
export function readTargetGroups(registry: Registry, interfaces: Interfaces): TargetGroups {
  const groups = new Map<string, TargetGroup>();
  for (const resource of registry.resources(GROUPS)) groups.set(resource.address, readGroup(registry, resource));
  readTargets(registry, interfaces, groups);
  readRegistering(registry, groups);
  return groups;
}

/** The target group that a value names. */
export function targetGroupOf(
  { args }: Registry,
  groups: TargetGroups,
  value: Value | undefined,
): TargetGroup | undefined {
  const linked = args.link(value);
  return linked.kind === "resource" ? groups.get(linked.resource.address) : undefined;
}

function readGroup(registry: Registry, resource: Resource): TargetGroup {
  const { args } = registry;
  const vpc = registry.vpc(resource.values.vpc_id);
  const type = args.text(resource, "target_type") ?? "instance";
  const crossZone = args.text(resource, "load_balancing_cross_zone_enabled");
  const preserve = args.flag(resource, "preserve_client_ip");
  const isProxyKnown = !args.isSetUnknown(resource, "proxy_protocol_v2");
  const port = args.number(resource, "port");
  const isLookup = resource.mode === "data";
  return {
    address: resource.address,
    type: type === "ip" || type === "alb" || type === "lambda" ? type : "instance",
    protocol: args.text(resource, "protocol") ?? "HTTP",
    ...(port !== undefined && { port }),
    ...(vpc && { vpc }),
    targets: [],
    ...((crossZone === "true" || crossZone === "false") && { crossZone: crossZone === "true" }),
    ...(preserve !== undefined && { preserveClientIp: preserve }),
    ...(isProxyKnown && { proxyProtocol: args.flag(resource, "proxy_protocol_v2") ?? false }),
    ...(args.text(resource, "ip_address_type") === "ipv6" && { isIpv6: true }),
    healthCheck: healthCheckOf(registry, resource),
    doubts: { targets: isLookup ? [doubtOf(resource, "targets", "its targets are not in the input")] : [] },
  };
}

function healthCheckOf({ args }: Registry, resource: Resource): TargetGroup["healthCheck"] {
  const [health = {}] = args.blocks(resource.values.health_check) as [ValueObject?];
  const port = args.numberOf(health.port);
  const path = args.textOf(health.path);
  const protocol = args.textOf(health.protocol);
  return {
    ...(port !== undefined && { port }),
    ...(path !== undefined && { path }),
    ...(protocol !== undefined && { protocol }),
  };
}

function readTargets(registry: Registry, interfaces: Interfaces, groups: TargetGroups): void {
  const hosts = hostsOf(registry, interfaces);
  for (const resource of registry.graph.ofType(ATTACHMENTS, "managed")) {
    const group = targetGroupOf(registry, groups, resource.values.target_group_arn);
    if (group) group.targets.push(targetOf(registry, hosts, resource, group));
    else
      for (const { doubts } of groups.values())
        doubts.targets.push(doubtOf(resource, "targets", "which target group it belongs to is not known"));
  }
}

function readRegistering(registry: Registry, groups: TargetGroups): void {
  const { args, graph } = registry;
  // Type by type, in this order: the first reason is the one that is told.
  for (const resource of REGISTERING.flatMap((type) => graph.ofType([type], "managed"))) {
    const { values } = resource;
    const named = [
      values.lb_target_group_arn,
      values.alb_target_group_arn,
      ...args.list(values.target_group_arns).items,
      ...args.blocks(values.load_balancer).map((block) => block.target_group_arn),
    ];
    for (const value of named.filter((one) => one !== undefined && one !== null))
      targetGroupOf(registry, groups, value)?.doubts.targets.push(
        doubtOf(resource, "targets", "the targets that it registers are not in the input"),
      );
  }
}

/** Finds the interface that a target is registered by: its own, an instance's first one, in states by the instance's id. */
type Hosts = (value: Value | undefined) => Nic | undefined;

function hostsOf({ args, graph }: Registry, { instances, nics }: Interfaces): Hosts {
  const byId = new Map<string, Nic>();
  for (const [address, instance] of instances) {
    const id = graph.get(address)?.values.id;
    if (typeof id === "string" && instance.nics[0]) byId.set(id, instance.nics[0]);
  }
  return (value) => {
    const linked = args.link(value);
    if (linked.kind === "outside") return byId.get(linked.id);
    if (linked.kind !== "resource") return undefined;
    const { address } = linked.resource;
    return instances.get(address)?.nics[0] ?? nics.get(address);
  };
}

/** No argument of the provider: only what an account tells has it. */
const HEALTH = ["healthy", "unhealthy", "out"] as const;

function targetOf({ args }: Registry, hosts: Hosts, resource: Resource, group: TargetGroup): Target {
  const port = args.number(resource, "port");
  const isAsked = resource.configured === undefined || resource.configured.has("availability_zone");
  const zone = isAsked ? args.zone(resource.values.availability_zone) : undefined;
  const health = HEALTH.find((one) => one === resource.values.health);
  const base = {
    address: resource.address,
    ...(port !== undefined && { port }),
    ...(zone !== undefined && { zone }),
    ...(health !== undefined && { health }),
  };
  const value = resource.values.target_id;
  const ip = group.type === "ip" ? parseAddress(args.textOf(value) ?? "") : undefined;
  if (ip !== undefined) {
    // AWS takes no address of the other family than the group's (ELB user guides, IP address type).
    const isFit = (familyOf(ip) === "ipv6") === (group.isIpv6 === true);
    return isFit ? { ...base, ip } : { ...base, note: noteOf(resource, "its address is not of its group's family") };
  }
  const linked = args.link(value);
  if (group.type === "alb" && linked.kind === "resource") return { ...base, loadBalancer: linked.resource.address };
  const nic = hosts(value);
  return nic ? { ...base, nic } : { ...base, note: noteOf(resource, "what it registers is not known") };
}
