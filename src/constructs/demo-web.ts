import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { partitionOf } from "../config/regions";
import { DemoHost } from "./demo-host";
import { type RoutedSubnet } from "./routed-subnet";
import { type WebVpc } from "./web-vpc";

/** A web server that answers over the bridge, to try it. */
export interface DemoWebProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  readonly webVpc: WebVpc;
  /** One of the VPC's subnets. */
  readonly subnet: RoutedSubnet;
  /** Its private IPv4 address. */
  readonly address: string;
  /** @default "t4g.nano" */
  readonly instanceType?: string;
}

/** nginx from Amazon Linux's repositories, which live in S3; tried again until the gateway endpoint's route is there. */
const INSTALL_NGINX = `#!/bin/bash
until dnf install -y nginx; do sleep 5; done
systemctl enable --now nginx
`;

/** An nginx web server in a VPC without internet access: its packages come over an S3 gateway endpoint. */
export class DemoWeb extends Construct {
  readonly host: DemoHost;

  constructor(scope: Construct, id: string, props: DemoWebProps) {
    super(scope, id);
    const { name, region, webVpc, address, instanceType } = props;
    const { provider } = webVpc;
    const { subnetId, routeTableId } = props.subnet;
    const [securityGroupId] = webVpc.securityGroupIds;
    if (securityGroupId === undefined)
      throw new Error("the web VPC has no security group for the demo web server; leave securityGroupIds out");
    const s3 = new VpcEndpoint(this, "S3", {
      provider,
      vpcId: webVpc.vpcId,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [routeTableId],
      policy: JSON.stringify(onlyAmazonLinux(region)),
      tags: { Name: `${name}-s3` },
    });
    const egress = new VpcSecurityGroupEgressRule(this, "to-s3", {
      provider,
      securityGroupId,
      description: "Amazon Linux packages from S3",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      prefixListId: s3.prefixListId,
    });
    this.host = new DemoHost(this, "Host", {
      provider,
      name: `${name}-demo-web`,
      subnetId,
      address,
      instanceType,
      securityGroupIds: [securityGroupId],
      userData: INSTALL_NGINX,
      dependsOn: [s3, egress],
    });
  }
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
