import { type Answers, BESIDE, NETWORK, UNJUDGED } from "./answers";
import { type TypeClass } from "./classes/class-group";
import { type Listed, listedAs } from "./classes";

const LAUNCHED_ELSEWHERE = { ...NETWORK, interfaces: "elsewhere" } as const satisfies Answers;
const UNJUDGED_ELSEWHERE = { ...UNJUDGED, interfaces: "elsewhere" } as const satisfies Answers;
const UNJUDGED_BESIDE = { ...UNJUDGED, changesTraffic: false } as const satisfies Answers;
const UNJUDGED_ASIDE = { ...UNJUDGED_BESIDE, interfaces: "elsewhere" } as const satisfies Answers;
/** It may make or change anything, so each answer about a network that has it says so. */
const OUT_OF_SIGHT = { ...UNJUDGED_ASIDE, judged: "not at all" } as const satisfies Answers;
/** A change of it is told where it touches an argument that places something in a network, or opens it to one. */
const PLACED = { ...BESIDE, judged: "not its placement" } as const satisfies Answers;
const PLACED_ELSEWHERE = { ...PLACED, interfaces: "elsewhere" } as const satisfies Answers;

/**
 * Answers for types of networks that have no row, by how their names begin; the longest beginning counts. A new type of a
 * known service is so taken for what its service is: no packet of it is ever taken for granted.
 */
const FAMILIES: Readonly<Record<string, Answers>> = {
  // Routes, filters, gateways, load balancers and hosts.
  aws_alb_: NETWORK,
  aws_autoscaling_: NETWORK,
  aws_default_: NETWORK,
  aws_ec2_: NETWORK,
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
  aws_spot_: NETWORK,
  aws_subnet_: NETWORK,
  aws_vpc_: NETWORK,
  aws_route_: NETWORK,
  aws_security_group_: NETWORK,
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
  aws_vpclattice_: UNJUDGED_ASIDE,
  aws_waf: UNJUDGED_BESIDE,
  // What makes networks out of sight, or routes by tables that are not read.
  aws_cloudcontrolapi_resource: OUT_OF_SIGHT,
  aws_cloudformation_stack: OUT_OF_SIGHT,
  aws_codedeploy_deployment_group: OUT_OF_SIGHT,
  aws_elastic_beanstalk_environment: OUT_OF_SIGHT,
  aws_finspace_kx_environment: OUT_OF_SIGHT,
  aws_fms_policy: OUT_OF_SIGHT,
  aws_serverlessapplicationrepository_cloudformation_stack: OUT_OF_SIGHT,
  aws_servicecatalog_provisioned_product: OUT_OF_SIGHT,
  aws_ec2_carrier_gateway: { ...UNJUDGED, judged: "not at all" },
  aws_ec2_local_gateway_route: { ...UNJUDGED, judged: "not at all" },
  // What sends and receives packets somewhere, and whose changes change who does.
  aws_ec2_fleet: LAUNCHED_ELSEWHERE,
  aws_launch_configuration_: LAUNCHED_ELSEWHERE,
  aws_launch_template_: LAUNCHED_ELSEWHERE,
  aws_spot_fleet_request_: LAUNCHED_ELSEWHERE,
  aws_gamelift_fleet: UNJUDGED_ASIDE,
  // Whom they let in, or where to, is in arguments that no network has.
  aws_api_gateway_integration: UNJUDGED_BESIDE,
  aws_medialive_input_security_group: UNJUDGED_BESIDE,
  aws_opensearchserverless_security_policy: UNJUDGED_BESIDE,
  aws_verifiedaccess_: UNJUDGED_BESIDE,
  aws_workspaces_ip_group: UNJUDGED_BESIDE,
  aws_workspacesweb_ip_access_settings: UNJUDGED_BESIDE,
  // Of what others come by, only those that lead into a VPC matter.
  aws_api_gateway_: PLACED_ELSEWHERE,
  aws_apigatewayv2_: PLACED_ELSEWHERE,
  aws_cloudfront_: PLACED_ELSEWHERE,
  aws_ecs_task_definition: { ...BESIDE, interfaces: "elsewhere" },
};

/** Words in the types of other providers whose resources route or filter packets. */
const WORDS_OF_NETWORKS =
  /(^|_)(network|subnetwork|subnet|firewall|route|router|routing|security_group|nsg|vpc|vnet|peering|nat|gateway|vpn|lb|load_?balancer|forwarding_rule|ingress)(_|s?$)/;

/** The answers of a class where the table of families has none. */
const ANSWERS_OF_CLASS: Readonly<Record<TypeClass, Answers>> = {
  walked: NETWORK,
  end: PLACED_ELSEWHERE,
  "way in": UNJUDGED_ASIDE,
  part: PLACED,
  unknown: UNJUDGED_ASIDE,
  // Of a service: a type that it gets later may be another kind of thing.
  irrelevant: PLACED,
};

function familyOf(type: string): Answers | undefined {
  for (let end = type.length; end > 0; end--) {
    const beginning = type.slice(0, end);
    if (Object.hasOwn(FAMILIES, beginning)) return FAMILIES[beginning];
  }
  return undefined;
}

function answersOfListed(family: Answers | undefined, { class: own, as }: Listed): Answers {
  if (own === "irrelevant") return as.endsWith("*") ? PLACED : BESIDE;
  const answers = family ?? ANSWERS_OF_CLASS[own];
  return own === "unknown" && answers.judged === "wholly" ? { ...answers, judged: "not its changes" } : answers;
}

/** What is asked of types that have no row. A type of AWS that is in no class is not judged, whatever it may be. */
export function answersOfUnknown(type: string): Answers {
  if (!type.startsWith("aws_")) return WORDS_OF_NETWORKS.test(type) ? UNJUDGED_BESIDE : BESIDE;
  const [family, listed] = [familyOf(type), listedAs(type)];
  return listed
    ? answersOfListed(family, listed)
    : { ...(family ?? BESIDE), judged: "not at all", interfaces: "elsewhere" };
}
