/** What of a bridge a policy is for. */
export type Part =
  | "network"
  | "balancing"
  | "created-vpc"
  | "logs"
  | "alarms"
  | "demo"
  | "hosts"
  | "appliance"
  | "sessions"
  | "endpoint"
  | "analyzer"
  | "share"
  | "waf"
  | "names"
  | "hub";

/** The part that each resource type belongs to. A type that is missing here fails the tests. */
export const PART_OF: Readonly<Record<string, Part>> = {
  provider: "network",
  "data.aws_network_interface": "network",
  aws_ec2_transit_gateway: "network",
  aws_ec2_transit_gateway_route: "network",
  aws_ec2_transit_gateway_route_table: "network",
  aws_ec2_transit_gateway_route_table_association: "network",
  aws_ec2_transit_gateway_vpc_attachment: "network",
  aws_lb: "balancing",
  aws_lb_listener: "balancing",
  aws_lb_listener_certificate: "balancing",
  aws_lb_listener_rule: "balancing",
  aws_lb_target_group: "balancing",
  aws_lb_target_group_attachment: "balancing",
  aws_nat_gateway: "network",
  aws_route: "network",
  aws_route_table: "network",
  aws_route_table_association: "network",
  aws_security_group: "network",
  aws_subnet: "network",
  aws_vpc_ipv4_cidr_block_association: "network",
  aws_vpc_security_group_egress_rule: "network",
  aws_vpc_security_group_ingress_rule: "network",
  aws_default_security_group: "created-vpc",
  aws_vpc: "created-vpc",
  aws_flow_log: "logs",
  aws_s3_bucket: "logs",
  aws_s3_bucket_lifecycle_configuration: "logs",
  aws_s3_bucket_ownership_controls: "logs",
  aws_s3_bucket_policy: "logs",
  aws_s3_bucket_public_access_block: "logs",
  aws_s3_bucket_server_side_encryption_configuration: "logs",
  aws_s3_bucket_versioning: "logs",
  aws_cloudwatch_dashboard: "alarms",
  aws_cloudwatch_metric_alarm: "alarms",
  aws_ec2_instance_connect_endpoint: "demo",
  aws_instance: "hosts",
  aws_launch_template: "hosts",
  aws_network_interface: "appliance",
  aws_iam_instance_profile: "sessions",
  aws_iam_role: "sessions",
  aws_iam_role_policy_attachment: "sessions",
  aws_vpc_endpoint: "endpoint",
  aws_ec2_network_insights_analysis: "analyzer",
  aws_ec2_network_insights_path: "analyzer",
  aws_ec2_transit_gateway_vpc_attachment_accepter: "share",
  aws_ram_principal_association: "share",
  aws_ram_resource_association: "share",
  aws_ram_resource_share: "share",
  aws_ram_resource_share_accepter: "share",
  aws_wafv2_web_acl_association: "waf",
  aws_route53_record: "names",
  aws_route53_zone: "names",
  aws_vpc_endpoint_connection_accepter: "hub",
  aws_vpc_endpoint_service: "hub",
  aws_vpc_peering_connection: "hub",
  aws_vpc_peering_connection_options: "hub",
};

/** What the web side has in an account of its own; the rest is the client side's. A test reads the same out of a stack. */
export const WEB_TYPES: readonly string[] = [
  "aws_default_security_group",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_flow_log",
  "aws_instance",
  "aws_launch_template",
  "aws_ram_resource_share_accepter",
  "aws_route",
  "aws_route_table",
  "aws_route_table_association",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];
