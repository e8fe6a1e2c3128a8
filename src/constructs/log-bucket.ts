import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { partitionOf } from "../config/regions";
import { acceptFindings } from "./accepted-findings";
import {
  type DeliverySource,
  flowLogPrefix,
  logBucketPolicy,
  nlbLogPrefix,
  vpcFlowLogPrefix,
} from "./log-bucket-policy";

export { flowLogPrefix, nlbLogPrefix, vpcFlowLogPrefix } from "./log-bucket-policy";

/** Days after which the parts of an upload that was never ended are dropped. */
const ABANDONED_DAYS = 7;

/** What somebody's account delivers to the bucket. */
export interface DeliveryProps {
  /** Id of the account. */
  readonly accountId: string;
  /**
   * The ALB's access logs.
   * @default false
   */
  readonly accessLogs?: boolean;
  /**
   * Access logs of NLBs.
   * @default false
   */
  readonly nlbAccessLogs?: boolean;
  /**
   * Flow logs of the NAT gateways.
   * @default false
   */
  readonly natFlowLogs?: boolean;
  /**
   * Flow logs of whole VPCs.
   * @default false
   */
  readonly vpcFlowLogs?: boolean;
}

/** An S3 bucket for logs, which exists or is created. */
export interface LogBucketProps {
  /** Name of the bridge; begins the logs' places in the bucket. */
  readonly name: string;
  /** AWS Region of the bridge. */
  readonly region: string;
  readonly bucketName: string;
  /**
   * Create the bucket, and admit what is delivered.
   * @default - the bucket exists, and its owner has admitted the logs
   */
  readonly create?: LogBucketCreation;
}

/** A bucket that is created, and which logs are written into it. */
export interface LogBucketCreation {
  /** What the account delivers that the bucket is in. */
  readonly client: DeliveryProps;
  /**
   * What the web account delivers, where it is another one.
   * @default - nothing
   */
  readonly web?: DeliveryProps;
  /**
   * What further accounts deliver.
   * @default - nothing
   */
  readonly others?: readonly DeliveryProps[];
  /**
   * Days until a log file is dropped, 1 to 3650.
   * @default 90
   */
  readonly expireAfterDays?: number;
  /**
   * Days until what was dropped, deleted or overwritten is gone for good, 1 to 3650.
   * @default 30
   */
  readonly keepDeletedDays?: number;
}

/**
 * The bucket of access and flow logs: one that exists, or one that is created encrypted, closed and versioned. Who needs more
 * than it has makes the bucket, and names it with create: false. It has no Object Lock: a lock refuses uploads without a checksum,
 * and AWS does not say that load balancers send one.
 */
export class LogBucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** What has to exist before AWS may deliver logs. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    this.bucketName = props.bucketName;
    this.bucketArn = `arn:${partitionOf(props.region)}:s3:::${props.bucketName}`;
    this.dependables = props.create ? this.createBucket(props, props.create) : [];
  }

  private createBucket({ name, region }: LogBucketProps, creation: LogBucketCreation): ITerraformDependable[] {
    const { expireAfterDays = 90, keepDeletedDays = 30 } = creation;
    const bucket = new S3Bucket(this, "Bucket", { bucket: this.bucketName, tags: { Name: this.bucketName } });
    acceptFindings(bucket, {
      CKV_AWS_18: "it would log who reads logs into itself; who needs that makes the bucket, with logs.create: false",
      CKV_AWS_144: "logs are kept for a while in one place; who needs copies makes the bucket, with logs.create: false",
      CKV_AWS_145: "load balancers can write access logs under SSE-S3 alone (ELB user guide, access logs)",
      CKV2_AWS_62: "nobody waits for a log; who does makes the bucket, with logs.create: false",
    });
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
      rule: lifecycleRules(expireAfterDays, keepDeletedDays),
      dependsOn: [versioned],
    });
    const policy = new S3BucketPolicy(this, "Policy", {
      bucket: bucket.id,
      policy: JSON.stringify(logBucketPolicy(deliveriesOf(name, region, creation), this.bucketArn)),
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

function flowLogsOf(bridge: string, who: string, delivery: DeliveryProps): DeliverySource {
  const prefixes = [
    ...(delivery.natFlowLogs ? [flowLogPrefix(bridge)] : []),
    ...(delivery.vpcFlowLogs ? [vpcFlowLogPrefix(bridge)] : []),
  ];
  return { sid: `${who}FlowLogs`, account: delivery.accountId, prefixes };
}

function deliveriesOf(bridge: string, region: string, { client, web, others = [] }: LogBucketCreation) {
  const sources = [
    flowLogsOf(bridge, "", client),
    ...(web ? [flowLogsOf(bridge, "Web", web)] : []),
    ...others.map((other) => flowLogsOf(bridge, `Account${other.accountId}`, other)),
    ...(client.nlbAccessLogs
      ? [{ sid: "NlbAccessLogs", account: client.accountId, prefixes: [nlbLogPrefix(bridge)] }]
      : []),
  ];
  return {
    partition: partitionOf(region),
    region,
    ...(client.accessLogs && { accessLogs: { prefix: bridge, account: client.accountId } }),
    delivered: sources.filter(({ prefixes }) => prefixes.length > 0),
  };
}
