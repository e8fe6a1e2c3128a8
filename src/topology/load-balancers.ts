import { parseIpv4, setOfAddresses } from "../ipv4";
import { isUnknown, type Resource, type Value, type ValueObject } from "../terraform";
import { noteOf } from "./arguments";
import { type Doubt, doubtOf } from "./doubts";
import { type Interfaces } from "./interfaces";
import {
  type Listener,
  type ListenerAction,
  type LoadBalancer,
  type Nic,
  type Target,
  type TargetGroup,
} from "./model";
import { type Registry } from "./registry";

const LOAD_BALANCERS = ["aws_lb", "aws_alb"];
const LISTENERS = ["aws_lb_listener", "aws_alb_listener"];
const RULES = ["aws_lb_listener_rule", "aws_alb_listener_rule"];
const GROUPS = ["aws_lb_target_group", "aws_alb_target_group"];
const ATTACHMENTS = ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"];

/** Load balancers and target groups by Terraform address. */
export interface LoadBalancers {
  readonly balancers: Map<string, LoadBalancer>;
  readonly groups: Map<string, TargetGroup>;
}

export class LoadBalancerReader implements LoadBalancers {
  readonly balancers = new Map<string, LoadBalancer>();
  readonly groups = new Map<string, TargetGroup>();
  private readonly listeners = new Map<string, Listener>();
  /** Groups by ARN, for states, where actions hold literals. */
  private readonly instanceById = new Map<string, Nic>();

  constructor(
    private readonly registry: Registry,
    private readonly interfaces: Interfaces,
  ) {
    for (const [address, instance] of interfaces.instances) {
      const id = registry.graph.get(address)?.values.id;
      if (typeof id === "string" && instance.nics[0]) this.instanceById.set(id, instance.nics[0]);
    }
    for (const resource of registry.resources(GROUPS)) this.readGroup(resource);
    for (const resource of registry.resources(LOAD_BALANCERS)) this.readBalancer(resource);
    for (const resource of registry.graph.ofType(["aws_elb"]))
      registry.unreadable.push(noteOf(resource, "classic load balancers can't be looked into"));
    this.readTargets();
    this.readListeners();
    this.readRules();
  }

  private readGroup(resource: Resource): void {
    const { args } = this.registry;
    const [health = {}] = args.blocks(resource.values.health_check) as [ValueObject?];
    const vpc = this.registry.vpc(resource.values.vpc_id);
    const type = args.text(resource, "target_type") ?? "instance";
    const crossZone = args.text(resource, "load_balancing_cross_zone_enabled");
    const preserve = args.flag(resource, "preserve_client_ip");
    const port = args.number(resource, "port");
    const healthPort = args.numberOf(health.port);
    const path = args.textOf(health.path);
    const healthProtocol = args.textOf(health.protocol);
    this.groups.set(resource.address, {
      address: resource.address,
      type: type === "ip" || type === "alb" || type === "lambda" ? type : "instance",
      protocol: args.text(resource, "protocol") ?? "HTTP",
      ...(port !== undefined && { port }),
      ...(vpc && { vpc }),
      targets: [],
      ...((crossZone === "true" || crossZone === "false") && { crossZone: crossZone === "true" }),
      ...(preserve !== undefined && { preserveClientIp: preserve }),
      ...(args.text(resource, "ip_address_type") === "ipv6" && { isIpv6: true }),
      healthCheck: {
        ...(healthPort !== undefined && { port: healthPort }),
        ...(path !== undefined && { path }),
        ...(healthProtocol !== undefined && { protocol: healthProtocol }),
      },
      doubts: {
        targets: resource.mode === "data" ? [doubtOf(resource, "targets", "its targets are not in the input")] : [],
      },
    });
  }

