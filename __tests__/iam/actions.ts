/** The prefix of a service's actions, by the name that the AWS SDK for Go has for the service. */
const PREFIXES: Readonly<Record<string, string>> = {
  CloudWatch: "cloudwatch",
  EC2: "ec2",
  "Elastic Load Balancing v2": "elasticloadbalancing",
  IAM: "iam",
  KMS: "kms",
  "CloudWatch Logs": "logs",
  RAM: "ram",
  "Route 53": "route53",
  S3: "s3",
  STS: "sts",
  WAFV2: "wafv2",
};

/** Operations whose action has another name. Source: Amazon S3 user guide, "Required permissions for Amazon S3 API operations". */
const RENAMED: Readonly<Record<string, string>> = {
  "S3 DeleteBucketCors": "s3:PutBucketCORS",
  "S3 DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
  "S3 DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
  "S3 DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
  "S3 DeleteBucketTagging": "s3:PutBucketTagging",
  "S3 DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "S3 GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
  "S3 GetBucketCors": "s3:GetBucketCORS",
  "S3 GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "S3 GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "S3 GetBucketReplication": "s3:GetReplicationConfiguration",
  "S3 GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
  "S3 GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "S3 HeadBucket": "s3:ListBucket",
  "S3 ListBuckets": "s3:ListAllMyBuckets",
  "S3 ListObjectsV2": "s3:ListBucket",
  "S3 ListObjectVersions": "s3:ListBucketVersions",
  "S3 PutBucketCors": "s3:PutBucketCORS",
  "S3 PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "S3 PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "S3 PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
  "S3 PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
};

/** A recorded call, taken apart. */
export interface Call {
  /** ec2:CreateVpc */
  readonly action: string;
  /** What the request tags: types of EC2's, or "this". */
  readonly tags: readonly string[];
}

/** @param recorded as in the lists: "EC2 CreateVpc tagging vpc" @throws Error for a service that is not known here */
export function callOf(recorded: string): Call {
  const [operation = "", ...tags] = recorded.split(" tagging ");
  const end = operation.lastIndexOf(" ");
  const prefix = PREFIXES[operation.slice(0, end)];
  if (prefix === undefined)
    throw new Error(`${recorded}: add the service's prefix to PREFIXES in __tests__/iam/actions.ts`);
  return { action: RENAMED[operation] ?? `${prefix}:${operation.slice(end + 1)}`, tags };
}
