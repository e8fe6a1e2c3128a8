import { id, type Resources } from "./base-network";
import { type Config } from "./scenario";

/** One spoke: a VPC with a host on the transit gateway, as a module that takes its number. */
const SPOKE = {
  variable: { cidr: { type: "string" }, gateway: { type: "string" }, table: { type: "string" } },
  resource: {
    aws_vpc: { this: { cidr_block: "${var.cidr}" } },
    aws_subnet: {
      this: {
        vpc_id: id("aws_vpc.this"),
        cidr_block: "${cidrsubnet(var.cidr, 8, 0)}",
        availability_zone: "eu-west-1a",
      },
    },
    aws_route_table: { this: { vpc_id: id("aws_vpc.this") } },
    aws_route_table_association: {
      this: { subnet_id: id("aws_subnet.this"), route_table_id: id("aws_route_table.this") },
    },
    aws_route: {
      hub: {
        route_table_id: id("aws_route_table.this"),
        destination_cidr_block: "10.0.0.0/8",
        transit_gateway_id: "${var.gateway}",
        depends_on: ["aws_ec2_transit_gateway_vpc_attachment.this"],
      },
    },
    aws_ec2_transit_gateway_vpc_attachment: {
      this: { vpc_id: id("aws_vpc.this"), transit_gateway_id: "${var.gateway}", subnet_ids: [id("aws_subnet.this")] },
    },
    aws_ec2_transit_gateway_route_table_association: {
      this: {
        transit_gateway_attachment_id: id("aws_ec2_transit_gateway_vpc_attachment.this"),
        transit_gateway_route_table_id: "${var.table}",
      },
    },
    aws_ec2_transit_gateway_route_table_propagation: {
      this: {
        transit_gateway_attachment_id: id("aws_ec2_transit_gateway_vpc_attachment.this"),
        transit_gateway_route_table_id: "${var.table}",
      },
    },
    aws_security_group: {
      this: {
        name: "spoke",
        description: "spoke",
        vpc_id: id("aws_vpc.this"),
        ingress: [
          {
            from_port: 443,
            to_port: 443,
            protocol: "tcp",
            cidr_blocks: ["10.0.0.0/8"],
            description: "",
            ipv6_cidr_blocks: [],
            prefix_list_ids: [],
            security_groups: [],
            self: false,
          },
        ],
        egress: [
          {
            from_port: 0,
            to_port: 0,
            protocol: "-1",
            cidr_blocks: ["0.0.0.0/0"],
            description: "",
            ipv6_cidr_blocks: [],
            prefix_list_ids: [],
            security_groups: [],
            self: false,
          },
        ],
      },
    },
    aws_instance: {
      this: {
        ami: "ami-0123456789abcdef0",
        instance_type: "t3.micro",
        subnet_id: id("aws_subnet.this"),
        vpc_security_group_ids: [id("aws_security_group.this")],
      },
    },
  },
};

const HUB: Resources = {
  aws_ec2_transit_gateway: {
    hub: { default_route_table_association: "disable", default_route_table_propagation: "disable" },
  },
  aws_ec2_transit_gateway_route_table: { hub: { transit_gateway_id: id("aws_ec2_transit_gateway.hub") } },
};
const SPOKE_ARGUMENTS = {
  source: "./spoke",
  gateway: id("aws_ec2_transit_gateway.hub"),
  table: id("aws_ec2_transit_gateway_route_table.hub"),
};

export function counted(count: number): Config {
  return {
    resource: HUB,
    module: { spoke: { ...SPOKE_ARGUMENTS, count, cidr: "10.${count.index + 1}.0.0/16" } },
    folders: { spoke: SPOKE },
  };
}

export function keyed(spokes: Readonly<Record<string, string>>): Config {
  return {
    resource: HUB,
    module: { spoke: { ...SPOKE_ARGUMENTS, for_each: spokes, cidr: "${each.value}" } },
    folders: { spoke: SPOKE },
  };
}
