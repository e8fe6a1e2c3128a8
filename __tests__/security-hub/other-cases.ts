import { BLOCKS } from "./bucket-cases";
import { add, drop, fails, met, none, set } from "./flip";
import type { ControlCase } from "./stacks";

/** Settings of the account, and what no configuration tells. */
export const ACCOUNT_CASES: readonly ControlCase[] = [
  none("S3.1", "a setting of the account"),
  met(
    "S3.1",
    "all four",
    add("aws_s3_account_public_access_block.on", Object.fromEntries(BLOCKS.map((name) => [name, true]))),
  ),
  fails("S3.1", "has block_public_acls off", add("aws_s3_account_public_access_block.on", {})),
  none("EC2.7", "a setting of the account"),
  met("EC2.7", "on", add("aws_ebs_encryption_by_default.on", { enabled: true })),
  fails("EC2.7", "does not set enabled to true", add("aws_ebs_encryption_by_default.on", { enabled: false })),
  none("EC2.172", "a setting of the account"),
  met("EC2.172", "on", add("aws_vpc_block_public_access_options.on", { internet_gateway_block_mode: "block-ingress" })),
  fails(
    "EC2.172",
    "does not set",
    add("aws_vpc_block_public_access_options.on", { internet_gateway_block_mode: "off" }),
  ),
  none("EC2.182", "a setting of the account"),
  met("EC2.182", "on", add("aws_ebs_snapshot_block_public_access.on", { state: "block-all-sharing" })),
  fails("EC2.182", "does not set state", add("aws_ebs_snapshot_block_public_access.on", { state: "unblocked" })),
  none("EC2.4", "shows only when things run"),
  none("EC2.20", "shows only when things run"),
  none("S3.22", "a matter of the account's trails"),
  none("S3.23", "a matter of the account's trails"),
];

const ALARM = "aws_cloudwatch_metric_alarm.alarms_alb-errors";
export const ALARM_CASES: readonly ControlCase[] = [
  met("CloudWatch.15", "a topic"),
  fails("CloudWatch.15", "tells nobody", set(ALARM, { alarm_actions: [] })),
  fails("CloudWatch.15", "tells nobody", set(ALARM, { alarm_actions: undefined })),
  met("CloudWatch.17", "no word of it"),
  fails("CloudWatch.17", "has its actions switched off", set(ALARM, { actions_enabled: false })),
  none("CloudWatch.17", "no alarm is made here", drop("aws_cloudwatch_metric_alarm")),
];

/** What a bridge never makes. */
export const ABSENT_CASES: readonly ControlCase[] = (
  [
    ["EC2.1", "aws_ebs_snapshot"],
    ["EC2.51", "aws_ec2_client_vpn_endpoint"],
    ["EC2.171", "aws_vpn_connection"],
    ["EC2.183", "aws_vpn_connection"],
    ["EC2.173", "aws_spot_fleet_request"],
    ...["ELB.2", "ELB.3", "ELB.7", "ELB.8", "ELB.9", "ELB.10", "ELB.14"].map((id) => [id, "aws_elb"] as const),
    ["S3.19", "aws_s3_access_point"],
    ["S3.24", "aws_s3control_multi_region_access_point"],
    ["S3.25", "aws_s3_directory_bucket"],
    ["ACM.1", "aws_acm_certificate"],
    ["SNS.4", "aws_sns_topic"],
    ["WAF.10", "aws_wafv2_web_acl"],
    ["IAM.1", "aws_iam_policy"],
  ] as const
).flatMap(([id, type]) => [none(id, "is made here"), fails(id, "is not judged", add(`${type}.one`, {}))]);
