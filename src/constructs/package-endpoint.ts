import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";
import { partitionOf } from "../config/regions";

/** Hosts that install packages of Amazon Linux without internet access. */
interface PackageEndpointProps {
  /** Value of the endpoint's Name tag. */
  readonly nameTag: string;
  readonly region: string;
  readonly vpcId: string;
  /** Tables of the hosts' subnets. */
  readonly routeTableIds: readonly string[];
  /** Group of the hosts. */
  readonly securityGroupId: string;
  readonly provider?: AwsProvider | undefined;
}

/** An S3 gateway endpoint to Amazon Linux's repositories, and the hosts' way to it. @returns what a first start waits for */
export function addPackageEndpoint(scope: Construct, props: PackageEndpointProps): ITerraformDependable[] {
  const { nameTag, region, vpcId, routeTableIds, securityGroupId, provider } = props;
  const s3 = new VpcEndpoint(scope, "S3", {
    provider,
    vpcId,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [...routeTableIds],
    policy: JSON.stringify(onlyAmazonLinux(region)),
    tags: { Name: nameTag },
  });
  const egress = new VpcSecurityGroupEgressRule(scope, "to-s3", {
    provider,
    securityGroupId,
    description: "Amazon Linux packages from S3",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    prefixListId: s3.prefixListId,
  });
  return [s3, egress];
}

/** Nothing but the buckets of Amazon Linux 2023's repositories. Source: AL2023 user guide, "Amazon S3 gateway endpoint for AL2023 repositories". */
function onlyAmazonLinux(region: string): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:${partitionOf(region)}:s3:::al2023-repos-${region}-de612dc2/*`,
      },
    ],
  };
}
