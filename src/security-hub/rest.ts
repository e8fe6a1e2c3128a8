import { type TypeName, typesOf } from "../terraform";
import { type Control, fsbp, judgeEach, notApplicable, other, outcomeOf, type Standard } from "./control";
import { unless } from "./inventory";

/** A control on things that only some inputs have; where one has them, they are not judged, and that is said. */
interface Absent {
  readonly id: string;
  readonly title: string;
  readonly standard?: Standard;
  readonly types: readonly TypeName[];
  /** What these types are, in words. */
  readonly what: string;
}

const CLASSIC = { types: typesOf("classic-load-balancer"), what: "Classic Load Balancer" };

const ABSENT: readonly Absent[] = [
  {
    id: "EC2.1",
    title: "Amazon EBS snapshots should not be publicly restorable",
    types: ["aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_snapshot_create_volume_permission"],
    what: "EBS snapshot",
  },
  {
    id: "EC2.51",
    title: "EC2 Client VPN endpoints should have client connection logging enabled",
    types: ["aws_ec2_client_vpn_endpoint"],
    what: "Client VPN endpoint",
  },
  {
    id: "EC2.171",
    title: "EC2 VPN connections should have logging enabled",
    types: ["aws_vpn_connection"],
    what: "VPN connection",
  },
  {
    id: "EC2.183",
    title: "EC2 VPN connections should use IKEv2 protocol",
    types: ["aws_vpn_connection"],
    what: "VPN connection",
  },
  {
    id: "EC2.173",
    title: "EC2 Spot Fleet requests with launch parameters should enable encryption for attached EBS volumes",
    types: ["aws_spot_fleet_request"],
    what: "Spot Fleet request",
  },
  {
    id: "ELB.2",
    title:
      "Classic Load Balancers with SSL/HTTPS listeners should use a certificate provided by AWS Certificate Manager",
    ...CLASSIC,
  },
  {
    id: "ELB.3",
    title: "Classic Load Balancer listeners should be configured with HTTPS or TLS termination",
    ...CLASSIC,
  },
  { id: "ELB.7", title: "Classic Load Balancers should have connection draining enabled", ...CLASSIC },
  {
    id: "ELB.8",
    title:
      "Classic Load Balancers with SSL listeners should use a predefined security policy that has strong AWS Configuration",
    ...CLASSIC,
  },
  { id: "ELB.9", title: "Classic Load Balancers should have cross-zone load balancing enabled", ...CLASSIC },
  { id: "ELB.10", title: "Classic Load Balancer should span multiple Availability Zones", ...CLASSIC },
  {
    id: "ELB.14",
    title: "Classic Load Balancer should be configured with defensive or strictest desync mitigation mode",
    ...CLASSIC,
  },
  {
    id: "S3.19",
    title: "S3 access points should have block public access settings enabled",
    types: ["aws_s3_access_point"],
    what: "S3 access point",
  },
  {
    id: "S3.24",
    title: "S3 Multi-Region Access Points should have block public access settings enabled",
    types: ["aws_s3control_multi_region_access_point"],
    what: "S3 Multi-Region Access Point",
  },
  {
    id: "S3.25",
    title: "S3 directory buckets should have lifecycle configurations",
    types: ["aws_s3_directory_bucket"],
    what: "S3 directory bucket",
  },
  {
    id: "ACM.1",
    title: "Imported and ACM-issued certificates should be renewed after a specified time period",
    types: ["aws_acm_certificate"],
    what: "certificate",
  },
  {
    id: "SNS.4",
    title: "SNS topic access policies should not allow public access",
    types: ["aws_sns_topic", "aws_sns_topic_policy"],
    what: "SNS topic",
  },
  {
    id: "WAF.10",
    title: "AWS WAF web ACLs should have at least one rule or rule group",
    types: ["aws_wafv2_web_acl"],
    what: "web ACL",
  },
  {
    id: "IAM.1",
    title: 'IAM policies should not allow full "*" administrative privileges',
    types: ["aws_iam_policy", "aws_iam_role_policy"],
    what: "IAM policy",
  },
];

function absent({ id, title, standard = "FSBP", types, what }: Absent): Control {
  return {
    id,
    title,
    standard,
    judge: (here) => judgeEach(here.all(...types), `no ${what} is made here`, () => "is not judged"),
  };
}

/** A setting of a whole account, which is judged only where it is made here. */
function ofAccount(
  id: string,
  title: string,
  type: TypeName,
  setting: readonly [name: string, ...wanted: string[]],
): Control {
  const [name, ...wanted] = setting;
  return fsbp(id, title, (here) => {
    const [holder] = here.all(type);
    if (!holder) return notApplicable("a setting of the account");
    const message = unless(here.setting(holder, name), wanted, `does not set ${name} to ${wanted.join(" or ")}`);
    return outcomeOf([holder], message === undefined ? [] : [{ address: holder.address, message }]);
  });
}

function whenRunning(id: string, title: string): Control {
  return fsbp(id, title, () => notApplicable("shows only when things run"));
}

function ofTrail(id: string, title: string): Control {
  return other(id, title, () => notApplicable("a matter of the account's trails"));
}

const NO_ALARM = "no alarm is made here";

/** Controls on accounts, on what runs, on alarms, and on what is seldom there. */
export const OTHER_CONTROLS: readonly Control[] = [
  ...ABSENT.map(absent),
  whenRunning("EC2.4", "Stopped EC2 instances should be removed after a specified time period"),
  whenRunning("EC2.20", "Both VPN tunnels for an AWS Site-to-Site VPN connection should be up"),
  ofAccount("EC2.7", "EBS default encryption should be enabled", "aws_ebs_encryption_by_default", ["enabled", "true"]),
  ofAccount(
    "EC2.172",
    "EC2 VPC Block Public Access settings should block internet gateway traffic",
    "aws_vpc_block_public_access_options",
    ["internet_gateway_block_mode", "block-bidirectional", "block-ingress"],
  ),
  ofAccount(
    "EC2.182",
    "Block public access settings should be enabled for Amazon EBS snapshots",
    "aws_ebs_snapshot_block_public_access",
    ["state", "block-all-sharing", "block-new-sharing"],
  ),
  ofTrail("S3.22", "S3 general purpose buckets should log object-level write events"),
  ofTrail("S3.23", "S3 general purpose buckets should log object-level read events"),
  other("CloudWatch.15", "CloudWatch alarms should have specified actions configured", (here) =>
    judgeEach(here.all("aws_cloudwatch_metric_alarm"), NO_ALARM, (alarm) => {
      const actions = here.texts(alarm.values.alarm_actions);
      return typeof actions === "object" && actions.length === 0 ? "tells nobody" : undefined;
    }),
  ),
  other("CloudWatch.17", "CloudWatch alarm actions should be activated", (here) =>
    judgeEach(here.all("aws_cloudwatch_metric_alarm"), NO_ALARM, (alarm) =>
      unless(here.setting(alarm, "actions_enabled") ?? "true", ["true"], "has its actions switched off"),
    ),
  ),
];
