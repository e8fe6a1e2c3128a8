import { NETWORK, type ResourceType, UNJUDGED } from "./answers";

/** Transit gateways, and what is attached to them. */
export const TRANSIT_TYPES = {
  aws_ec2_transit_gateway: { ...NETWORK, role: "transit-gateway" },
  aws_ec2_transit_gateway_route_table: { ...NETWORK, role: "transit-table" },
  aws_ec2_transit_gateway_vpc_attachment: { ...NETWORK, role: "transit-vpc-attachment", interfaces: "read" },
  aws_ec2_transit_gateway_vpc_attachment_accepter: { ...NETWORK, role: "transit-vpc-accepter" },
  aws_ec2_transit_gateway_peering_attachment: { ...UNJUDGED, role: "transit-peering" },
  aws_ec2_transit_gateway_peering_attachment_accepter: { ...UNJUDGED, role: "transit-peering-accepter" },
  aws_ec2_transit_gateway_connect: { ...UNJUDGED, role: "transit-foreign-attachment" },
  aws_ec2_transit_gateway_vpn_attachment: { ...UNJUDGED, role: "transit-foreign-attachment" },
  aws_ec2_transit_gateway_dx_gateway_attachment: { ...UNJUDGED, role: "transit-foreign-attachment" },
  aws_ec2_transit_gateway_route_table_association: { ...NETWORK, role: "transit-association" },
  aws_ec2_transit_gateway_route_table_propagation: { ...NETWORK, role: "transit-propagation" },
  aws_ec2_transit_gateway_default_route_table_association: { ...NETWORK, role: "transit-default-association" },
  aws_ec2_transit_gateway_default_route_table_propagation: { ...NETWORK, role: "transit-default-propagation" },
  aws_networkmanager_transit_gateway_peering: { ...UNJUDGED, role: "transit-core-peering" },
  aws_networkmanager_transit_gateway_route_table_attachment: { ...UNJUDGED, role: "transit-core-table" },
  aws_ec2_transit_gateway_policy_table_association: { ...UNJUDGED, role: "transit-policy-association" },
  aws_ec2_transit_gateway_route: { ...NETWORK, role: "transit-route" },
  aws_ec2_transit_gateway_prefix_list_reference: { ...NETWORK, role: "transit-prefix-reference" },
} as const satisfies Record<string, ResourceType>;
