import { type Network, octet, type Unique } from "./unique";

/** Gateways, route tables and routes. */
export function routing(u: Unique, seed: number): Network {
  const o = octet(seed);
  const web = `10.${o + 3}.0.0/16`;
  const inline = (cidr: string, more: object) => ({ cidr_block: cidr, ...more });
  return {
    "aws_internet_gateway.a": { id: "igw-a", vpc_id: "vpc-a", tags: { Name: u.name() } },
    "aws_internet_gateway.d": { id: "igw-d" },
    "aws_internet_gateway_attachment.d": { id: "igw-d:vpc-d", internet_gateway_id: "igw-d", vpc_id: "vpc-d" },
    "aws_route_table.client": {
      id: "rtb-client",
      vpc_id: "vpc-a",
      route: [
        inline(u.range(), { transit_gateway_id: "tgw-1" }),
        inline(web, { transit_gateway_id: "tgw-1" }),
        inline(`10.${o}.40.0/24`, { nat_gateway_id: "nat-1" }),
      ],
      tags: { Name: u.name() },
    },
    "aws_route_table.front": { id: "rtb-front", vpc_id: "vpc-a", route: [], propagating_vgws: ["vgw-1"] },
    "aws_route_table.web": {
      id: "rtb-web",
      vpc_id: "vpc-b",
      route: [inline("0.0.0.0/0", { transit_gateway_id: "tgw-1" })],
    },
    "aws_route_table.peer": {
      id: "rtb-peer",
      vpc_id: "vpc-c",
      route: [inline(`10.${o}.0.0/16`, { vpc_peering_connection_id: "pcx-1" })],
    },
    "aws_default_route_table.d": {
      id: "rtb-dfd",
      default_route_table_id: "rtb-dfd",
      vpc_id: "vpc-d",
      route: [inline("0.0.0.0/0", { gateway_id: "igw-d" }), inline(u.range(), { gateway_id: "igw-d" })],
    },
    "aws_route.front_web": {
      id: "r-1",
      route_table_id: "rtb-front",
      destination_cidr_block: web,
      transit_gateway_id: "tgw-1",
    },
    "aws_route.front_peer": {
      id: "r-2",
      route_table_id: "rtb-front",
      destination_cidr_block: `10.${o + 6}.0.0/16`,
      vpc_peering_connection_id: "pcx-1",
    },
    "aws_route.front_out": {
      id: "r-3",
      route_table_id: "rtb-front",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "igw-a",
    },
    "aws_route.front_list": {
      id: "r-4",
      route_table_id: "rtb-front",
      destination_prefix_list_id: "pl-1",
      transit_gateway_id: "tgw-1",
    },
    "aws_route.front_other": {
      id: "r-5",
      route_table_id: "rtb-front",
      destination_cidr_block: u.range(),
      network_interface_id: "eni-1",
    },
    "aws_route.front_vpn": {
      id: "r-6",
      route_table_id: "rtb-front",
      destination_cidr_block: u.range(),
      gateway_id: "vgw-1",
    },
    "aws_route_table_association.client": {
      id: "rtbassoc-1",
      subnet_id: "subnet-client",
      route_table_id: "rtb-client",
    },
    "aws_route_table_association.front": { id: "rtbassoc-2", subnet_id: "subnet-front", route_table_id: "rtb-front" },
    "aws_route_table_association.front2": { id: "rtbassoc-3", subnet_id: "subnet-front2", route_table_id: "rtb-front" },
    "aws_route_table_association.peer": { id: "rtbassoc-4", subnet_id: "subnet-peer", route_table_id: "rtb-peer" },
    "aws_main_route_table_association.web": { id: "rtbassoc-5", vpc_id: "vpc-b", route_table_id: "rtb-web" },
    "aws_eip.n": { id: "eipalloc-1", allocation_id: "eipalloc-1", public_ip: u.address(), domain: "vpc" },
    "aws_eip_association.n": {
      id: "eipassoc-1",
      allocation_id: "eipalloc-2",
      network_interface_id: "eni-1",
      private_ip_address: `10.${o}.20.30`,
      public_ip: u.address(),
    },
    "aws_nat_gateway.n": {
      id: "nat-1",
      subnet_id: "subnet-nat",
      connectivity_type: "private",
      private_ip: `10.${o}.80.55`,
      secondary_private_ip_addresses: [`10.${o}.80.99`],
      network_interface_id: "eni-nat",
    },
    "aws_nat_gateway.p": {
      id: "nat-2",
      subnet_id: "subnet-front",
      connectivity_type: "public",
      allocation_id: "eipalloc-1",
      public_ip: u.address(),
    },
    "aws_vpc_peering_connection.p": { id: "pcx-1", vpc_id: "vpc-a", peer_vpc_id: "vpc-c", accept_status: "active" },
    "aws_vpc_peering_connection_accepter.p": { id: "pcx-1", vpc_peering_connection_id: "pcx-1", auto_accept: true },
    "data.aws_vpc_peering_connections.p": { id: "eu-central-1", ids: ["pcx-1"] },
    "aws_egress_only_internet_gateway.e": { id: "eigw-1", vpc_id: "vpc-a" },
    "aws_vpc_peering_connection_options.p": { id: "pcx-1", vpc_peering_connection_id: "pcx-1" },
    "aws_ec2_managed_prefix_list.l": {
      id: "pl-1",
      name: u.text(),
      address_family: "IPv4",
      max_entries: 60_001,
      entry: [{ cidr: u.range(), description: u.name() }],
    },
    "aws_ec2_managed_prefix_list.m": {
      id: "pl-2",
      name: u.text(),
      address_family: "IPv4",
      max_entries: 60_007,
      entry: [],
    },
    "aws_ec2_managed_prefix_list_entry.m": {
      id: "pl-2,x",
      prefix_list_id: "pl-2",
      cidr: u.range(),
      description: u.name(),
    },
    "aws_vpn_gateway.v": { id: "vgw-1", amazon_side_asn: "64512" },
    "aws_vpn_gateway_attachment.v": { id: "vgwa-1", vpc_id: "vpc-a", vpn_gateway_id: "vgw-1" },
    "aws_vpn_gateway_route_propagation.v": { id: "vgwp-1", vpn_gateway_id: "vgw-1", route_table_id: "rtb-vpn" },
    "aws_route_table.vpn": { id: "rtb-vpn", vpc_id: "vpc-a", route: [], propagating_vgws: ["vgw-1"] },
    "aws_vpn_connection.v": {
      id: "vpn-1",
      vpn_gateway_id: "vgw-1",
      customer_gateway_id: "cgw-1",
      type: "ipsec.1",
      local_ipv4_network_cidr: u.range(),
      tunnel1_preshared_key: u.text(),
    },
    "aws_customer_gateway.c": {
      id: "cgw-1",
      bgp_asn: "65001",
      ip_address: u.address(),
      type: "ipsec.1",
      device_name: u.text(),
    },
    "aws_dx_gateway_association.x": {
      id: "dxa-1",
      dx_gateway_id: "dx-1",
      associated_gateway_id: "tgw-1",
      allowed_prefixes: [u.range()],
    },
  };
}
