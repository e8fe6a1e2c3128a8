import { type Resource, type ResourceGraph, type Value, typesOf } from "../../terraform";
import { isList } from "../../terraform/value";
import { type IncidentRule } from "./incident";
import { named, textOf } from "./named";
import { add, blocksOf, lengthOf, overQuota, weightOfList, type Weights } from "./quota";

/** "Inbound or outbound rules per security group", adjustable (Amazon VPC quotas, read 2026-11-26). */
const QUOTA = 60;
/** Rules per group times groups per interface, not adjustable (the same page). */
const HARD_LIMIT = 1000;

const GROUPS = typesOf("security-group");
const RULES = typesOf("group-rule");
const DIRECTIONS = ["ingress", "egress"] as const;

/** AWS counts the rules for IPv4 and for IPv6 apart; those on groups and lists count as both. */
interface Rules {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Prefix lists that a rule names. */
function listsOf({ values }: Resource): Value[] {
  const several = values.prefix_list_ids;
  const all = [values.prefix_list_id ?? null, ...(isList(several) ? several : [])];
  return all.filter((list) => list !== null && list !== "");
}

function rulesOf(graph: ResourceGraph, rule: Resource): Rules {
  const { values } = rule;
  const one = (name: string): number => (values[name] === undefined || values[name] === null ? 0 : 1);
  const ofLists = listsOf(rule).reduce<number>((sum, list) => sum + weightOfList(graph, named(graph, list)), 0);
  const peers =
    one("referenced_security_group_id") +
    one("source_security_group_id") +
    lengthOf(graph, rule, "security_groups") +
    (values.self === true ? 1 : 0);
  const both = ofLists + peers;
  return {
    ipv4: both + one("cidr_ipv4") + lengthOf(graph, rule, "cidr_blocks"),
    ipv6: both + one("cidr_ipv6") + lengthOf(graph, rule, "ipv6_cidr_blocks"),
  };
}

function directionOf({ type, values }: Resource): string {
  if (type === "aws_security_group_rule") return values.type === "egress" ? "egress" : "ingress";
  return type.includes("_ingress_") ? "ingress" : "egress";
}

/** Rules by group and direction; a group's own list counts where the configuration writes it, or nothing else tells. */
function weightsOf(graph: ResourceGraph): Weights {
  const [separate, inline] = [
    { ipv4: new Map() as Weights, ipv6: new Map() as Weights },
    { ipv4: new Map() as Weights, ipv6: new Map() as Weights },
  ];
  const count = (into: typeof inline, group: string | undefined, direction: string, rule: Resource): void => {
    const rules = rulesOf(graph, rule);
    for (const family of ["ipv4", "ipv6"] as const)
      add(into[family], group === undefined ? undefined : `${group}\n${direction}`, rules[family]);
  };
  for (const rule of graph.ofType(RULES, "managed"))
    count(separate, named(graph, rule.values.security_group_id), directionOf(rule), rule);
  for (const group of graph.ofType(GROUPS, "managed"))
    for (const direction of DIRECTIONS)
      if (group.configured?.has(direction) ?? true)
        for (const block of blocksOf(graph, group, direction))
          count(inline, group.address, direction, { ...group, values: block });
  const found: Weights = new Map();
  for (const weights of [separate.ipv4, separate.ipv6, inline.ipv4, inline.ipv6])
    for (const [key, weight] of weights) found.set(key, Math.max(found.get(key) ?? 0, weight));
  return found;
}

/** RulesPerSecurityGroupLimitExceeded (EC2 API, error codes). */
export const groupRuleQuota: IncidentRule = {
  name: "security-group-over-quota",
  find: ({ before, after }) => {
    const was = weightsOf(before.graph);
    return overQuota(was, weightsOf(after.graph), QUOTA).map(({ key, weight }) => {
      const [group = key, direction = "ingress"] = key.split("\n");
      const isRefused = weight > HARD_LIMIT;
      const lists = prefixListsOf(after.graph, group, direction);
      return {
        addresses: [group, ...lists],
        text: isRefused
          ? "the rules of one direction are more than the 1,000 that AWS allows at most"
          : "the rules of one direction are more than AWS's default quota of 60, and no group here shows that it was raised; a prefix list counts with its `max_entries`",
        advice: isRefused
          ? "join ranges, or split the group"
          : "ask for a higher quota first (Service Quotas, L-0EA8095F), lower `max_entries`, or split the group",
      };
    });
  },
};

/** The prefix lists that make most of a group's weight. */
function prefixListsOf(graph: ResourceGraph, group: string, direction: string): string[] {
  const listsIn = (rule: Resource): string[] =>
    listsOf(rule)
      .flatMap((list) => named(graph, list) ?? [])
      .filter((name) => Number(textOf(graph, graph.get(name)?.values.max_entries)) > 1);
  const own = graph.get(group);
  const inline = own ? blocksOf(graph, own, direction).map((values) => ({ ...own, values })) : [];
  const separate = graph
    .ofType(RULES, "managed")
    .filter((rule) => directionOf(rule) === direction && named(graph, rule.values.security_group_id) === group);
  return [...new Set([...inline, ...separate].flatMap(listsIn))];
}
