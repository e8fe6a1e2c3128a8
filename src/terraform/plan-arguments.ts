import { parseAddress } from "./resource-address";
import { hasRole, type TypeName, typesOf } from "./resource-types";
import { ownEntry, type Reference } from "./value";

/** Arguments that hold lists of ids; a set of unknown items is unknown as a whole in the plan. */
export const LIST_ARGUMENTS = new Set([
  "subnet_ids",
  "subnets",
  "security_groups",
  "security_group_ids",
  "vpc_security_group_ids",
  "route_table_ids",
  "prefix_list_ids",
  "target_group_arns",
  "vpc_zone_identifier",
]);

const VPCS = typesOf("vpc");
const SUBNETS = typesOf("subnet");
const TABLES = typesOf("route-table");
const GROUPS = typesOf("security-group");
const BALANCERS = typesOf("load-balancer");
const TARGET_GROUPS = typesOf("target-group");
/** A VPC named as a whole stands for its default group. */
const GROUPS_OR_VPCS = [...GROUPS, ...VPCS];
/** A gateway endpoint has the prefix list of its service. */
const PREFIX_LISTS = [...typesOf("prefix-list"), ...typesOf("vpc-endpoint")];

/** Types that an argument can only point at; used where one expression names several resources. */
const TYPES_OF_ARGUMENT: Readonly<Record<string, readonly TypeName[]>> = {
  vpc_id: VPCS,
  subnet_id: SUBNETS,
  route_table_id: [...TABLES, ...VPCS],
  network_acl_id: [...typesOf("network-acl"), ...VPCS],
  security_group_id: GROUPS_OR_VPCS,
  source_security_group_id: GROUPS_OR_VPCS,
  referenced_security_group_id: GROUPS_OR_VPCS,
  transit_gateway_route_table_id: [...typesOf("transit-table"), ...typesOf("transit-gateway")],
  load_balancer_arn: BALANCERS,
  listener_arn: typesOf("listener"),
  gateway_id: [...typesOf("internet-gateway"), "aws_vpn_gateway", ...typesOf("vpc-endpoint")],
  nat_gateway_id: typesOf("nat-gateway"),
  transit_gateway_id: typesOf("transit-gateway"),
  network_interface_id: [...typesOf("interface"), "aws_instance", ...typesOf("transit-vpc-attachment")],
  vpc_peering_connection_id: [
    ...typesOf("peering"),
    ...typesOf("peering-accepter"),
    "aws_vpc_peering_connection_options",
    "aws_vpc_peering_connections",
  ],
  vpc_endpoint_id: [...typesOf("vpc-endpoint"), "aws_networkfirewall_firewall"],
  firewall_policy_arn: typesOf("firewall-policy"),
  egress_only_gateway_id: ["aws_egress_only_internet_gateway"],
  destination_prefix_list_id: PREFIX_LISTS,
  prefix_list_ids: PREFIX_LISTS,
  security_groups: GROUPS,
  target_group_arn: TARGET_GROUPS,
  subnet_ids: SUBNETS,
  subnets: SUBNETS,
  vpc_zone_identifier: SUBNETS,
  security_group_ids: GROUPS,
  vpc_security_group_ids: GROUPS,
  route_table_ids: TABLES,
  target_group_arns: TARGET_GROUPS,
};

/** Whether an argument can point at what has this address: undefined where it may be anything. */
export function canPointAt(argument: string, { address }: Reference): boolean | undefined {
  const types: readonly string[] | undefined = ownEntry(TYPES_OF_ARGUMENT, argument);
  return types?.includes(parseAddress(address)?.type ?? "");
}

/** Each resource once, with the attribute that such an argument takes where a reference names none. */
export function withAttribute(candidates: readonly Reference[], argument: string): Reference[] {
  const attribute = argument.endsWith("_arn") ? "arn" : argument.endsWith("_id") ? "id" : "";
  const byAddress = new Map<string, Reference>();
  for (const one of candidates) {
    // Of a VPC named as a whole an argument may mean the default table, group or ACL.
    const isVpc = hasRole(parseAddress(one.address)?.type ?? "", "vpc") && argument !== "vpc_id";
    const named = one.attribute === "" && !isVpc ? { ...one, attribute } : one;
    const known = byAddress.get(one.address);
    if (!known || known.attribute === "") byAddress.set(one.address, named);
  }
  const found = [...byAddress.values()];
  return found.every((one) => one.attribute !== "") ? found : [];
}

/**
 * Ranges are worked on where they are used: a plan tells `cidrsubnet(x.ipv6_cidr_block, 8, 1)` by the same reference as
 * the range itself.
 */
export function isWorkedOn(attribute: string): boolean {
  return attribute.includes("cidr");
}

/** Inputs by whose names it is told that they hold words or ranges, never something that other resources refer to. */
const WORDS = /(^|_)(tags?|labels?|names?|prefix|suffix|env|environment|description|region|cidrs?|cidr_blocks?)$/;

/** Whether a local value may be of what the caller passes under this name: `tags = local.tags` brings no VPC in. */
export function canBringIn(input: string): boolean {
  return !WORDS.test(input);
}
