import { type ResourceType, UNJUDGED } from "./answers";

const ELSEWHERE = { ...UNJUDGED, interfaces: "elsewhere" } as const;

/** Networks outside of AWS, and what leads there: VPN connections and Direct Connect. */
export const ON_PREMISES_TYPES = {
  aws_customer_gateway: { ...ELSEWHERE, role: "customer-gateway" },
  aws_vpn_gateway: { ...ELSEWHERE, role: "vpn-gateway" },
  aws_vpn_gateway_attachment: { ...ELSEWHERE, role: "vpn-gateway-attachment" },
  aws_vpn_connection: { ...ELSEWHERE, role: "vpn-connection" },
  aws_vpn_connection_route: { ...ELSEWHERE, role: "vpn-connection-route" },
  aws_dx_gateway: { ...ELSEWHERE, role: "dx-gateway" },
  aws_dx_gateway_association: { ...ELSEWHERE, role: "dx-association" },
  aws_dx_gateway_association_proposal: { ...ELSEWHERE, role: "dx-proposal" },
  aws_networkmanager_dx_gateway_attachment: { ...UNJUDGED, role: "dx-core-attachment" },
  aws_dx_private_virtual_interface: { ...ELSEWHERE, role: "dx-interface" },
  aws_dx_hosted_private_virtual_interface_accepter: { ...ELSEWHERE, role: "dx-interface" },
} as const satisfies Record<string, ResourceType>;
