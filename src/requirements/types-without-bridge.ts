import { type ReadRole, type TypeOf } from "../terraform";

/** What is left of a resource when the bridge is thought away: nothing, or all of it but these arguments. */
export type WithoutBridge = "goes" | { readonly without: readonly string[] };

function without(...args: readonly string[]): WithoutBridge {
  return { without: args };
}

const GOES: WithoutBridge = "goes";
const STAYS = without();
const PEERS = [
  ...["cidr_ipv4", "cidr_blocks", "prefix_list_id", "prefix_list_ids"],
  ...["referenced_security_group_id", "source_security_group_id", "self"],
];

/**
 * What a VPC has without the bridge: ranges, subnets, hosts, and the tables and groups that they can't be without. Arguments
 * that are ways go. A rule without peers admits nobody, and still tells of a security group that is not managed here, whose
 * other rules nobody knows with or without the bridge.
 */
export const TYPES_WITHOUT_BRIDGE: Readonly<Record<TypeOf<ReadRole>, WithoutBridge>> = {
  aws_vpc: STAYS,
  aws_default_vpc: GOES,
  aws_vpc_ipv4_cidr_block_association: STAYS,
  aws_vpc_ipv6_cidr_block_association: GOES,
  aws_vpc_block_public_access_options: GOES,
  aws_subnet: STAYS,
  aws_default_subnet: GOES,
  aws_route_table: without("route"),
  aws_default_route_table: without("route"),
  aws_main_route_table_association: STAYS,
  aws_route_table_association: STAYS,
  aws_route: GOES,
  aws_vpn_gateway_route_propagation: GOES,
  aws_internet_gateway: GOES,
  aws_internet_gateway_attachment: GOES,
  aws_nat_gateway: GOES,
  aws_vpc_peering_connection: GOES,
  aws_vpc_peering_connection_accepter: GOES,
  aws_security_group: without("ingress", "egress"),
  aws_default_security_group: without("ingress", "egress"),
  aws_security_group_rule: without(...PEERS),
  aws_vpc_security_group_ingress_rule: without(...PEERS),
  aws_vpc_security_group_egress_rule: without(...PEERS),
  aws_network_interface_sg_attachment: STAYS,
  aws_network_acl: GOES,
  aws_default_network_acl: GOES,
  aws_network_acl_rule: GOES,
  aws_network_acl_association: GOES,
  aws_ec2_managed_prefix_list: STAYS,
  aws_prefix_list: GOES,
  aws_ec2_managed_prefix_list_entry: STAYS,
  aws_networkfirewall_firewall: GOES,
  aws_vpn_connection: GOES,
  aws_ec2_transit_gateway: GOES,
  aws_ec2_transit_gateway_route_table: GOES,
  aws_ec2_transit_gateway_vpc_attachment: GOES,
  aws_ec2_transit_gateway_vpc_attachment_accepter: GOES,
  aws_ec2_transit_gateway_peering_attachment: GOES,
  aws_ec2_transit_gateway_peering_attachment_accepter: GOES,
  aws_dx_gateway_association: GOES,
  aws_ec2_transit_gateway_connect: GOES,
  aws_ec2_transit_gateway_vpn_attachment: GOES,
  aws_ec2_transit_gateway_dx_gateway_attachment: GOES,
  aws_ec2_transit_gateway_route_table_association: GOES,
  aws_ec2_transit_gateway_route_table_propagation: GOES,
  aws_ec2_transit_gateway_default_route_table_association: GOES,
  aws_ec2_transit_gateway_default_route_table_propagation: GOES,
  aws_ec2_transit_gateway_policy_table_association: GOES,
  aws_ec2_transit_gateway_route: GOES,
  aws_ec2_transit_gateway_prefix_list_reference: GOES,
  aws_instance: STAYS,
  aws_spot_instance_request: GOES,
  aws_launch_template: GOES,
  aws_network_interface: STAYS,
  aws_network_interface_attachment: STAYS,
  aws_eip: GOES,
  aws_eip_association: GOES,
  aws_vpc_endpoint: STAYS,
  aws_ec2_instance_connect_endpoint: STAYS,
  aws_vpc_endpoint_subnet_association: GOES,
  aws_vpc_endpoint_security_group_association: GOES,
  aws_vpc_endpoint_route_table_association: GOES,
  aws_lb: GOES,
  aws_alb: GOES,
  aws_elb: GOES,
  aws_lb_listener: GOES,
  aws_alb_listener: GOES,
  aws_lb_listener_rule: GOES,
  aws_alb_listener_rule: GOES,
  aws_lb_target_group: GOES,
  aws_alb_target_group: GOES,
  aws_lb_target_group_attachment: GOES,
  aws_alb_target_group_attachment: GOES,
  aws_autoscaling_attachment: GOES,
  aws_autoscaling_group: GOES,
  aws_ecs_service: GOES,
  aws_autoscaling_traffic_source_attachment: GOES,
  aws_globalaccelerator_endpoint_group: GOES,
  aws_globalaccelerator_custom_routing_endpoint_group: GOES,
  aws_cloudfront_vpc_origin: GOES,
  aws_api_gateway_vpc_link: GOES,
  aws_apigatewayv2_integration: GOES,
  aws_verifiedaccess_endpoint: GOES,
  aws_ec2_client_vpn_endpoint: GOES,
  aws_ec2_client_vpn_network_association: GOES,
};
