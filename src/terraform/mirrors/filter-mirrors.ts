import { parseProtocol } from "../protocol";
import { typesOf } from "../resource-types";
import { isList, isObject, type Value, type ValueObject } from "../value";
import { at, dropped, entries, isSame, listed, type Mirror, plain } from "./mirror";

/** ICMP, TCP, UDP and ICMPv6: for all others the numbers of a rule say nothing (EC2 API, IpPermission). */
const WITH_PORTS: ReadonlySet<number | "all" | undefined> = new Set([1, 6, 17, 58]);

/** What a rule matches besides its peers, as text: AWS keeps one permission for each (EC2 API, IpPermission). */
function permission(rule: ValueObject): string {
  const protocol = parseProtocol(plain(rule.protocol) ?? plain(rule.ip_protocol));
  if (!WITH_PORTS.has(protocol)) return String(protocol);
  return [protocol, plain(rule.from_port) ?? "-1", plain(rule.to_port) ?? "-1"].join("|");
}

/** `111122223333/sg-1` names a group of another account. */
function groupId(value: Value): string | undefined {
  return plain(value)?.replace(/^\d{12}\//, "");
}

const LISTS: Readonly<Record<string, (value: Value) => string | undefined>> = {
  cidr_blocks: plain,
  ipv6_cidr_blocks: plain,
  prefix_list_ids: plain,
  security_groups: groupId,
};
/** By which list of an inline rule the provider tells what an argument of a rule of its own names. */
const LIST_OF: Readonly<Record<string, string>> = {
  cidr_blocks: "cidr_blocks",
  cidr_ipv4: "cidr_blocks",
  ipv6_cidr_blocks: "ipv6_cidr_blocks",
  cidr_ipv6: "ipv6_cidr_blocks",
  prefix_list_ids: "prefix_list_ids",
  prefix_list_id: "prefix_list_ids",
  source_security_group_id: "security_groups",
  referenced_security_group_id: "security_groups",
};

/** The peers that a rule of its own admits, by the list of an inline rule that repeats them. */
function peersOf(rule: ValueObject): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [argument, list] of Object.entries(LIST_OF)) {
    const value = rule[argument];
    for (const item of isList(value) ? value : [value ?? null]) {
      const text = LISTS[list]?.(item);
      if (text !== undefined) found.set(list, (found.get(list) ?? new Set()).add(text));
    }
  }
  return found;
}

/** An inline rule without these peers; undefined when none is left. */
function withoutPeers(
  entry: ValueObject,
  peers: ReadonlyMap<string, ReadonlySet<string>>,
  isSelf: boolean,
): ValueObject | undefined {
  const rest = Object.keys(LISTS).map((list): [string, Value | undefined] => [
    list,
    dropped(entry[list], (item) => peers.get(list)?.has(LISTS[list]?.(item) ?? "") === true),
  ]);
  const self = entry.self === true && !isSelf;
  const isLeft =
    self || rest.some(([, items]) => items !== undefined && !(isList(items) && items.length === 0) && items !== null);
  const kept = Object.fromEntries(rest.filter((one): one is [string, Value] => one[1] !== undefined));
  return isLeft ? { ...entry, ...kept, ...(entry.self !== undefined && { self }) } : undefined;
}

function directionOf(rule: ValueObject, type: string): "ingress" | "egress" {
  if (type === "aws_vpc_security_group_ingress_rule") return "ingress";
  return type === "aws_vpc_security_group_egress_rule" || rule.type === "egress" ? "egress" : "ingress";
}

/** The group's rules without those that a rule of its own adds. */
function withoutRule(group: ValueObject, rule: ValueObject, type: string): ValueObject {
  const direction = directionOf(rule, type);
  const list = group[direction];
  if (!isList(list)) return {};
  const [wanted, peers] = [permission(rule), peersOf(rule)];
  // A rule that names its own group is repeated as `self`.
  const own = plain(group.id);
  const isSelf = rule.self === true || (own !== undefined && peers.get("security_groups")?.has(own) === true);
  return {
    [direction]: list.flatMap((entry) =>
      isObject(entry) && permission(entry) === wanted ? (withoutPeers(entry, peers, isSelf) ?? []) : [entry],
    ),
  };
}

const ACLS = typesOf("network-acl");

/** An ACL has one rule of each number in each direction (EC2 API, CreateNetworkAclEntry). */
function withoutAclRule(acl: ValueObject, rule: ValueObject): ValueObject {
  const direction = rule.egress === true || rule.egress === "true" ? "egress" : "ingress";
  return entries(
    direction,
    dropped(acl[direction], (entry) => isSame(at(entry, "rule_no"), rule.rule_number)),
  );
}

/** Groups without the one that the attachment adds; an interface always has one, so the last one stays. */
function withoutGroup(attribute: string, owner: ValueObject, group: Value | undefined): ValueObject {
  const rest = dropped(owner[attribute], (item) => isSame(item, group));
  return isList(rest) && rest.length > 0 ? { [attribute]: rest } : {};
}

/** Rules of security groups and network ACLs, entries of prefix lists, and who has which of them. */
export const FILTER_MIRRORS: readonly Mirror[] = [
  {
    parents: typesOf("security-group"),
    children: typesOf("group-rule"),
    attributes: ["ingress", "egress"],
    named: (rule) => [rule.security_group_id],
    without: withoutRule,
  },
  {
    parents: ACLS,
    children: ["aws_network_acl_rule"],
    attributes: ["ingress", "egress"],
    named: (rule) => [rule.network_acl_id],
    without: withoutAclRule,
  },
  listed({
    parents: ACLS,
    child: "aws_network_acl_association",
    attribute: "subnet_ids",
    names: "network_acl_id",
    adds: "subnet_id",
  }),
  {
    parents: ["aws_ec2_managed_prefix_list"],
    children: ["aws_ec2_managed_prefix_list_entry"],
    attributes: ["entry", "entries"],
    named: (entry) => [entry.prefix_list_id],
    without: (list, { cidr }) => ({
      ...entries(
        "entry",
        dropped(list.entry, (one) => isSame(at(one, "cidr"), cidr)),
      ),
      ...entries(
        "entries",
        dropped(list.entries, (one) => isSame(at(one, "cidr"), cidr)),
      ),
    }),
  },
  {
    parents: ["aws_network_interface"],
    children: ["aws_network_interface_sg_attachment"],
    attributes: ["security_groups"],
    named: (attachment) => [attachment.network_interface_id],
    without: (nic, { security_group_id: group }) => withoutGroup("security_groups", nic, group),
  },
  {
    parents: ["aws_instance"],
    children: ["aws_network_interface_sg_attachment"],
    attributes: ["vpc_security_group_ids"],
    key: "primary_network_interface_id",
    named: (attachment) => [attachment.network_interface_id],
    without: (instance, { security_group_id: group }) => withoutGroup("vpc_security_group_ids", instance, group),
  },
  listed({
    parents: ["aws_vpc_endpoint"],
    child: "aws_vpc_endpoint_security_group_association",
    attribute: "security_group_ids",
    names: "vpc_endpoint_id",
    adds: "security_group_id",
  }),
];
