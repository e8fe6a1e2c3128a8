/** A call that AWS or Terraform needs and that no deployment to the emulator shows. */
export interface Unseen {
  readonly plan?: readonly string[];
  readonly apply?: readonly string[];
  readonly why: string;
}

/** These policies are for the client's place; what the hub in whole-vpc.test.ts shows of the same types is compared with this. */
const ACCOUNTS = "no bridge of the client's place is deployed over accounts; read in the provider's sources,";
const RAM = `${ACCOUNTS} internal/service/ram, v5.100.0`;

/** An attachment that the gateway put into its default tables by itself. */
const OUT_OF_DEFAULT_TABLES: Unseen = {
  plan: ["ec2:GetTransitGatewayRouteTableAssociations", "ec2:GetTransitGatewayRouteTablePropagations"],
  apply: ["ec2:DisableTransitGatewayRouteTablePropagation", "ec2:DisassociateTransitGatewayRouteTable"],
  why: "only a gateway that exists has default tables, from which the bridge takes its attachments; read in the provider's sources, transitgateway_vpc_attachment.go",
};

/** What Reachability Analyzer asks in its caller's name; nothing of it changes anything. */
const READ_BY_THE_ANALYSIS: readonly string[] = [
  "ec2:DescribeInternetGateways",
  "ec2:DescribeManagedPrefixLists",
  "ec2:DescribeRegions",
  "ec2:DescribeTransitGatewayAttachments",
  "ec2:DescribeTransitGatewayConnects",
  "ec2:DescribeTransitGatewayPeeringAttachments",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpnConnections",
  "ec2:DescribeVpnGateways",
  "ec2:GetManagedPrefixListEntries",
  "tiros:CreateQuery",
  "tiros:GetQueryAnswer",
  "tiros:GetQueryExplanation",
];

/**
 * By resource type, and `state-s3` for what Terraform itself does with a state in S3. What the emulator shows does not
 * belong here: a test says so.
 */
