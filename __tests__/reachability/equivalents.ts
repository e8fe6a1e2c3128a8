/** Mutants that no statement needs to catch, each with the reason why traffic does not depend on it. */
export const EQUIVALENT: readonly { readonly mutants: RegExp; readonly reason: string }[] = [
  {
    mutants: /^aws_(s3_bucket\w*|flow_log|cloudwatch_dashboard|cloudwatch_metric_alarm)\./,
    reason: "logs, alarms and dashboards carry no traffic",
  },
  {
    mutants: /^aws_wafv2_web_acl_association\./,
    reason:
      "a web ACL blocks by what is in a request, which is no statement's matter: verify lists it as taken for granted",
  },
  {
    mutants: /^aws_launch_template\.|\.launch_template\.(id|version): /,
    reason: "a launch template gives hosts their image and disk, not their place in the network or their script",
  },
  {
    mutants: /^aws_ec2_instance_connect_endpoint\.demo-client\.subnet_id/,
    reason: "any subnet of the client VPC reaches the demo client",
  },
  {
    mutants: /_egress_rule\.demo-client_(connect-to-client|to-alb-[\d-]+)\.(cidr_ipv4: .* -> .*\/(31|22)$|to_port)/,
    reason: "a wider way out of a demo host: what it may reach is decided where it arrives",
  },
  {
    mutants: /_egress_rule\.appliance-groups_demo-client-to-web--.*\.(cidr_ipv4: .*\/23$|to_port)/,
    reason: "a wider way out of a demo host: what it may reach is decided where it arrives",
  },
  {
    mutants: /_ingress_rule\.appliance-groups_demo-client-from-web--.*\.(cidr_ipv4: .*\/23$|to_port)/,
    reason: "a wider way into the demo client: what the web side may open the appliance decides",
  },
  {
    mutants: /^aws_route53_zone\.names: deleted/,
    reason: "the record names it, so Terraform refuses the configuration",
  },
  {
    mutants: /^data\.aws_network_interface\.appliance-ways_attachment-a\.filter\[2\]: removed/,
    reason: "an attachment in one zone has one interface",
  },
  {
    mutants: /_ingress_rule\.demo-client_from-connect\.to_port/,
    reason: "a wider way into the demo client from its own connect endpoint, whose group lets only SSH out",
  },
  {
    mutants: /^data\.aws_network_interface\.[\w-]+\.filter\[1\]: removed/,
    reason: "the description alone names one interface per subnet; the interface type is a second fence",
  },
  {
    mutants: /^aws_route_table_association\.client_(private2|nat-[ab]|attachment-[ab]|batch-a): deleted/,
    reason: "the subnet falls back to the main route table, which holds the local routes only, as its own does",
  },
  {
    mutants: /^aws_route_table_association\.(client_(nat|attachment)-[ab]|web_web-a)\.route_table_id/,
    reason: "the other table holds the same routes",
  },
  {
    mutants: /_egress_rule\.front_to-[\d-]+\.cidr_ipv4: .*\/31$/,
    reason: "the neighbour that the wider range adds is a target on the same port too",
  },
  {
    mutants: /^aws_ram_/,
    reason: "without its share AWS refuses the attachment, and nothing is carried that should not be",
  },
  {
    mutants:
      /^aws_route_table_association\.(clients_\w+?_(nat_)?attachment|clients_\w+?_build|clients_batch_batch|hub_attachment)-[\w-]+: deleted/,
    reason: "the subnet falls back to the main route table, which holds the local routes only, as its own does",
  },
  {
    mutants: /^aws_route_table_association\.(clients|hub|webs)_[\w-]+\.route_table_id/,
    reason: "the other table holds the same routes",
  },
  {
    mutants: /^aws_ec2_transit_gateway_route_table_association\.webs_web_attachment\.transit_gateway_route_table_id/,
    reason: "client and web side have the same routes to the hub's load balancers",
  },
  {
    mutants: /^aws_vpc_peering_connection_options\./,
    reason: "they say on purpose what is so without them: no host's name is resolved across the peering",
  },
  {
    mutants: /^aws_lb_target_group\.webs_\w+_nlb_alb-\d+\.health_check\.path/,
    reason: "any answer of the ALB but an error of its own is healthy",
  },
  {
    mutants: /_egress_rule\.webs_\w+_nlb_to-alb-[\w-]+\.cidr_ipv4: .*\/26$/,
    reason: "the wider range is that of both subnets, and each is admitted by its own rule",
  },
  {
    mutants: /^added: network ACL without answers out of client_private1$/,
    reason: "its clients open port 80 only, and nobody outside of the subnet opens anything to them",
  },
];
