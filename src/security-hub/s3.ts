import { type Resource, type TypeName } from "../terraform";
import { admitsEverybody, givesAway, refusesPlainRequests, statementsOf } from "./bucket-policies";
import { type Control, fsbp, judgeEach, notApplicable, other, type ControlOutcome, outcomeOf } from "./control";
import { type Inventory, NOT_KNOWN, unless } from "./inventory";

const NO_BUCKET = "no bucket is made here";
const POLICY_UNREAD = "has a policy that is not known before the apply";

function eachBucket(here: Inventory, whyNot: (bucket: Resource) => string | undefined): ControlOutcome {
  return judgeEach(here.all("aws_s3_bucket"), NO_BUCKET, whyNot);
}

/** What a resource beside the bucket sets for it. */
function beside(here: Inventory, bucket: Resource, type: TypeName): Resource | undefined {
  return here.pointingAt(bucket, type, "bucket")[0];
}

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

function blockFault(here: Inventory, holder: Resource | undefined): string | undefined {
  if (!holder) return "does not block public access";
  return BLOCKS.map((name) => unless(here.setting(holder, name), ["true"], `has ${name} off`)).find(
    (fault) => fault !== undefined,
  );
}

/** Nobody gets in who is not let in by name: public policies are restricted and public ACLs ignored, or there are none. */
function publicFault(here: Inventory, bucket: Resource): string | undefined {
  const holder = beside(here, bucket, "aws_s3_bucket_public_access_block");
  const closes = ["ignore_public_acls", "restrict_public_buckets"];
  if (holder && closes.every((name) => here.setting(holder, name) === "true")) return undefined;
  const statements = statementsOf(here, bucket);
  if (statements === NOT_KNOWN) return POLICY_UNREAD;
  if (statements.some(admitsEverybody)) return "admits everybody by its policy";
  const acls = here.pointingAt(bucket, "aws_s3_bucket_acl", "bucket");
  return acls.some((acl) => !["private", undefined].includes(textOf(here, acl, "acl")))
    ? "may admit everybody by its access control list"
    : undefined;
}

function textOf(here: Inventory, resource: Resource, name: string): string | undefined {
  const setting = here.setting(resource, name);
  return setting === NOT_KNOWN ? "not known" : setting;
}

