import { add, drop, fails, met, none, set } from "./flip";
import type { ControlCase } from "./stacks";

const policy = (...statements: readonly object[]) =>
  set("aws_s3_bucket_policy.logs", { policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) });
const BUCKET = "arn:aws:s3:::acme";
const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [BUCKET, `${BUCKET}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const bucketPart = (type: string, values: object = {}) =>
  add(`${type}.more`, { bucket: "${aws_s3_bucket.logs.id}", ...values });
const OTHER_ACCOUNT = { AWS: "arn:aws:iam::999999999999:root" };

const PAB = "aws_s3_bucket_public_access_block.logs";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.logs";
const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration.logs";
export const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
const isPublic = ["S3.2", "S3.3"].flatMap((id) => [
  met(id, "blocked"),
  met(id, "no block, but a policy for services only", drop(PAB)),
  fails(
    id,
    "admits everybody by its policy",
    drop(PAB),
    policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" }),
  ),
  fails(
    id,
    "admits everybody by its policy",
    drop(PAB),
    policy({ Effect: "Allow", Principal: { AWS: ["*"] }, Action: "s3:GetObject" }),
  ),
  met(id, "such a policy behind the block", policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" })),
  fails(
    id,
    "may admit everybody by its access control list",
    drop(PAB),
    bucketPart("aws_s3_bucket_acl", { acl: "public-read" }),
  ),
  fails(
    id,
    "not known before the apply",
    drop(PAB),
    set("aws_s3_bucket_policy.logs", { policy: "${data.aws_iam_policy_document.x.json}" }),
  ),
  none(id, "no bucket is made here", drop("aws_s3_bucket")),
]);
const presence = (
  [
    ["S3.7", "is not copied to another Region", "aws_s3_bucket_replication_configuration"],
    ["S3.9", "does not log who uses it", "aws_s3_bucket_logging"],
    ["S3.11", "notifies nobody", "aws_s3_bucket_notification"],
    ["S3.15", "has no Object Lock", "aws_s3_bucket_object_lock_configuration"],
  ] as const
).flatMap(([id, says, type]) => [
  fails(id, says),
  met(id, "with it", bucketPart(type)),
  fails(id, says, bucketPart(type, { bucket: "another" })),
]);

/** The log bucket. */
export const BUCKET_CASES: readonly ControlCase[] = [
  ...isPublic,
  ...presence,
  met("S3.5", "refused"),
  met("S3.5", "refused, in other words", policy({ ...DENY, Principal: { AWS: "*" }, Resource: "*", Action: ["*"] })),
  fails("S3.5", "takes requests without TLS", policy()),
  fails("S3.5", "takes requests without TLS", policy({ ...DENY, Effect: "Allow" })),
  fails("S3.5", "takes requests without TLS", policy({ ...DENY, Action: "s3:GetObject" })),
  fails("S3.5", "takes requests without TLS", policy({ ...DENY, Resource: BUCKET })),
  fails("S3.5", "takes requests without TLS", policy({ ...DENY, Principal: OTHER_ACCOUNT })),
  fails(
    "S3.5",
    "takes requests without TLS",
    policy({ ...DENY, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
  ),
  fails(
    "S3.5",
    "takes requests without TLS",
    policy({ ...DENY, Condition: { ...DENY.Condition, StringEquals: { "aws:SourceAccount": "111122223333" } } }),
  ),
  fails("S3.5", "takes requests without TLS", drop("aws_s3_bucket_policy")),
  fails("S3.5", "not known before the apply", set("aws_s3_bucket_policy.logs", { policy: "no JSON" })),
  met("S3.6", "services alone"),
  met(
    "S3.6",
    "others may read",
    policy({ Effect: "Allow", Principal: OTHER_ACCOUNT, Action: ["s3:GetObject", "s3:List*"] }),
  ),
  fails(
    "S3.6",
    "lets others change",
    policy({ Effect: "Allow", Principal: OTHER_ACCOUNT, Action: "s3:PutBucketPolicy" }),
  ),
  fails("S3.6", "lets others change", policy({ Effect: "Allow", Principal: OTHER_ACCOUNT, Action: "s3:Put*" })),
  fails("S3.6", "lets others change", policy({ Effect: "Allow", Principal: "*", Action: "*" })),
  fails("S3.6", "lets others change", policy({ Effect: "Allow", Principal: OTHER_ACCOUNT, NotAction: "s3:GetObject" })),
  met("S3.8", "all four"),
  ...BLOCKS.flatMap((name) => [
    fails("S3.8", `has ${name} off`, set(PAB, { [name]: false })),
    fails("S3.8", `has ${name} off`, set(PAB, { [name]: undefined })),
  ]),
  fails("S3.8", "does not block public access", drop(PAB)),
  met("S3.10", "versions that go"),
  fails("S3.10", "has no lifecycle rule", drop(LIFECYCLE)),
  none(
    "S3.10",
    "no versioned bucket is made here",
    set("aws_s3_bucket_versioning.logs", { versioning_configuration: { status: "Suspended" } }),
  ),
  met("S3.12", "the owner alone"),
  fails(
    "S3.12",
    "may be opened by access control lists",
    set("aws_s3_bucket_ownership_controls.logs", { rule: { object_ownership: "ObjectWriter" } }),
  ),
  met("S3.13", "a rule"),
  fails("S3.13", "has no lifecycle rule", set(LIFECYCLE, { rule: [{ id: "expire", status: "Disabled" }] })),
  met("S3.14", "versioned"),
  fails(
    "S3.14",
    "keeps no versions",
    set("aws_s3_bucket_versioning.logs", { versioning_configuration: { status: "Suspended" } }),
  ),
  fails("S3.14", "keeps no versions", drop("aws_s3_bucket_versioning")),
  fails("S3.17", "is encrypted with keys of S3's own"),
  met(
    "S3.17",
    "a KMS key",
    set(ENCRYPTION, { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }] }),
  ),
  fails("S3.17", "is encrypted with keys of S3's own", drop(ENCRYPTION)),
  none("S3.20", "can't be used with a lifecycle configuration"),
  fails("S3.20", "has no MFA delete", drop(LIFECYCLE)),
  met(
    "S3.20",
    "with it",
    drop(LIFECYCLE),
    set("aws_s3_bucket_versioning.logs", { versioning_configuration: { status: "Enabled", mfa_delete: "Enabled" } }),
  ),
];
