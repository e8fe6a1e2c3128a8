import { NETWORK, type ResourceType, UNJUDGED } from "./answers";

const WAY = { ...NETWORK, role: "way-in", interfaces: "elsewhere" } as const;

/** Most have nothing in a VPC, so that most changes are none of traffic. */
const SOMETIMES = { ...WAY, judged: "not its placement" } as const;

const LATTICE = { ...UNJUDGED, interfaces: "elsewhere" } as const;

/** Services of AWS by which packets come in past a VPC's own gateways. */
export const WAY_IN_TYPES = {
  aws_globalaccelerator_endpoint_group: WAY,
  aws_globalaccelerator_custom_routing_endpoint_group: WAY,
  aws_cloudfront_vpc_origin: WAY,
  aws_cloudfront_distribution: SOMETIMES,
  aws_api_gateway_vpc_link: WAY,
  aws_apigatewayv2_integration: WAY,
  aws_api_gateway_integration: WAY,
  aws_apigatewayv2_api: { ...SOMETIMES, role: "api" },
  aws_api_gateway_rest_api: { ...SOMETIMES, role: "api" },
  aws_verifiedaccess_endpoint: { ...NETWORK, role: "way-in" },
  aws_globalaccelerator_accelerator: { ...WAY, role: "accelerator" },
  aws_globalaccelerator_listener: { ...WAY, role: "accelerator-listener" },
  aws_vpclattice_target_group_attachment: { ...LATTICE, role: "lattice-target" },
  aws_vpclattice_resource_configuration: { ...LATTICE, role: "lattice-target" },
  aws_vpclattice_service_network_vpc_association: { ...LATTICE, role: "lattice-client" },
  aws_ec2_client_vpn_endpoint: { ...UNJUDGED, role: "client-vpn" },
  aws_ec2_client_vpn_network_association: { ...UNJUDGED, role: "client-vpn-association" },
  aws_ec2_client_vpn_authorization_rule: { ...UNJUDGED, role: "client-vpn-rule" },
  aws_ec2_client_vpn_route: { ...UNJUDGED, role: "client-vpn-route" },
} as const satisfies Record<string, ResourceType>;
