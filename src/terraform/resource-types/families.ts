import { type Answers, BESIDE, NETWORK, RANGES, UNJUDGED } from "./answers";

const HOSTS_ELSEWHERE = { ...BESIDE, interfaces: "elsewhere" } as const satisfies Answers;
const LAUNCHED_ELSEWHERE = { ...NETWORK, interfaces: "elsewhere" } as const satisfies Answers;
const UNJUDGED_ELSEWHERE = { ...UNJUDGED, interfaces: "elsewhere" } as const satisfies Answers;
const UNJUDGED_BESIDE = { ...UNJUDGED, changesTraffic: false } as const satisfies Answers;

/**
 * Answers for types that the program doesn't know by name, by how their names begin; the longest beginning counts. A new
 * type of a known service is so taken for what its service is: no packet of it is ever taken for granted.
 */
const FAMILIES: Readonly<Record<string, Answers>> = {
  // Routes, filters, gateways, load balancers and hosts.
  aws_alb_: NETWORK,
  aws_autoscaling_: NETWORK,
  aws_default_: NETWORK,
  aws_ec2_: NETWORK,
  aws_ecs_service_: NETWORK,
  aws_eip_: NETWORK,
  aws_elb_: NETWORK,
  aws_instance_: NETWORK,
  aws_internet_gateway_: NETWORK,
  aws_launch_: NETWORK,
  aws_lb_: NETWORK,
  aws_main_route_: NETWORK,
  aws_nat_gateway_: NETWORK,
  aws_network_: NETWORK,
  aws_prefix_list_: NETWORK,
  aws_ram_: NETWORK,
  aws_spot_: NETWORK,
  aws_subnet_: NETWORK,
  aws_vpc_: NETWORK,
  // Those among them that hold ranges.
  aws_default_network_acl_: RANGES,
  aws_default_route_: RANGES,
  aws_default_security_group_: RANGES,
  aws_ec2_managed_prefix_list: RANGES,
  aws_ec2_transit_gateway_route_: RANGES,
  aws_ec2_transit_gateway_vpc_attachment: RANGES,
  aws_network_acl: RANGES,
  aws_route_: RANGES,
  aws_security_group_: RANGES,
  aws_vpc_security_group_: RANGES,
  // Those that the model doesn't follow.
  aws_customer_gateway_: UNJUDGED,
  aws_ec2_client_vpn_: UNJUDGED,
  aws_ec2_transit_gateway_connect_: UNJUDGED,
  aws_ec2_transit_gateway_dx_: UNJUDGED,
  aws_ec2_transit_gateway_multicast_: UNJUDGED,
  aws_ec2_transit_gateway_peering_: UNJUDGED,
  aws_ec2_transit_gateway_policy_: UNJUDGED,
  aws_ec2_transit_gateway_vpn_: UNJUDGED,
  aws_egress_only_: UNJUDGED,
  aws_vpc_block_public_access_: UNJUDGED,
  aws_vpc_endpoint_service_: UNJUDGED,
  aws_vpc_ipv6_: UNJUDGED,
  aws_dx_: UNJUDGED_ELSEWHERE,
  aws_vpn_: UNJUDGED_ELSEWHERE,
  // Services of their own that route or filter.
  aws_networkfirewall_: UNJUDGED_BESIDE,
  aws_networkmanager_: UNJUDGED_BESIDE,
  aws_shield_: UNJUDGED_BESIDE,
  aws_vpclattice_: { ...UNJUDGED_BESIDE, interfaces: "elsewhere" },
  aws_waf: UNJUDGED_BESIDE,
  // What sends and receives packets somewhere.
  aws_ec2_fleet: LAUNCHED_ELSEWHERE,
  aws_launch_configuration_: LAUNCHED_ELSEWHERE,
  aws_launch_template_: LAUNCHED_ELSEWHERE,
  aws_spot_fleet_request_: LAUNCHED_ELSEWHERE,
  aws_api_gateway_: HOSTS_ELSEWHERE,
  aws_apigatewayv2_: HOSTS_ELSEWHERE,
  aws_cloudfront_: HOSTS_ELSEWHERE,
  aws_db_: HOSTS_ELSEWHERE,
  aws_docdb_: HOSTS_ELSEWHERE,
  aws_ecs_task_definition: HOSTS_ELSEWHERE,
  aws_elasticache_: HOSTS_ELSEWHERE,
  aws_globalaccelerator_: HOSTS_ELSEWHERE,
  aws_neptune_: HOSTS_ELSEWHERE,
  aws_rds_: HOSTS_ELSEWHERE,
  aws_redshift: HOSTS_ELSEWHERE,
};

/** Words in the types of other providers whose resources route or filter packets. */
const WORDS_OF_NETWORKS =
  /(^|_)(network|subnetwork|subnet|firewall|route|router|routing|security_group|nsg|vpc|vnet|peering|nat|gateway|vpn|lb|load_?balancer|forwarding_rule|ingress)(_|s?$)/;

/** What is asked of types that nothing here names. */
export function answersOfUnknown(type: string): Answers {
  if (!type.startsWith("aws_")) return WORDS_OF_NETWORKS.test(type) ? UNJUDGED_BESIDE : BESIDE;
  for (let end = type.length; end > 0; end--) {
    const beginning = type.slice(0, end);
    if (Object.hasOwn(FAMILIES, beginning)) return FAMILIES[beginning]!;
  }
  return BESIDE;
}
