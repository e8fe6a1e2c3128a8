import { add, drop, fails, met, none, set } from "./flip";
import type { ControlCase } from "./stacks";

const CLIENT = "${aws_vpc.client.id}";
const endpointFor = (service: string, vpc: string, values: object = {}) =>
  add(`aws_vpc_endpoint.${service.replaceAll(".", "-")}-${vpc}`, {
    vpc_id: `\${aws_vpc.${vpc}.id}`,
    service_name: `com.amazonaws.eu-central-1.${service}`,
    vpc_endpoint_type: "Interface",
    ...values,
  });
const acl = (entry: object, subnets: readonly string[] = ["${aws_subnet.web_web-a.id}"]) =>
  add("aws_network_acl.more", { vpc_id: CLIENT, subnet_ids: subnets, ingress: [entry] });

const endpoints: readonly ControlCase[] = (
  [
    ["EC2.10", "ec2"],
    ["EC2.55", "ecr.api"],
    ["EC2.56", "ecr.dkr"],
    ["EC2.57", "ssm"],
    ["EC2.58", "ssm-contacts"],
    ["EC2.60", "ssm-incidents"],
  ] as const
).flatMap(([id, service]) => [
  fails(id, "has no interface endpoint for it"),
  met(id, "an endpoint in each VPC", endpointFor(service, "client"), endpointFor(service, "web")),
  fails(id, "has no interface endpoint for it", endpointFor(service, "client")),
  fails(
    id,
    "has no interface endpoint for it",
    endpointFor(`${service}x`, "client"),
    endpointFor(`${service}x`, "web"),
  ),
  fails(
    id,
    "has no interface endpoint for it",
    endpointFor(service, "client", { vpc_endpoint_type: "Gateway" }),
    endpointFor(service, "web"),
  ),
]);

/** VPCs, subnets, network ACLs and the transit gateway. */
export const NETWORK_CASES: readonly ControlCase[] = [
  ...endpoints,
  met("EC2.6", "a log of each VPC"),
  met("EC2.6", "rejected traffic", set("aws_flow_log.vpc-flow-logs_web", { traffic_type: "REJECT" })),
  fails("EC2.6", "logs accepted traffic only", set("aws_flow_log.vpc-flow-logs_web", { traffic_type: "ACCEPT" })),
  fails("EC2.6", "has no flow log", drop("aws_flow_log.vpc-flow-logs_client")),
  fails("EC2.6", "has no flow log", set("aws_flow_log.vpc-flow-logs_client", { vpc_id: "vpc-11111111" })),
  none("EC2.6", "no VPC is made here", drop("aws_vpc")),
  met("EC2.15", "said"),
  met("EC2.15", "left out", set("aws_subnet.web_web-a", { map_public_ip_on_launch: undefined })),
  fails("EC2.15", "gives its hosts public addresses", set("aws_subnet.web_web-a", { map_public_ip_on_launch: true })),
  fails("EC2.15", "not known before the apply", set("aws_subnet.web_web-a", { map_public_ip_on_launch: "${var.x}" })),
  fails(
    "EC2.15",
    "gives its hosts public addresses",
    add("aws_default_subnet.a", { availability_zone: "eu-central-1a" }),
  ),
  none("EC2.16", "no network ACL is made here"),
  met("EC2.16", "an ACL of a subnet", acl({ protocol: "tcp", rule_no: 1, action: "deny", from_port: 1, to_port: 1 })),
  fails("EC2.16", "is associated with no subnet", acl({}, [])),
  met(
    "EC2.16",
    "by an association",
    acl({}, []),
    add("aws_network_acl_association.a", { network_acl_id: "${aws_network_acl.more.id}" }),
  ),
  none("EC2.21", "no network ACL is made here"),
  met(
    "EC2.21",
    "one host",
    acl({ protocol: "tcp", action: "allow", cidr_block: "10.1.1.1/32", from_port: 22, to_port: 22 }),
  ),
  met(
    "EC2.21",
    "another port",
    acl({ protocol: "tcp", action: "allow", cidr_block: "0.0.0.0/0", from_port: 443, to_port: 443 }),
  ),
  met(
    "EC2.21",
    "a refusal",
    acl({ protocol: "-1", action: "deny", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 }),
  ),
  fails(
    "EC2.21",
    "admits everybody to port 22 or 3389",
    acl({ protocol: "-1", action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 }),
  ),
  fails(
    "EC2.21",
    "admits everybody to port 22 or 3389",
    acl({ protocol: "6", action: "allow", ipv6_cidr_block: "::/0", from_port: 3000, to_port: 4000 }),
  ),
  fails(
    "EC2.21",
    "admits everybody to port 22 or 3389",
    add("aws_network_acl_rule.a", {
      rule_action: "allow",
      protocol: "tcp",
      cidr_block: "0.0.0.0/0",
      from_port: 22,
      to_port: 22,
    }),
  ),
  met(
    "EC2.21",
    "out",
    add("aws_network_acl_rule.a", { egress: true, rule_action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }),
  ),
  met("EC2.23", "off"),
  met("EC2.23", "left out", set("aws_ec2_transit_gateway.transit", { auto_accept_shared_attachments: undefined })),
  fails(
    "EC2.23",
    "accepts attachments",
    set("aws_ec2_transit_gateway.transit", { auto_accept_shared_attachments: "enable" }),
  ),
  none("EC2.23", "no transit gateway is made here", drop("aws_ec2_transit_gateway")),
];
