import { type ClassGroup } from "./class-group";

/** What carries, routes or filters packets, or makes what does, in ways that the model doesn't follow. */
export const NOT_FOLLOWED: readonly ClassGroup[] = [
  // A stack of a template, a product, or any resource by its own name.
  {
    what: "makes anything, networks too, out of the input's sight",
    types: [
      "aws_cloudcontrolapi_resource",
      "aws_cloudformation_stack",
      "aws_cloudformation_stack_*",
      "aws_elastic_beanstalk_configuration_template",
      "aws_elastic_beanstalk_environment",
      "aws_serverlessapplicationrepository_cloudformation_stack",
      "aws_servicecatalog_provisioned_product",
    ],
  },
  { what: "writes groups, ACLs and firewalls into VPCs (Firewall Manager)", types: ["aws_fms_*"] },
  { what: "changes the target groups of listeners (CodeDeploy)", types: ["aws_codedeploy_deployment_group"] },
  { what: "Amazon FinSpace, environments at a transit gateway", types: ["aws_finspace_kx_environment"] },
  { what: "AWS Network Firewall", types: ["aws_networkfirewall_*"] },
  { what: "AWS Cloud WAN and Network Manager", types: ["aws_networkmanager_*"] },
  { what: "AWS Direct Connect", types: ["aws_dx_*"] },
  { what: "AWS Shield", types: ["aws_shield_*"] },
  { what: "AWS Site-to-Site VPN", types: ["aws_customer_gateway", "aws_vpn_*"] },
  { what: "AWS WAF", types: ["aws_waf*"] },
  { what: "client VPN, whom it lets get how far", types: ["aws_ec2_client_vpn_*"] },
  { what: "classic load balancers, what they send to", types: ["aws_elb_attachment"] },
  { what: "exceptions from a block on public access", types: ["aws_vpc_block_public_access_exclusion"] },
  {
    what: "Outposts and Wavelength Zones",
    types: ["aws_ec2_carrier_gateway", "aws_ec2_coip_*", "aws_ec2_local_gateway*"],
  },
  { what: "traffic mirrors", types: ["aws_ec2_traffic_mirror_*"] },
  {
    what: "transit gateways: Connect, Direct Connect, VPN, multicast, policy tables",
    types: [
      "aws_ec2_transit_gateway_connect_*",
      "aws_ec2_transit_gateway_dx_*",
      "aws_ec2_transit_gateway_multicast_*",
      "aws_ec2_transit_gateway_policy_*",
      "aws_ec2_transit_gateway_vpn_*",
    ],
  },
  { what: "VPC Route Server", types: ["aws_vpc_route_server", "aws_vpc_route_server_*"] },
];