function lifecycleFault(here: Inventory, bucket: Resource): string | undefined {
  const configurations = here.pointingAt(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket");
  const rules = configurations.flatMap((one) => here.blocks(one, "rule"));
  return rules.some((rule) => here.within(rule, "status") === "Enabled") ? undefined : "has no lifecycle rule";
}

function isVersioned(here: Inventory, bucket: Resource): boolean {
  const versioning = beside(here, bucket, "aws_s3_bucket_versioning");
  return here.within(versioning && here.block(versioning, "versioning_configuration"), "status") === "Enabled";
}

function encryptionFault(here: Inventory, bucket: Resource): string | undefined {
  const holder = beside(here, bucket, "aws_s3_bucket_server_side_encryption_configuration");
  const rules = holder ? here.blocks(holder, "rule") : [];
  const [first] = rules.flatMap((rule) => here.args.blocks(rule.apply_server_side_encryption_by_default));
  const wanted = ["aws:kms", "aws:kms:dsse"];
  return unless(here.within(first, "sse_algorithm") ?? "AES256", wanted, "is encrypted with keys of S3's own");
}

/** A setting that a resource of this type beside the bucket makes by being there. */
function hasBeside(type: TypeName, without: string): Control["judge"] {
  return (here) => eachBucket(here, (bucket) => (beside(here, bucket, type) ? undefined : without));
}

function mfaDelete(here: Inventory): ControlOutcome {
  const buckets = here.all("aws_s3_bucket");
  const judged = buckets.filter((bucket) => lifecycleFault(here, bucket) !== undefined);
  if (buckets.length > 0 && judged.length === 0)
    return notApplicable("MFA delete can't be used with a lifecycle configuration");
  return judgeEach(judged, NO_BUCKET, (bucket) => {
    const versioning = beside(here, bucket, "aws_s3_bucket_versioning");
    const setting = here.within(versioning && here.block(versioning, "versioning_configuration"), "mfa_delete");
    return unless(setting, ["Enabled"], "has no MFA delete");
  });
}

function aclFault(here: Inventory, bucket: Resource): string | undefined {
  const controls = beside(here, bucket, "aws_s3_bucket_ownership_controls");
  const ownership = here.within(controls && here.block(controls, "rule"), "object_ownership");
  // So it is since April 2023, unless something else is said (S3 user guide, Object Ownership).
  return unless(ownership ?? "BucketOwnerEnforced", ["BucketOwnerEnforced"], "may be opened by access control lists");
}

function versionedLifecycle(here: Inventory): ControlOutcome {
  const versioned = here.all("aws_s3_bucket").filter((bucket) => isVersioned(here, bucket));
  return judgeEach(versioned, "no versioned bucket is made here", (bucket) => lifecycleFault(here, bucket));
}

function accountBlock(here: Inventory): ControlOutcome {
  const [holder] = here.all("aws_s3_account_public_access_block");
  if (!holder) return notApplicable("a setting of the account");
  const message = blockFault(here, holder);
  return outcomeOf([holder], message === undefined ? [] : [{ address: holder.address, message }]);
}

function policyFault(here: Inventory, bucket: Resource, judge: (all: readonly object[]) => string | undefined) {
  const statements = statementsOf(here, bucket);
  return statements === NOT_KNOWN ? POLICY_UNREAD : judge(statements);
}

/** Controls on buckets. */
export const BUCKET_CONTROLS: readonly Control[] = [
  fsbp("S3.1", "S3 general purpose buckets should have block public access settings enabled", accountBlock),
  fsbp("S3.2", "S3 general purpose buckets should block public read access", (here) =>
    eachBucket(here, (bucket) => publicFault(here, bucket)),
  ),
  fsbp("S3.3", "S3 general purpose buckets should block public write access", (here) =>
    eachBucket(here, (bucket) => publicFault(here, bucket)),
  ),
  fsbp("S3.5", "S3 general purpose buckets should require requests to use SSL", (here) =>
    eachBucket(here, (bucket) =>
      policyFault(here, bucket, (all) => (all.some(refusesPlainRequests) ? undefined : "takes requests without TLS")),
    ),
  ),
  fsbp("S3.6", "S3 general purpose bucket policies should restrict access to other AWS accounts", (here) =>
    eachBucket(here, (bucket) =>
      policyFault(here, bucket, (all) => (all.some(givesAway) ? "lets others change who may use it" : undefined)),
    ),
  ),
  other(
    "S3.7",
    "S3 general purpose buckets should use cross-Region replication",
    hasBeside("aws_s3_bucket_replication_configuration", "is not copied to another Region"),
  ),
  fsbp("S3.8", "S3 general purpose buckets should block public access", (here) =>
    eachBucket(here, (bucket) => blockFault(here, beside(here, bucket, "aws_s3_bucket_public_access_block"))),
  ),
  fsbp(
    "S3.9",
    "S3 general purpose buckets should have server access logging enabled",
    hasBeside("aws_s3_bucket_logging", "does not log who uses it"),
  ),
  other("S3.10", "S3 general purpose buckets with versioning enabled should have Lifecycle configurations", (here) =>
    versionedLifecycle(here),
  ),
  other(
    "S3.11",
    "S3 general purpose buckets should have event notifications enabled",
    hasBeside("aws_s3_bucket_notification", "notifies nobody"),
  ),
  fsbp("S3.12", "ACLs should not be used to manage user access to S3 general purpose buckets", (here) =>
    eachBucket(here, (bucket) => aclFault(here, bucket)),
  ),
  fsbp("S3.13", "S3 general purpose buckets should have Lifecycle configurations", (here) =>
    eachBucket(here, (bucket) => lifecycleFault(here, bucket)),
  ),
  other("S3.14", "S3 general purpose buckets should have versioning enabled", (here) =>
    eachBucket(here, (bucket) => (isVersioned(here, bucket) ? undefined : "keeps no versions")),
  ),
  other(
    "S3.15",
    "S3 general purpose buckets should have Object Lock enabled",
    hasBeside("aws_s3_bucket_object_lock_configuration", "has no Object Lock"),
  ),
  other("S3.17", "S3 general purpose buckets should be encrypted at rest with AWS KMS keys", (here) =>
    eachBucket(here, (bucket) => encryptionFault(here, bucket)),
  ),
  other("S3.20", "S3 general purpose buckets should have MFA delete enabled", mfaDelete),
];
