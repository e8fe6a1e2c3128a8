import * as z from "zod";

/** What AWS lets an enforcing VPC exclude (EC2 API, VpcEncryptionControlConfiguration); nothing else can be. */
export const ENCRYPTION_EXCLUSIONS = [
  "internet_gateway",
  "egress_only_internet_gateway",
  "nat_gateway",
  "virtual_private_gateway",
  "vpc_peering",
  "vpc_lattice",
  "lambda",
  "elastic_file_system",
  "api_gateway_v2",
  "global_accelerator",
] as const;

/** How a VPC's encryption control is set: a fact, which the bridge doesn't change. */
export const encryptionFields = {
  encryption_control: z
    .enum(["monitor", "enforce"])
    .optional()
    .describe(
      "What the VPC's encryption control does: a fact, which this stack doesn't change. monitor refuses nothing, enforce refuses what doesn't encrypt. Default: there is none.",
    ),
  encryption_exclusions: z
    .array(z.enum(ENCRYPTION_EXCLUSIONS))
    .default([])
    .describe("What an encryption control that enforces excludes."),
};

/** Whether a transit gateway that exists encrypts what it carries: a fact, too. */
export const encryption_support = z
  .boolean()
  .default(false)
  .describe(
    "true: the given gateway's encryption support is enabled. AWS attaches VPCs that enforce encryption to no other one.",
  );
