import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";
import { partitionOf } from "../config/regions";
import type { BridgeConfig } from "../config/schema";
import { logBucketPolicy } from "./log-bucket-policy";

export { flowLogPrefix, vpcFlowLogPrefix } from "./log-bucket-policy";

/** Days after which the parts of an upload that was never ended are dropped. */
const ABANDONED_DAYS = 7;

export interface LogBucketProps {
  readonly plan: AddressPlan;
}

/**
 * The bucket of access and flow logs: one that exists, or one that is created encrypted, closed and versioned.
 *
 * What checkers ask for and it has not: a KMS key (load balancers write access logs under SSE-S3 only), copies in another Region,
 * event notifications and a log of its own readers (for whoever needs them: make the bucket and name it with create: false),
 * Object Lock (a lock refuses uploads without a checksum, and AWS does not say that load balancers send one).
 */
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
    this.dependables = logs.create ? this.createBucket(plan, logs) : [];
  }

  private createBucket(plan: AddressPlan, logs: NonNullable<BridgeConfig["logs"]>): ITerraformDependable[] {
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
    // What somebody deletes or overwrites can be had back until the lifecycle takes it away.
    const versioned = new S3BucketVersioningA(this, "Versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "Expiry", {
      bucket: bucket.id,
      rule: lifecycleRules(logs.expire_after_days, logs.keep_deleted_days),
      dependsOn: [versioned],
    });
    const policy = new S3BucketPolicy(this, "Policy", {
      bucket: bucket.id,
      policy: JSON.stringify(logBucketPolicy(plan, this.bucketArn)),
      dependsOn: [closed],
    });
    return [policy];
  }
}

/**
 * What the lifecycle does: a log expires, which in a versioned bucket hides it; what is hidden goes for good; and what is left
 * of that, a marker that hides nothing, goes too. Days and the marker can't stand in one rule (S3 API, LifecycleExpiration).
 */
function lifecycleRules(expireAfterDays: number, keepDeletedDays: number) {
  const whole = { status: "Enabled", filter: [{ prefix: "" }] };
  return [
    {
      ...whole,
      id: "expire",
      expiration: [{ days: expireAfterDays }],
      noncurrentVersionExpiration: [{ noncurrentDays: keepDeletedDays }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABANDONED_DAYS }],
    },
    { ...whole, id: "markers", expiration: [{ expiredObjectDeleteMarker: true }] },
  ];
}