  private readBalancer(resource: Resource): void {
    const { args } = this.registry;
    const type = args.text(resource, "load_balancer_type") ?? "application";
    const kind = type === "application" || type === "network" ? type : "other";
    const doubts: Doubt<"kind">[] =
      kind === "other" ? [doubtOf(resource, "kind", `load balancers of type ${type} can't be looked into`)] : [];
    if (resource.mode === "data")
      doubts.push(doubtOf(resource, "kind", "a data source does not tell all of a load balancer"));
    if (isUnknown(resource.values.load_balancer_type)) doubts.push(doubtOf(resource, "kind", "its type is not known"));
    const listed = resource.configured?.has("subnets") === false ? undefined : resource.values.subnets;
    const { subnets, maybe, doubts: ofSubnets } = this.registry.subnetList(listed, resource);
    const mappings =
      resource.configured?.has("subnet_mapping") === false ? [] : args.blocks(resource.values.subnet_mapping);
    const mapped = new Map(mappings.map((block) => [this.registry.subnet(block.subnet_id), block]));
    if (mapped.has(undefined)) ofSubnets.push(doubtOf(resource, "subnets", "which subnets it is in is not known"));
    const all = new Set([...subnets, ...maybe, ...[...mapped.keys()].filter((subnet) => subnet !== undefined)]);
    const internal = args.flag(resource, "internal") ?? false;
    const { groups, doubts: ofGroups } = this.groupsOf(resource, kind, all.values().next().value?.vpc.defaultGroup);
    const nodes: Nic[] = [...all].map((subnet) => {
      const block = mapped.get(subnet);
      const ip = parseIpv4(args.textOf(block?.private_ipv4_address) ?? "");
      return {
        address: resource.address,
        kind: "load-balancer",
        subnet,
        ...(ip !== undefined && { privateIps: setOfAddresses([ip]) }),
        ...(groups && { groups }),
        doubts: { groups: ofGroups },
        sourceDestCheck: true,
        publicIp: internal ? "none" : "some",
      };
    });
    const crossZone =
      kind === "application" ? true : (args.flag(resource, "enable_cross_zone_load_balancing") ?? false);
    this.balancers.set(resource.address, {
      address: resource.address,
      kind,
      internal,
      nodes,
      isNodeUncertain: ofSubnets.length > 0,
      listeners: [],
      crossZone,
      // Candidates that a plan can't tell apart are all looked at: if each works, any choice among them does.
      doubts: { kind: doubts, subnets: all.size === 0 ? ofSubnets : [], listeners: [] },
    });
  }

  private groupsOf(
    resource: Resource,
    kind: string,
    fallback: Nic["groups"] extends (infer G)[] | undefined ? G | undefined : never,
  ) {
    const value = resource.configured?.has("security_groups") === false ? undefined : resource.values.security_groups;
    const { items, unknown } = this.registry.args.list(value);
    const found = items.map((item) => this.registry.group(item));
    const groups = found.flatMap((group) => group ?? []);
    const doubts: Doubt<"groups">[] = [];
    if (unknown || groups.length < found.length)
      doubts.push(doubtOf(resource, "groups", "which security groups it has is not known"));
    if (found.length > 0 || unknown) return { groups, doubts };
    // An application load balancer always has a group; a network load balancer without one lets everything through.
    return kind === "application" && fallback ? { groups: [fallback], doubts } : { groups: undefined, doubts };
  }

  private group(value: Value | undefined): TargetGroup | undefined {
    const linked = this.registry.args.link(value);
    return linked.kind === "resource" ? this.groups.get(linked.resource.address) : undefined;
  }

  private readTargets(): void {
    const { registry } = this;
    const { args, graph } = registry;
    for (const resource of graph.ofType(ATTACHMENTS, "managed")) {
      const group = this.group(resource.values.target_group_arn);
      if (group) group.targets.push(this.target(resource, group));
      else
        for (const one of this.groups.values())
          one.doubts.targets.push(doubtOf(resource, "targets", "which target group it belongs to is not known"));
    }
    for (const type of [
      "aws_autoscaling_attachment",
      "aws_autoscaling_group",
      "aws_ecs_service",
      "aws_autoscaling_traffic_source_attachment",
    ])
      for (const resource of graph.ofType([type], "managed")) {
        const values = [
          resource.values.lb_target_group_arn,
          resource.values.alb_target_group_arn,
          ...args.list(resource.values.target_group_arns).items,
        ];
        for (const block of args.blocks(resource.values.load_balancer)) values.push(block.target_group_arn);
        for (const value of values) {
          const group = value === undefined || value === null ? undefined : this.group(value);
          group?.doubts.targets.push(
            doubtOf(resource, "targets", "the targets that it registers are not in the input"),
          );
        }
      }
  }

