import { type Resource, type ResourceGraph, type Value, typesOf } from "../../terraform";
import { isList } from "../../terraform/value";
import { type Direction } from "../../topology";
import { directionOf, GROUP_RULES } from "./rule-direction";
import { type IncidentRule } from "./incident";
import { named, textOf } from "./named";
import { blocksOf, lengthOf, overQuota, type Owner, ownerAt, weightOfList, Weights } from "./quota";

/** "Inbound or outbound rules per security group", adjustable (Amazon VPC quotas, read 2026-11-26). */
const QUOTA = 60;
/** Rules per group times groups per interface, not adjustable (the same page). */
const HARD_LIMIT = 1000;

const GROUPS = typesOf("security-group");
const DIRECTIONS: readonly Direction[] = ["ingress", "egress"];

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

/** Rules by group and direction; a group's own list counts where the configuration writes it, or nothing else tells. */
function weightsOf(graph: ResourceGraph): Weights {
  const [separate, inline] = [
    { ipv4: new Weights(), ipv6: new Weights() },
    { ipv4: new Weights(), ipv6: new Weights() },
  ];
  const count = (into: typeof inline, owner: Owner | undefined, rule: Resource): void => {
    const rules = rulesOf(graph, rule);
    for (const family of ["ipv4", "ipv6"] as const) into[family].add(owner, rules[family]);
  };
  for (const rule of graph.ofType(GROUP_RULES, "managed"))
    count(separate, ownerAt(named(graph, rule.values.security_group_id), directionOf(graph, rule) ?? "ingress"), rule);
  for (const group of graph.ofType(GROUPS, "managed"))
    for (const direction of DIRECTIONS)
      if (group.configured?.has(direction) ?? true)
        for (const block of blocksOf(graph, group, direction))
          count(inline, ownerAt(group.address, direction), { ...group, values: block });
  return Weights.largest([separate.ipv4, separate.ipv6, inline.ipv4, inline.ipv6]);
}

/** RulesPerSecurityGroupLimitExceeded (EC2 API, error codes). */
export const groupRuleQuota: IncidentRule = {
  name: "security-group-over-quota",
  find: ({ before, after }) => {
    const was = weightsOf(before.graph);
    return overQuota(was, weightsOf(after.graph), QUOTA).map(({ address: group, direction = "ingress", weight }) => {
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
function prefixListsOf(graph: ResourceGraph, group: string, direction: Direction): string[] {
  const listsIn = (rule: Resource): string[] =>
    listsOf(rule)
      .flatMap((list) => named(graph, list) ?? [])
      .filter((name) => Number(textOf(graph, graph.get(name)?.values.max_entries)) > 1);
  const own = graph.get(group);
  const inline = own ? blocksOf(graph, own, direction).map((values) => ({ ...own, values })) : [];
  const separate = graph
    .ofType(GROUP_RULES, "managed")
    .filter(
      (rule) =>
        (directionOf(graph, rule) ?? "ingress") === direction && named(graph, rule.values.security_group_id) === group,
    );
  return [...new Set([...inline, ...separate].flatMap(listsIn))];
}
