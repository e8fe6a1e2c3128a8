import { bad, type BadFile } from "../support/bad-file";
import { APPLIANCE, ATTACHED, EXISTING, LARGE, SHARED_NAT, SMALL } from "./bridge-texts";
import { HUB_IGNORED_KEY_FILES } from "./hub-ignored-key-files";
import { add } from "./contradiction-case";

export const GATEWAY = "transit_gateway: { id: tgw-11111111 }";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:a";

/** Keys that do nothing in their file. */
export const IGNORED_KEY_FILES: readonly BadFile[] = [
  bad(
    "the ASN of a gateway that exists",
    EXISTING,
    [[GATEWAY, "transit_gateway: { id: tgw-11111111, asn: 64513 }"]],
    [[20, "transit_gateway.asn", "ignored-key"]],
  ),
  bad(
    "the same, written as it would be by itself",
    EXISTING,
    [[GATEWAY, "transit_gateway: { id: tgw-11111111, asn: 64512 }"]],
    [[20, "transit_gateway.asn", "ignored-key"]],
  ),
  bad(
    "how a gateway is shared that is not",
    SMALL,
    [add("transit_gateway: { share: organization }")],
    [[20, "transit_gateway.share", "ignored-key"]],
  ),
  bad(
    "how a gateway is shared with a web VPC that is attached",
    ATTACHED,
    [[GATEWAY, "transit_gateway: { id: tgw-11111111, share: invitation }"]],
    [[24, "transit_gateway.share", "ignored-key"]],
  ),
  bad(
    "thresholds of alarms on what exists or isn't there",
    SHARED_NAT,
    [add(`alarms: { topic: ${TOPIC}, nat_drops: 1, appliance_cpu: 90, appliance_bandwidth: false }`)],
    [
      [25, "alarms.nat_drops", "ignored-key"],
      [25, "alarms.appliance_cpu", "ignored-key"],
      [25, "alarms.appliance_bandwidth", "ignored-key"],
    ],
  ),
  bad(
    "a threshold of attachments that exist",
    ATTACHED,
    [add(`alarms: { topic: ${TOPIC}, attachment_drops: 5 }`)],
    [[27, "alarms.attachment_drops", "ignored-key"]],
  ),
  bad(
    "thresholds of an ALB that an appliance alone has not",
    APPLIANCE,
    [["appliance:\n", `alarms: { topic: ${TOPIC}, target_4xx: 5, target_5xx: 5, nat_drops: 1 }\nappliance:\n`]],
    [
      [16, "alarms.target_4xx", "ignored-key"],
      [16, "alarms.target_5xx", "ignored-key"],
      [16, "alarms.nat_drops", "ignored-key"],
    ],
  ),
  bad(
    "flow logs of NAT gateways that exist",
    SHARED_NAT,
    [add("logs: { bucket: acme-logs, flow_logs: true }")],
    [[25, "logs.flow_logs", "ignored-key"]],
  ),
  bad(
    "how long logs are kept in a bucket that exists",
    LARGE,
    [["create: true", "expire_after_days: 30"]],
    [[31, "logs.expire_after_days", "ignored-key"]],
  ),
  bad("a bucket for no logs", LARGE, [["create: true", "access_logs: false"]], [[31, "logs.bucket", "ignored-key"]]),
  bad(
    "how long a bucket that exists keeps what is deleted",
    LARGE,
    [["create: true", "keep_deleted_days: 30"]],
    [[31, "logs.keep_deleted_days", "ignored-key"]],
  ),
  bad(
    "flow logs of VPCs that both exist",
    EXISTING,
    [add("logs: { bucket: acme-logs, vpc_flow_logs: true }")],
    [[23, "logs.vpc_flow_logs", "ignored-key"]],
  ),
  ...["remove", "preserve"].map((mode) =>
    bad(
      `the client's port for a header that the ALB does not write: ${mode}`,
      SMALL,
      [add(`alb: { xff_header_processing_mode: ${mode}, xff_client_port: true }`)],
      [[20, "alb.xff_client_port", "ignored-key"]],
    ),
  ),
  bad(
    "the priority of what remains",
    SMALL,
    [["    port: 80", "    priority: 3"]],
    [[23, "services.shop.priority", "ignored-key"]],
  ),
  bad(
    "a second role for the one account",
    EXISTING,
    [
      [
        '"444455556666", role: "arn:aws:iam::444455556666:role/deploy"',
        '"111122223333", role: "arn:aws:iam::111122223333:role/web"',
      ],
    ],
    [[11, "web.account.role", "ignored-key"]],
  ),
  bad(
    "letters where all zones are ids",
    EXISTING,
    [["region: us-east-1", "region: us-east-1\nzones: [a, b]"]],
    [[2, "zones", "ignored-key"]],
  ),
  ...HUB_IGNORED_KEY_FILES,
];