export const UNSEEN: Readonly<Record<string, readonly Unseen[]>> = {
  aws_ram_resource_share: [
    {
      plan: ["ram:GetResourceShares", "ram:ListResourceSharePermissions"],
      apply: ["ram:CreateResourceShare", "ram:TagResource", "ram:UpdateResourceShare", "ram:DeleteResourceShare"],
      why: RAM,
    },
  ],
  aws_ram_resource_association: [
    {
      plan: ["ram:GetResourceShareAssociations"],
      apply: ["ram:AssociateResourceShare", "ram:DisassociateResourceShare"],
      why: RAM,
    },
  ],
  aws_ram_principal_association: [
    {
      plan: ["ram:GetResourceShareAssociations"],
      apply: ["ram:AssociateResourceShare", "ram:DisassociateResourceShare"],
      why: RAM,
    },
  ],
  aws_ram_resource_share_accepter: [
    {
      plan: ["ram:GetResourceShareInvitations", "ram:GetResourceShares", "ram:ListResources"],
      apply: ["ram:AcceptResourceShareInvitation", "ram:DisassociateResourceShare"],
      why: RAM,
    },
  ],
  aws_ec2_transit_gateway_vpc_attachment_accepter: [
    {
      plan: ["ec2:DescribeTransitGatewayVpcAttachments", "ec2:DescribeTransitGateways"],
      apply: ["ec2:AcceptTransitGatewayVpcAttachment", "ec2:DeleteTransitGatewayVpcAttachment", "ec2:CreateTags"],
      why: `${ACCOUNTS} transitgateway_vpc_attachment_accepter.go`,
    },
    OUT_OF_DEFAULT_TABLES,
  ],
  aws_ec2_network_insights_path: [
    {
      plan: ["ec2:DescribeNetworkInsightsPaths"],
      apply: ["ec2:CreateNetworkInsightsPath tagging network-insights-path", "ec2:DeleteNetworkInsightsPath"],
      why: "Reachability Analyzer is not emulated; read in the provider's sources, vpc_network_insights_path.go",
    },
  ],
  aws_ec2_network_insights_analysis: [
    {
      plan: ["ec2:DescribeNetworkInsightsAnalyses"],
      apply: [
        "ec2:StartNetworkInsightsAnalysis tagging network-insights-analysis",
        "ec2:DeleteNetworkInsightsAnalysis",
      ],
      why: "Reachability Analyzer is not emulated; read in the provider's sources, vpc_network_insights_analysis.go",
    },
    {
      apply: READ_BY_THE_ANALYSIS,
      why: "the analysis reads in its caller's name; AWS tells the services, not the list: where it is refused one, take AmazonVPCReachabilityAnalyzerFullAccessPolicy",
    },
  ],
  aws_wafv2_web_acl_association: [
    {
      plan: ["wafv2:GetWebACL", "elasticloadbalancing:GetLoadBalancerWebACL"],
      apply: ["elasticloadbalancing:CreateWebACLAssociation", "elasticloadbalancing:DeleteWebACLAssociation"],
      why: "WAF asks for these in the caller's name (service authorization reference, ELB v2, permission only; WAF API reference, GetWebACLForResource)",
    },
    {
      apply: ["elasticloadbalancing:SetWebAcl"],
      why: "what WAF asked for before CreateWebACLAssociation and DeleteWebACLAssociation, and may ask for still (WAF developer guide, how WAF works with IAM)",
    },
  ],
  aws_flow_log: [
    {
      apply: ["logs:CreateLogDelivery", "logs:DeleteLogDelivery"],
      why: "EC2 asks for these in the caller's name (VPC user guide, IAM policy for principals that publish flow logs to S3)",
    },
  ],
  aws_cloudwatch_metric_alarm: [
    {
      apply: ["cloudwatch:TagResource"],
      why: "PutMetricAlarm asks for it where it tags the alarm (CloudWatch API reference, PutMetricAlarm, Tags)",
    },
    {
      apply: ["iam:CreateServiceLinkedRole"],
      why: "the account's first alarm that recovers or reboots an instance makes AWSServiceRoleForCloudWatchEvents (CloudWatch API reference, PutMetricAlarm)",
    },
  ],
  aws_subnet: [
    {
      apply: ["ec2:CreateTags", "ec2:DeleteTags"],
      why: "when `tags` in the bridge file change; so for everything else of EC2's that has tags",
    },
  ],
  aws_lb_listener_certificate: [
    {
      plan: ["elasticloadbalancing:DescribeListenerCertificates"],
      apply: ["elasticloadbalancing:AddListenerCertificates", "elasticloadbalancing:RemoveListenerCertificates"],
      why: "the deployed examples have one certificate; read in the provider's sources, listener_certificate.go",
    },
  ],
  aws_lb: [
    {
      apply: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      why: "when `tags` in the bridge file change; so for everything else of the load balancer's",
    },
    {
      apply: ["iam:CreateServiceLinkedRole"],
      why: "the account's first load balancer makes AWSServiceRoleForElasticLoadBalancing (ELB user guide)",
    },
  ],
  aws_ec2_transit_gateway_vpc_attachment: [
    OUT_OF_DEFAULT_TABLES,
    {
      apply: ["iam:CreateServiceLinkedRole"],
      why: "the account's first attachment makes AWSServiceRoleForVPCTransitGateway (transit gateway guide)",
    },
  ],
  aws_ec2_instance_connect_endpoint: [
    {
      apply: ["iam:CreateServiceLinkedRole"],
      why: "the account's first endpoint makes AWSServiceRoleForEc2InstanceConnect (EC2 user guide)",
    },
  ],
  aws_route53_zone: [
    {
      apply: ["ec2:DescribeVpcs"],
      why: "Route 53 asks for it in the caller's name where a zone is private (Route 53 API reference, CreateHostedZone)",
    },
  ],
  aws_vpc_endpoint: [
    {
      apply: ["ec2:ModifyVpcEndpoint"],
      why: "when the subnets of a hub's client by endpoint change; read in the provider's sources, vpc_endpoint.go",
    },
  ],
  aws_vpc_endpoint_service: [
    {
      apply: ["ec2:ModifyVpcEndpointServiceConfiguration", "ec2:ModifyVpcEndpointServicePermissions"],
      why: "the deployed hub names no account of a client to admit; read in the provider's sources, vpc_endpoint_service.go",
    },
  ],
  aws_instance: [
    {
      apply: ["ssm:GetParameters"],
      why: "EC2 reads the image's public parameter, resolve:ssm, in the caller's name (EC2 user guide, launch templates)",
    },
  ],
  aws_iam_instance_profile: [
    {
      apply: ["iam:PassRole"],
      why: "IAM asks for it where a role is put into a profile, and EC2 where an instance is started with one (IAM API reference, AddRoleToInstanceProfile; EC2 user guide, IAM roles)",
    },
    {
      apply: ["iam:TagInstanceProfile"],
      why: "IAM asks for it where CreateInstanceProfile brings tags (IAM API reference, CreateInstanceProfile)",
    },
  ],
  aws_iam_role: [
    {
      apply: ["iam:TagRole"],
      why: "IAM asks for it where CreateRole brings tags (IAM API reference, CreateRole)",
    },
  ],
  "state-s3": [
    {
      plan: ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      why: "Terraform's S3 backend with use_lockfile: a plan writes and deletes the lock beside the state",
    },
    {
      apply: ["s3:PutObject"],
      why: "Terraform's S3 backend: an apply writes the state",
    },
  ],
};
