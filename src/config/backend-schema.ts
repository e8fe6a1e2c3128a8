import * as z from "zod";
import { arn, bucketValue, pattern, regionValue } from "./values";

/** Where Terraform keeps the state. */
export const backend = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("local"),
      path: pattern(
        /^(?!\/)(?!.*\.\.)[A-Za-z0-9._/-]+\.tfstate$/,
        "state-path",
        "must be a path inside the project folder that ends in .tfstate",
        "state/article.tfstate",
      ),
    }),
    z.strictObject({
      type: z.literal("s3"),
      bucket: bucketValue("acme-terraform-state"),
      key: pattern(
        /^[A-Za-z0-9!_.*'()/-]{1,900}$/,
        "object-key",
        "must be an S3 object key",
        "overlap-bridge/article.tfstate",
      ),
      region: regionValue.optional().describe("Region of the bucket. Default: the bridge's region."),
      kms_key: arn(
        "kms",
        "key/[A-Za-z0-9-]+",
        "a KMS key",
        "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000",
      ).optional(),
    }),
    z.strictObject({
      type: z.literal("cloud"),
      organization: pattern(/^[A-Za-z0-9_-]{3,40}$/, "organization", "must be a Terraform Cloud organization", "acme"),
      workspace: pattern(
        /^[A-Za-z0-9_-]{1,90}$/,
        "workspace",
        "must be a Terraform Cloud workspace",
        "overlap-bridge-production",
      ),
      hostname: pattern(/^[a-z0-9.-]+(:[0-9]+)?$/, "hostname", "must be a host name", "app.terraform.io").default(
        "app.terraform.io",
      ),
    }),
  ])
  .describe("Where Terraform keeps the state.");
