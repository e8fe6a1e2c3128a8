import { type JsonObject, push, type ValueObject } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, number, object, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { ownersFirst } from "../owners-first";

/** The lists of an IpPermission that name peers [EC2 API, IpPermission], with the keys that hold them. */
const PEERS = [
  ["IpRanges", "CidrIp", "cidr_blocks"],
  ["Ipv6Ranges", "CidrIpv6", "ipv6_cidr_blocks"],
  ["PrefixListIds", "PrefixListId", "prefix_list_ids"],
  ["UserIdGroupPairs", "GroupId", "security_groups"],
] as const;

const LISTS = ["IpPermissions", "IpPermissionsEgress"] as const;

/** A permission as an inline rule. All protocols have no ports in AWS, and both are 0 in Terraform. */
function inlineOf(permission: JsonObject): ValueObject {
  const protocol = text(permission, "IpProtocol") ?? null;
  const unset = protocol === "-1" ? 0 : null;
  return {
    protocol,
    from_port: number(permission, "FromPort") ?? unset,
    to_port: number(permission, "ToPort") ?? unset,
    self: false,
    ...Object.fromEntries(
      PEERS.map(([list, key, argument]) => [
        argument,
        objects(permission, list).flatMap((one) => text(one, key) ?? []),
      ]),
    ),
  };
}

/** How many rules a group has: each peer of a permission is one [EC2 API, SecurityGroupRule]. */
function rulesIn(group: JsonObject): number {
  const permissions = LISTS.flatMap((list) => objects(group, list));
  return permissions.flatMap((one) => PEERS.flatMap(([list]) => objects(one, list))).length;
}

function addRule(made: Made, rule: JsonObject): void {
  const isEgress = flag(rule, "IsEgress") === true;
  made.add(
    isEgress ? "aws_vpc_security_group_egress_rule" : "aws_vpc_security_group_ingress_rule",
    text(rule, "SecurityGroupRuleId") ?? "",
    {
      security_group_id: text(rule, "GroupId"),
      ip_protocol: text(rule, "IpProtocol"),
      from_port: number(rule, "FromPort"),
      to_port: number(rule, "ToPort"),
      cidr_ipv4: text(rule, "CidrIpv4"),
      cidr_ipv6: text(rule, "CidrIpv6"),
      prefix_list_id: text(rule, "PrefixListId"),
      referenced_security_group_id: text(object(rule, "ReferencedGroupInfo"), "GroupId"),
      description: text(rule, "Description"),
    },
  );
}

/**
 * A group with its rules: those of their own where all of them were told, since they have ids; otherwise the group's own
 * permissions, which are the whole.
 */
function addGroup(made: Made, { json }: Item, rules: readonly JsonObject[]): void {
  const id = text(json, "GroupId");
  if (id === undefined) return;
  const isWhole = rules.length === rulesIn(json) && rules.every((one) => text(one, "SecurityGroupRuleId"));
  const inlineIn = (list: (typeof LISTS)[number]): ValueObject[] => (isWhole ? [] : objects(json, list).map(inlineOf));
  const name = text(json, "GroupName");
  made.add(name === "default" ? "aws_default_security_group" : "aws_security_group", id, {
    vpc_id: text(json, "VpcId"),
    owner_id: text(json, "OwnerId"),
    name,
    ingress: inlineIn("IpPermissions"),
    egress: inlineIn("IpPermissionsEgress"),
    tags: tagsOf(json),
  });
  if (isWhole) for (const rule of rules) addRule(made, rule);
}

/** Security groups and their rules [EC2 API: SecurityGroup, SecurityGroupRule]. */
export function addSecurityGroups(answers: Answers, made: Made): void {
  const rulesOf = new Map<string, JsonObject[]>();
  for (const { json, place } of answers.items("DescribeSecurityGroupRules"))
    push(rulesOf, `${place.key} ${text(json, "GroupId")}`, json);
  const seen = new Set<string>();
  for (const item of ownersFirst(answers.items("DescribeSecurityGroups"))) {
    const id = text(item.json, "GroupId") ?? "";
    if (!seen.has(id)) addGroup(made, item, rulesOf.get(`${item.place.key} ${id}`) ?? []);
    seen.add(id);
  }
}
