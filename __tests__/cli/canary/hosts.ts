import { type Network, octet, type Unique } from "./unique";

/** Hosts and endpoints. */
export function hosts(u: Unique, seed: number): Network {
  const o = octet(seed);
  return {
    "aws_instance.client": {
      id: "i-client",
      subnet_id: "subnet-client",
      private_ip: `10.${o}.20.20`,
      public_ip: u.address(),
      vpc_security_group_ids: ["sg-host"],
      primary_network_interface_id: "eni-client",
      user_data: u.name(),
      key_name: u.text(),
      tags: { Name: u.name() },
    },
    "aws_instance.web": {
      id: "i-web",
      subnet_id: "subnet-web",
      private_ip: `10.${o + 3}.20.10`,
      secondary_private_ips: [`10.${o + 3}.20.40`],
      vpc_security_group_ids: ["sg-web"],
    },
    "aws_instance.peer": {
      id: "i-peer",
      subnet_id: "subnet-peer",
      private_ip: `10.${o + 6}.20.10`,
      vpc_security_group_ids: ["sg-dfc"],
    },
    "aws_instance.d": {
      id: "i-d",
      subnet_id: "subnet-d",
      associate_public_ip_address: true,
      public_ip: u.address(),
      private_ip: `10.${o + 9}.20.10`,
      vpc_security_group_ids: ["sg-dfd"],
    },
    "aws_spot_instance_request.s": {
      id: "sir-1",
      spot_instance_id: "i-spot",
      subnet_id: "subnet-client",
      private_ip: `10.${o}.20.90`,
      vpc_security_group_ids: ["sg-host"],
    },
    "aws_ec2_instance_state.s": { id: "i-peer", instance_id: "i-peer", state: "running" },
    "aws_network_interface.e": {
      id: "eni-1",
      subnet_id: "subnet-client",
      private_ips: [`10.${o}.20.30`, `10.${o}.20.35`],
      security_groups: ["sg-host"],
      source_dest_check: false,
      description: u.name(),
    },
    "aws_network_interface_attachment.e": {
      id: "eni-attach-1",
      instance_id: "i-client",
      network_interface_id: "eni-1",
      device_index: 1,
    },
    "aws_network_interface_sg_attachment.e": {
      id: "eni-sg-1",
      network_interface_id: "eni-1",
      security_group_id: "sg-lb",
    },
    "aws_launch_template.l": {
      id: "lt-1",
      name: u.text(),
      vpc_security_group_ids: ["sg-host"],
      user_data: u.text(),
      network_interfaces: [],
    },
    "aws_autoscaling_group.g": {
      id: u.text(),
      name: u.text(),
      vpc_zone_identifier: ["subnet-web"],
      launch_template: [{ id: "lt-1", version: "1" }],
    },
    "aws_autoscaling_attachment.g": {
      id: "asga-1",
      autoscaling_group_name: u.text(),
      lb_target_group_arn: "arn:tg:web",
    },
    "aws_autoscaling_traffic_source_attachment.g": {
      id: "asgt-1",
      autoscaling_group_name: u.text(),
      traffic_source: [{ identifier: "arn:tg:web", type: "elbv2" }],
    },
    "aws_ecs_service.s": {
      id: "ecs-1",
      name: u.text(),
      network_configuration: [{ subnets: ["subnet-web"], security_groups: ["sg-web"] }],
      load_balancer: [{ target_group_arn: "arn:tg:ecs", container_port: u.port(), container_name: u.text() }],
    },
    "aws_vpc_endpoint.i": {
      id: "vpce-1",
      vpc_id: "vpc-a",
      vpc_endpoint_type: "Interface",
      service_name: u.text(),
      subnet_ids: ["subnet-client"],
      security_group_ids: ["sg-lb"],
      private_dns_enabled: true,
    },
    "aws_vpc_endpoint.g": {
      id: "vpce-2",
      vpc_id: "vpc-a",
      vpc_endpoint_type: "Gateway",
      service_name: u.text(),
      route_table_ids: ["rtb-client"],
      prefix_list_id: "pl-s3",
      cidr_blocks: [u.range()],
    },
    "aws_vpc_endpoint_route_table_association.g": {
      id: "vpcera-1",
      vpc_endpoint_id: "vpce-2",
      route_table_id: "rtb-front",
    },
    "aws_vpc_endpoint_subnet_association.i": { id: "vpcesa-1", vpc_endpoint_id: "vpce-1", subnet_id: "subnet-front" },
    "aws_vpc_endpoint_security_group_association.i": {
      id: "vpcesg-1",
      vpc_endpoint_id: "vpce-1",
      security_group_id: "sg-host",
    },
    "aws_vpc_endpoint_service.s": { id: "vpces-1", network_load_balancer_arns: ["arn:nlb"], service_name: u.text() },
    "aws_ec2_instance_connect_endpoint.e": {
      id: "eice-1",
      subnet_id: "subnet-client",
      security_group_ids: ["sg-host"],
      dns_name: u.text(),
    },
    "aws_ec2_client_vpn_endpoint.c": {
      id: "cvpn-1",
      client_cidr_block: u.range(),
      server_certificate_arn: u.text(),
      description: u.name(),
      vpc_id: "vpc-d",
    },
    "aws_ec2_client_vpn_network_association.c": {
      id: "cvpna-1",
      client_vpn_endpoint_id: "cvpn-1",
      subnet_id: "subnet-d",
    },
  };
}
