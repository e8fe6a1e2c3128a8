/**
 * What of the mirrors and of what a destruction keeps has no row of its own, and why: the emulator lacks it, or there is
 * one in a Region, which another row already has.
 */
export const NOT_EMULATED: Readonly<Record<string, string>> = {
  // moto fulfils no spot request with an instance that the provider finds; the same function reads aws_instance.
  "aws_eip in aws_spot_instance_request": "as in aws_instance",
  "aws_eip_association in aws_spot_instance_request": "as in aws_instance",
  // A Region has one default VPC, so that six cells would need six Regions; the same function reads aws_vpc.
  "aws_main_route_table_association in aws_default_vpc": "as in aws_vpc",
  "aws_vpc_ipv4_cidr_block_association in aws_default_vpc": "as in aws_vpc",
  "aws_vpc_ipv6_cidr_block_association in aws_default_vpc": "as in aws_vpc",
  // moto fails to take an IPv6 range away, which leaves a route of its own behind.
  "aws_vpc_ipv6_cidr_block_association in aws_vpc": "by plans made by hand",
  // moto makes no routes of VPN connections; __tests__/terraform/mirrors.test.ts has states and plans.
  "aws_vpn_connection_route in aws_vpn_connection": "by plans made by hand",
  aws_default_vpc: "shared by the cells of aws_default_subnet",
  // moto lets no option of a gateway be changed to another table; __tests__/terraform/default-tables.test.ts has plans.
  "aws_ec2_transit_gateway_default_route_table_association in aws_ec2_transit_gateway": "by plans made by hand",
  "aws_ec2_transit_gateway_default_route_table_propagation in aws_ec2_transit_gateway": "by plans made by hand",
  aws_default_vpc_dhcp_options: "moto has no default set of DHCP options",
};
