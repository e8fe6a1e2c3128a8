import { BESIDE, NETWORK, type ResourceType, UNJUDGED } from "./answers";

/** Nothing of it is part of a network: it is named for AWS's controls, or because AWS refuses to have it twice. */
const NONE = { ...BESIDE, role: "unread" } as const;

/** Types that the program knows by name though its model reads none of them. */
export const OTHER_TYPES = {
  aws_vpc_endpoint_service_allowed_principal: NONE,
  aws_wafregional_web_acl_association: { ...NONE, judged: "not its changes" },
  aws_wafv2_web_acl: { ...NONE, judged: "not its changes" },
  aws_wafv2_web_acl_association: { ...NONE, judged: "not its changes" },
  aws_elb_attachment: { ...UNJUDGED, role: "unread" },
  aws_launch_configuration: { ...NETWORK, role: "unread", interfaces: "elsewhere" },
  aws_spot_fleet_request: { ...NETWORK, role: "unread", interfaces: "elsewhere" },
  aws_route53_zone: NONE,
  aws_route53_zone_association: NONE,
  aws_acm_certificate: NONE,
  aws_cloudwatch_metric_alarm: NONE,
  aws_ebs_encryption_by_default: NONE,
  aws_ebs_snapshot: NONE,
  aws_ebs_snapshot_block_public_access: NONE,
  aws_ebs_snapshot_copy: NONE,
  aws_iam_policy: NONE,
  aws_iam_role_policy: NONE,
  aws_s3_access_point: NONE,
  aws_s3_account_public_access_block: NONE,
  aws_s3_bucket: { ...NONE, interfaces: "elsewhere" },
  aws_s3_bucket_acl: NONE,
  aws_s3_bucket_lifecycle_configuration: NONE,
  aws_s3_bucket_logging: NONE,
  aws_s3_bucket_notification: NONE,
  aws_s3_bucket_object_lock_configuration: NONE,
  aws_s3_bucket_ownership_controls: NONE,
  aws_s3_bucket_policy: NONE,
  aws_s3_bucket_public_access_block: NONE,
  aws_s3_bucket_replication_configuration: NONE,
  aws_s3_bucket_server_side_encryption_configuration: NONE,
  aws_s3_bucket_versioning: NONE,
  aws_s3_directory_bucket: NONE,
  aws_s3control_multi_region_access_point: NONE,
  aws_snapshot_create_volume_permission: NONE,
  aws_sns_topic: NONE,
  aws_sns_topic_policy: NONE,
} as const satisfies Record<string, ResourceType>;
