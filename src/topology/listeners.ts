import { type Resource, type Value, type ValueObject, typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { type Listener, type ListenerAction, type LoadBalancer } from "./model";
import { type Registry } from "./registry";
import { targetGroupOf, type TargetGroups } from "./target-groups";

const LISTENERS = typesOf("listener");
const RULES = typesOf("listener-rule");

/** What listeners belong to and lead to, by Terraform address. */
interface Balancing {
  readonly balancers: ReadonlyMap<string, LoadBalancer>;
  readonly groups: TargetGroups;
}

/** Listeners of load balancers, with their default actions and their rules. */
export function readListeners(registry: Registry, to: Balancing): void {
  const listeners = new Map<string, Listener>();
  for (const resource of registry.resources(LISTENERS))
    listeners.set(resource.address, readListener(registry, to, resource));
  for (const resource of registry.graph.ofType(RULES, "managed")) {
    const linked = registry.args.link(resource.values.listener_arn);
    const listener = linked.kind === "resource" ? listeners.get(linked.resource.address) : undefined;
    if (listener) listener.actions.push(...actionsOfRule(registry, to, resource));
    else
      for (const { doubts } of listeners.values())
        doubts.actions.push(doubtOf(resource, "actions", "which listener it belongs to is not known"));
  }
}

function readListener(registry: Registry, { balancers, groups }: Balancing, resource: Resource): Listener {
  const { args } = registry;
  const linked = args.link(resource.values.load_balancer_arn);
  const balancer = linked.kind === "resource" ? balancers.get(linked.resource.address) : undefined;
  const port = args.number(resource, "port");
  const rule = { address: resource.address, hosts: [], paths: [] };
  const listener: Listener = {
    address: resource.address,
    ...(port !== undefined && { port }),
    protocol: args.text(resource, "protocol") ?? (balancer?.kind === "network" ? "TCP" : "HTTP"),
    actions: lastActions(args.blocks(resource.values.default_action)).map((block) =>
      actionOf(registry, groups, rule, block),
    ),
    doubts: { port: port === undefined ? [doubtOf(resource, "port", "its port is not known")] : [], actions: [] },
  };
  if (balancer) balancer.listeners.push(listener);
  else
    for (const { doubts } of balancers.values())
      doubts.listeners.push(doubtOf(resource, "listeners", "which load balancer it belongs to is not known"));
  return listener;
}

function actionsOfRule(registry: Registry, { groups }: Balancing, resource: Resource): ListenerAction[] {
  const { args } = registry;
  const conditions = args.blocks(resource.values.condition);
  const patterns = (name: string): string[] =>
    conditions
      .flatMap((condition) => args.blocks(condition[name]))
      .flatMap((block) => args.list(block.values).items.flatMap((item) => args.textOf(item) ?? []));
  const priority = args.number(resource, "priority");
  const isPartial = args.isUncertain(resource.values.condition) || conditions.some((one) => isPartly(args, one));
  const rule: Rule = {
    address: resource.address,
    hosts: patterns("host_header"),
    paths: patterns("path_pattern"),
    ...(isPartial && { isPartial }),
    ...(priority !== undefined && { priority }),
  };
  return lastActions(args.blocks(resource.values.action)).map((block) => actionOf(registry, groups, rule, block));
}

/** Conditions on what nobody asks about: headers, methods, queries and senders (ALB guide, condition types). */
const OTHERS = ["http_header", "http_request_method", "query_string", "source_ip"];

/** Whether a condition says more than patterns of hosts and paths that are known. */
function isPartly(args: Registry["args"], condition: ValueObject): boolean {
  const isSaid = (value: Value | undefined): boolean => args.isUncertain(value) || args.blocks(value).length > 0;
  if (OTHERS.some((name) => isSaid(condition[name]))) return true;
  return ["host_header", "path_pattern"].some((name) => {
    if (args.isUncertain(condition[name])) return true;
    return args.blocks(condition[name]).some(({ values, regex_values: regex }) => {
      const { items, unknown } = args.list(values);
      const isKnown = !unknown && items.every((item) => args.textOf(item) !== undefined);
      return !isKnown || args.isUncertain(regex) || args.list(regex).items.length > 0;
    });
  });
}

/** What an action has of the rule that it is of. */
type Rule = Pick<ListenerAction, "address" | "hosts" | "paths" | "isPartial" | "priority">;

function actionOf(registry: Registry, groups: TargetGroups, rule: Rule, block: ValueObject): ListenerAction {
  const { args } = registry;
  const type = args.textOf(block.type);
  if (type === "redirect") {
    const [redirect = {}] = args.blocks(block.redirect) as [ValueObject?];
    const [protocol, port] = [args.textOf(redirect.protocol), args.numberOf(redirect.port)];
    const to = { ...(protocol !== undefined && { protocol }), ...(port !== undefined && { port }) };
    return { ...rule, kind: "answer", groups: [], redirect: to };
  }
  if (type === "fixed-response") return { ...rule, kind: "answer", groups: [] };
  if (type !== "forward") return { ...rule, kind: "unreadable", groups: [] };
  const weighted = args.blocks(block.forward).flatMap((forward) => args.blocks(forward.target_group));
  const values =
    weighted.length > 0
      ? weighted.filter((one) => args.numberOf(one.weight) !== 0).map((one) => one.arn)
      : [block.target_group_arn];
  const found = values.map((value) => targetGroupOf(registry, groups, value));
  if (found.some((group) => !group)) return { ...rule, kind: "unreadable", groups: [] };
  return { ...rule, kind: "forward", groups: found.flatMap((group) => group ?? []) };
}

/** Authentication steps come before the action that decides; only that one carries traffic. */
function lastActions(blocks: readonly ValueObject[]): ValueObject[] {
  return blocks.filter((block) => block.type !== "authenticate-oidc" && block.type !== "authenticate-cognito");
}
