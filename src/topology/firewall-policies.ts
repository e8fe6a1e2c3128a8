import { hasRole, type Resource, type ValueObject } from "../terraform";
import { isSet } from "./arguments";
import { type Note } from "./doubts";
import { blocksOf, namesOfPolicy, textsOf } from "./firewall-names";
import { type Names } from "./firewall-sets";
import { type FirewallAction, type FirewallDefault, type FirewallPolicy, type FirewallRule } from "./model";
import { type Registry } from "./registry";
import { EVERYTHING, statefulRules, unreadGroup } from "./stateful-rules";
import { statelessAction, statelessRules, unreadStateless } from "./stateless-rules";

/** What a policy says of one of its groups. */
interface GroupReference {
  readonly block: ValueObject;
  readonly priority: number | undefined;
  /** Undefined where it is not in the input. */
  readonly group: Resource | undefined;
  /** What to call it. */
  readonly address: string;
}

interface References {
  readonly groups: readonly GroupReference[];
  readonly isOpen: boolean;
}

function referencesIn({ args }: Registry, policy: Resource, value: ValueObject[string] | undefined): References {
  const { blocks, isOpen } = blocksOf(args, value);
  const groups = blocks.map((block): GroupReference => {
    const linked = args.link(block.resource_arn);
    const isGroup = linked.kind === "resource" && hasRole(linked.resource.type, "firewall-rule-group");
    return {
      block,
      priority: args.numberOf(block.priority),
      group: isGroup ? linked.resource : undefined,
      address: isGroup ? linked.resource.address : linked.kind === "outside" ? linked.id : policy.address,
    };
  });
  return { groups: groups.sort((one, other) => (one.priority ?? 0) - (other.priority ?? 0)), isOpen };
}

const NOT_IN_INPUT = "the rule group is not in the input";

/** Groups by priority, rules within a group by priority: the first that matches decides (Network Firewall guide, filtering). */
function statelessOf(registry: Registry, policy: Resource, { groups, isOpen }: References): FirewallRule[] {
  if (isOpen || groups.some(({ priority }) => priority === undefined))
    return [unreadStateless({ address: policy.address, reason: "its stateless rule groups are not all known" })];
  return groups.flatMap(({ group, address }) =>
    group ? statelessRules(registry.args, address, group.values) : [unreadStateless({ address, reason: NOT_IN_INPUT })],
  );
}

/** The rules of all stateful groups, group by group. */
function statefulOf(
  registry: Registry,
  policy: Resource,
  names: Names,
  { groups, isOpen }: References,
): FirewallRule[] {
  const { args } = registry;
  const rules = groups.flatMap(({ block, group, address }) => {
    const override = blocksOf(args, block.override);
    // It turns what a managed group drops into alerts (Network Firewall API, StatefulRuleGroupOverride).
    const isOnlyAlert = args.textOf(override.blocks[0]?.action) === "DROP_TO_ALERT";
    if (!group) return [unreadGroup({ address, reason: NOT_IN_INPUT }, isOnlyAlert ? ["pass"] : undefined)];
    const own = statefulRules(registry, address, group.values, names);
    const note: Note = { address, reason: "what the policy's override makes of its actions is not known" };
    return override.isOpen || override.blocks.length > 0 ? own.map((rule) => ({ ...rule, note })) : own;
  });
  const reason = "its stateful rule groups are not all known";
  return isOpen ? [unreadGroup({ address: policy.address, reason }), ...rules] : rules;
}

/** Unless the order is strict, all rules that pass come first (Network Firewall guide, evaluation order). */
function inActionOrder(rules: readonly FirewallRule[]): FirewallRule[] {
  const doing = (action: FirewallAction): FirewallRule[] =>
    rules.filter(({ actions }) => actions.includes(action)).map((rule) => ({ ...rule, actions: [action] }));
  return [...doing("pass"), ...doing("drop")];
}

/** Without a default action, and in action order, what no rule is about passes (Network Firewall guide, default actions). */
function statefulDefault({ args }: Registry, { address }: Resource, policy: ValueObject): FirewallDefault {
  const actions = textsOf(args, policy.stateful_default_actions);
  const open = (reason: string): FirewallDefault => ({ actions: ["pass", "drop"], note: { address, reason } });
  if (!actions) return open("its stateful default actions are not known");
  if (actions.includes("aws:drop_strict")) return { actions: ["drop"] };
  if (actions.some((one) => one.startsWith("aws:drop_")))
    return open("its default action lets connections be made whose data it then drops");
  return { actions: ["pass"] };
}

/** @returns undefined where the policy of a firewall is not in the input */
export function policyOf(registry: Registry, firewall: Resource): FirewallPolicy | undefined {
  const { args } = registry;
  const linked = args.link(firewall.values.firewall_policy_arn);
  if (linked.kind !== "resource" || !hasRole(linked.resource.type, "firewall-policy")) return undefined;
  const { resource } = linked;
  const [policy] = args.blocks(resource.values.firewall_policy);
  if (!policy) return undefined;
  const { address } = resource;
  const names = namesOfPolicy(registry, firewall, policy);
  const stateful = statefulOf(
    registry,
    resource,
    names,
    referencesIn(registry, resource, policy.stateful_rule_group_reference),
  );
  const [engine] = args.blocks(policy.stateful_engine_options);
  const order = args.textOf(engine?.rule_order)?.toUpperCase();
  const tls = isSet(policy.tls_inspection_configuration_arn) ? [decryption(address)] : [];
  const stateless = statelessOf(
    registry,
    resource,
    referencesIn(registry, resource, policy.stateless_rule_group_reference),
  );
  const note = { address, reason: "its stateless default actions are not known" };
  const known = {
    ...{ address, stateless },
    statelessDefault: statelessAction(args, policy.stateless_default_actions, note),
  };
  const isOrderOpen = args.isUncertain(policy.stateful_engine_options) || args.isUncertain(engine?.rule_order);
  if (isOrderOpen || (order === "STRICT_ORDER" && isUnordered(registry, policy))) {
    const unread = unreadGroup({ address, reason: "the order of its stateful rules is not known" });
    return { ...known, stateful: [unread], statefulDefault: { actions: ["pass"] } };
  }
  return order === "STRICT_ORDER"
    ? { ...known, stateful: [...tls, ...stateful], statefulDefault: statefulDefault(registry, resource, policy) }
    : { ...known, stateful: [...tls, ...inActionOrder(stateful)], statefulDefault: { actions: ["pass"] } };
}

function isUnordered({ args }: Registry, { stateful_rule_group_reference: value }: ValueObject): boolean {
  return args.blocks(value).some(({ priority }) => args.numberOf(priority) === undefined);
}

/** TLS that the firewall opens may not come to be (Network Firewall guide, TLS inspection). */
function decryption(address: string): FirewallRule {
  const note = { address, reason: "what its TLS inspection does to a connection is not judged" };
  return { group: address, place: 0, actions: ["drop"], selectors: [{ ...EVERYTHING, protocols: [6] }], note };
}