  private target(resource: Resource, group: TargetGroup): Target {
    const { args } = this.registry;
    const port = args.number(resource, "port");
    const zoneValue = resource.values.availability_zone;
    const isAsked = resource.configured === undefined || resource.configured.has("availability_zone");
    const zone = isAsked ? args.zone(zoneValue) : undefined;
    const base = {
      address: resource.address,
      ...(port !== undefined && { port }),
      ...(zone !== undefined && { zone }),
    };
    const value = resource.values.target_id;
    if (group.type === "ip") {
      const ip = parseIpv4(args.textOf(value) ?? "");
      if (ip !== undefined) return { ...base, ip };
    }
    const linked = args.link(value);
    const at = linked.kind === "resource" ? linked.resource.address : "";
    if (group.type === "alb" && linked.kind === "resource") return { ...base, loadBalancer: at };
    const nic =
      this.interfaces.instances.get(at)?.nics[0] ??
      this.interfaces.nics.get(at) ??
      (linked.kind === "outside" ? this.instanceById.get(linked.id) : undefined);
    if (nic) return { ...base, nic };
    return { ...base, note: noteOf(resource, "what it registers is not known") };
  }

  private readListeners(): void {
    const { args } = this.registry;
    for (const resource of this.registry.resources(LISTENERS)) {
      const linked = args.link(resource.values.load_balancer_arn);
      const balancer = linked.kind === "resource" ? this.balancers.get(linked.resource.address) : undefined;
      const port = args.number(resource, "port");
      const protocol = args.text(resource, "protocol") ?? (balancer?.kind === "network" ? "TCP" : "HTTP");
      const listener: Listener = {
        address: resource.address,
        ...(port !== undefined && { port }),
        protocol,
        actions: [],
        doubts: { port: port === undefined ? [doubtOf(resource, "port", "its port is not known")] : [], actions: [] },
      };
      this.listeners.set(resource.address, listener);
      for (const block of lastActions(args.blocks(resource.values.default_action)))
        listener.actions.push(this.action(resource, block, {}));
      if (balancer) balancer.listeners.push(listener);
      else
        for (const one of this.balancers.values())
          one.doubts.listeners.push(doubtOf(resource, "listeners", "which load balancer it belongs to is not known"));
    }
  }

  private readRules(): void {
    const { args } = this.registry;
    for (const resource of this.registry.graph.ofType(RULES, "managed")) {
      const linked = args.link(resource.values.listener_arn);
      const listener = linked.kind === "resource" ? this.listeners.get(linked.resource.address) : undefined;
      if (!listener) {
        for (const one of this.listeners.values())
          one.doubts.actions.push(doubtOf(resource, "actions", "which listener it belongs to is not known"));
        continue;
      }
      const conditions = args.blocks(resource.values.condition);
      const patterns = (name: string): string[] =>
        conditions.flatMap((condition) =>
          args
            .blocks(condition[name])
            .flatMap((block) => args.list(block.values).items.flatMap((item) => args.textOf(item) ?? [])),
        );
      const priority = args.number(resource, "priority");
      for (const block of lastActions(args.blocks(resource.values.action)))
        listener.actions.push(
          this.action(resource, block, {
            hosts: patterns("host_header"),
            paths: patterns("path_pattern"),
            ...(priority !== undefined && { priority }),
          }),
        );
    }
  }

  private action(
    resource: Resource,
    block: ValueObject,
    rule: { hosts?: string[]; paths?: string[]; priority?: number },
  ): ListenerAction {
    const { args } = this.registry;
    const base = {
      address: resource.address,
      hosts: rule.hosts ?? [],
      paths: rule.paths ?? [],
      ...(rule.priority !== undefined && { priority: rule.priority }),
    };
    const type = args.textOf(block.type);
    if (type === "redirect") {
      const [redirect = {}] = args.blocks(block.redirect) as [ValueObject?];
      const [protocol, port] = [args.textOf(redirect.protocol), args.numberOf(redirect.port)];
      const to = { ...(protocol !== undefined && { protocol }), ...(port !== undefined && { port }) };
      return { ...base, kind: "answer", groups: [], redirect: to };
    }
    if (type === "fixed-response") return { ...base, kind: "answer", groups: [] };
    if (type !== "forward") return { ...base, kind: "unreadable", groups: [] };
    const weighted = args.blocks(block.forward).flatMap((forward) => args.blocks(forward.target_group));
    const values =
      weighted.length > 0
        ? weighted.filter((one) => args.numberOf(one.weight) !== 0).map((one) => one.arn)
        : [block.target_group_arn];
    const groups = values.map((value) => this.group(value));
    if (groups.some((group) => !group)) return { ...base, kind: "unreadable", groups: [] };
    return { ...base, kind: "forward", groups: groups.flatMap((group) => group ?? []) };
  }
}

/** Authentication steps come before the action that decides; only that one carries traffic. */
function lastActions(blocks: readonly ValueObject[]): ValueObject[] {
  return blocks.filter((block) => block.type !== "authenticate-oidc" && block.type !== "authenticate-cognito");
}
