import { parseAddress } from "./address";
import { type Reference } from "./value";

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

/** Types that an argument can only point at; used where one expression names several resources. */
export const TYPES_OF_ARGUMENT: Readonly<Record<string, RegExp>> = {
  vpc_id: /^aws_(default_)?vpc$/,
  subnet_id: /^aws_(default_)?subnet$/,
  route_table_id: /^aws_((default_)?route_table|(default_)?vpc)$/,
  network_acl_id: /^aws_((default_)?network_acl|(default_)?vpc)$/,
  security_group_id: /^aws_((default_)?security_group|(default_)?vpc)$/,
  source_security_group_id: /^aws_((default_)?security_group|(default_)?vpc)$/,
  referenced_security_group_id: /^aws_((default_)?security_group|(default_)?vpc)$/,
  transit_gateway_route_table_id: /^aws_ec2_transit_gateway(_route_table)?$/,
  load_balancer_arn: /^aws_(lb|alb)$/,
  listener_arn: /^aws_(lb|alb)_listener$/,
  gateway_id: /^aws_(internet_gateway|vpn_gateway|vpc_endpoint)$/,
  nat_gateway_id: /^aws_nat_gateway$/,
  transit_gateway_id: /^aws_ec2_transit_gateway$/,
  network_interface_id: /^aws_(network_interface|instance|ec2_transit_gateway_vpc_attachment)$/,
  vpc_peering_connection_id: /^aws_vpc_peering_connection/,
  vpc_endpoint_id: /^aws_(vpc_endpoint|networkfirewall_firewall)$/,
  egress_only_gateway_id: /^aws_egress_only_internet_gateway$/,
  destination_prefix_list_id: /^aws_(ec2_managed_prefix_list|prefix_list|vpc_endpoint)$/,
  prefix_list_ids: /^aws_(ec2_managed_prefix_list|prefix_list|vpc_endpoint)$/,
  security_groups: /^aws_(default_)?security_group$/,
  target_group_arn: /^aws_(lb|alb)_target_group$/,
  subnet_ids: /^aws_(default_)?subnet$/,
  subnets: /^aws_(default_)?subnet$/,
  vpc_zone_identifier: /^aws_(default_)?subnet$/,
  security_group_ids: /^aws_(default_)?security_group$/,
  vpc_security_group_ids: /^aws_(default_)?security_group$/,
  route_table_ids: /^aws_(default_)?route_table$/,
  target_group_arns: /^aws_(lb|alb)_target_group$/,
};

/** Each resource once, with the attribute that such an argument takes where a reference names none. */
export function withAttribute(candidates: readonly Reference[], argument: string): Reference[] {
  const attribute = argument.endsWith("_arn") ? "arn" : argument.endsWith("_id") ? "id" : "";
  const byAddress = new Map<string, Reference>();
  for (const one of candidates) {
    // Of a VPC named as a whole an argument may mean the default table, group or ACL.
    const isVpc = /^aws_(default_)?vpc$/.test(parseAddress(one.address)?.type ?? "") && argument !== "vpc_id";
    const named = one.attribute === "" && !isVpc ? { ...one, attribute } : one;
    const known = byAddress.get(one.address);
    if (!known || known.attribute === "") byAddress.set(one.address, named);
  }
  const found = [...byAddress.values()];
  return found.every((one) => one.attribute !== "") ? found : [];
}

/** Inputs by whose names it is told that they hold words or ranges, never something that other resources refer to. */
const WORDS = /(^|_)(tags?|labels?|names?|prefix|suffix|env|environment|description|region|cidrs?|cidr_blocks?)$/;

/** Whether a local value may be of what the caller passes under this name: `tags = local.tags` brings no VPC in. */
export function canBringIn(input: string): boolean {
  return !WORDS.test(input);
}
