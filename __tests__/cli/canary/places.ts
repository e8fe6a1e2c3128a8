import { type Network, octet, type Unique } from "./unique";

/** VPCs, subnets, and what belongs to them. */
export function places(u: Unique, seed: number): Network {
  const o = octet(seed);
  const [za, zb] = [`${u.text()}-1a`, `${u.text()}-1b`];
  const subnet = (id: string, vpc: string, cidr: string, zone: string) => ({
    id: `subnet-${id}`,
    vpc_id: `vpc-${vpc}`,
    cidr_block: cidr,
    availability_zone: zone,
    tags: { [u.text()]: u.name() },
  });
  return {
    "aws_vpc.a": {
      id: "vpc-a",
      cidr_block: `10.${o}.0.0/16`,
      default_security_group_id: "sg-dfa",
      default_network_acl_id: "acl-dfa",
      default_route_table_id: "rtb-dfa",
      main_route_table_id: "rtb-dfa",
      tags: { Name: u.name() },
    },
    "aws_vpc.b": {
      id: "vpc-b",
      cidr_block: `10.${o + 3}.0.0/16`,
      default_security_group_id: "sg-dfb",
      default_network_acl_id: "acl-dfb",
      default_route_table_id: "rtb-dfb",
      main_route_table_id: "rtb-dfb",
    },
    "aws_vpc.c": {
      id: "vpc-c",
      cidr_block: `10.${o + 6}.0.0/16`,
      default_security_group_id: "sg-dfc",
      default_network_acl_id: "acl-dfc",
      default_route_table_id: "rtb-dfc",
      main_route_table_id: "rtb-dfc",
    },
    "aws_default_vpc.d": {
      id: "vpc-d",
      cidr_block: `10.${o + 9}.0.0/16`,
      default_security_group_id: "sg-dfd",
      default_network_acl_id: "acl-dfd",
      default_route_table_id: "rtb-dfd",
      main_route_table_id: "rtb-dfd",
    },
    "aws_vpc_ipv4_cidr_block_association.a": { id: "vpc-cidr-assoc-a", vpc_id: "vpc-a", cidr_block: u.range() },
    "aws_vpc_ipv6_cidr_block_association.a": { id: "vpc-cidr-assoc-6", vpc_id: "vpc-a", ipv6_cidr_block: u.range6() },
    "aws_subnet.client": subnet("client", "a", `10.${o}.20.0/24`, za),
    "aws_subnet.front": subnet("front", "a", `10.${o}.40.0/24`, za),
    "aws_subnet.front2": subnet("front2", "a", `10.${o}.60.0/24`, zb),
    "aws_subnet.nat": subnet("nat", "a", `10.${o}.80.0/24`, za),
    "aws_subnet.web": subnet("web", "b", `10.${o + 3}.20.0/24`, za),
    "aws_subnet.peer": subnet("peer", "c", `10.${o + 6}.20.0/24`, za),
    "aws_default_subnet.d": subnet("d", "d", `10.${o + 9}.20.0/24`, za),
    "aws_ec2_subnet_cidr_reservation.r": {
      id: "scr-1",
      subnet_id: "subnet-client",
      cidr_block: `10.${o}.20.128/28`,
      reservation_type: "explicit",
      description: u.name(),
    },
    "data.aws_prefix_list.s3": { id: "pl-s3", name: u.text(), cidr_blocks: [u.range()] },
    "aws_default_vpc_dhcp_options.d": { id: "dopt-1", domain_name: u.text() },
    "aws_flow_log.f": { id: "fl-1", vpc_id: "vpc-a", log_destination: u.text() },
    "aws_vpc_block_public_access_options.o": { id: "bpa-o", internet_gateway_block_mode: "off" },
    "aws_vpc_block_public_access_exclusion.e": {
      id: "bpa-e",
      vpc_id: "vpc-a",
      internet_gateway_exclusion_mode: u.text(),
    },
    "aws_route53_zone.z": {
      id: "Z1",
      name: `${u.text()}.example.com`,
      vpc: [{ vpc_id: "vpc-a", vpc_region: "us-east-1" }],
    },
    "aws_route53_record.r": { id: "Z1_db", zone_id: "Z1", name: u.text(), type: "A", ttl: 60, records: [u.address()] },
    "aws_route53_zone_association.z": { id: "Z1:vpc-b", zone_id: "Z1", vpc_id: "vpc-b" },
  };
}
