import { NETWORK, type ResourceType } from "./answers";

/** A thing whose interfaces the model knows, and that ends the connections through it when it goes. */
const HOST = { ...NETWORK, interfaces: "read", keepsConnections: true } as const;

/**
 * Hosts, their interfaces and addresses, and VPC endpoints, which have interfaces or routes. The model reads the interfaces
 * of some endpoints, and of none their addresses: so each of them counts in each subnet that it names.
 */
export const HOST_TYPES = {
  aws_instance: { ...HOST, role: "instance" },
  aws_spot_instance_request: { ...NETWORK, role: "instance", interfaces: "read" },
  aws_ec2_instance_state: { ...NETWORK, role: "unread", whenDestroyed: "stays" },
  aws_launch_template: { ...NETWORK, role: "launch-template", interfaces: "of its instances" },
  aws_network_interface: { ...HOST, role: "interface" },
  aws_network_interface_attachment: { ...NETWORK, role: "interface-attachment" },
  aws_eip: { ...NETWORK, role: "elastic-ip" },
  aws_eip_association: { ...NETWORK, role: "elastic-ip-association" },
  aws_vpc_endpoint: { ...NETWORK, role: "vpc-endpoint" },
  aws_ec2_instance_connect_endpoint: { ...NETWORK, role: "connect-endpoint" },
  aws_vpc_endpoint_subnet_association: { ...NETWORK, role: "endpoint-subnet" },
  aws_vpc_endpoint_security_group_association: { ...NETWORK, role: "endpoint-group" },
  aws_vpc_endpoint_route_table_association: { ...NETWORK, role: "endpoint-table" },
  aws_vpc_endpoint_service: { ...NETWORK, role: "endpoint-service" },
  aws_vpc_endpoint_connection_accepter: { ...NETWORK, role: "endpoint-accepter" },
} as const satisfies Record<string, ResourceType>;
