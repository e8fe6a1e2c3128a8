import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";
import { partitionOf } from "../config/regions";

export interface LogBucketProps {
  readonly plan: AddressPlan;
}

/** The bucket of access and flow logs: one that exists, or one that is created encrypted and closed. */
export class LogBucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** What has to exist before AWS may deliver logs. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    const { plan } = props;
    const { logs, region } = plan.config;
    if (!logs) throw new Error("the bridge has no logs");
    this.bucketName = logs.bucket;
    this.bucketArn = `arn:${partitionOf(region)}:s3:::${logs.bucket}`;
    this.dependables = logs.create ? this.createBucket(plan, logs.expire_after_days) : [];
  }

  private createBucket(plan: AddressPlan, expireAfterDays: number): ITerraformDependable[] {
    const bucket = new S3Bucket(this, "Bucket", { bucket: this.bucketName, tags: { Name: this.bucketName } });
    const closed = new S3BucketPublicAccessBlock(this, "Closed", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "Owner", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    // SSE-S3: load balancers can't write access logs to a bucket with any other encryption (ELB user guide, access logs).
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketLifecycleConfiguration(this, "Expiry", {
      bucket: bucket.id,
      rule: [{ id: "expire", status: "Enabled", filter: [{ prefix: "" }], expiration: [{ days: expireAfterDays }] }],
    });
    const policy = new S3BucketPolicy(this, "Policy", {
      bucket: bucket.id,
      policy: JSON.stringify(this.policy(plan)),
      dependsOn: [closed],
    });
    return [policy];
  }

  /** Only literals here: HCL output breaks on tokens inside encoded JSON. */
  private policy(plan: AddressPlan): unknown {
    const { logs, client, region } = plan.config;
    const account = client.account?.id;
    const logsOf = (prefix: string) => `${this.bucketArn}/${prefix}/AWSLogs/${account}/*`;
    const fromHere = {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": `arn:${partitionOf(region)}:logs:${region}:${account}:*` },
    };
    const statements: unknown[] = [
      {
        Sid: "OnlyEncryptedTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [this.bucketArn, `${this.bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ];
    if (logs?.access_logs) {
      statements.push({
        Sid: "LoadBalancerAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: logsOf(plan.name),
      });
    }
    if (logs?.flow_logs) {
      const delivery = { Service: "delivery.logs.amazonaws.com" };
      statements.push(
        {
          Sid: "FlowLogs",
          Effect: "Allow",
          Principal: delivery,
          Action: "s3:PutObject",
          Resource: logsOf(flowLogPrefix(plan)),
          Condition: {
            ...fromHere,
            StringEquals: { ...fromHere.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
          },
        },
        {
          Sid: "FlowLogsAcl",
          Effect: "Allow",
          Principal: delivery,
          Action: "s3:GetBucketAcl",
          Resource: this.bucketArn,
          Condition: fromHere,
        },
      );
    }
    return { Version: "2012-10-17", Statement: statements };
  }
}

/** Where in the bucket the flow logs go. */
export function flowLogPrefix(plan: AddressPlan): string {
  return `${plan.name}-flow`;
}
