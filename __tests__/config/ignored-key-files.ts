import { bad, type BadFile } from "../support/bad-file";
import { ATTACHED, EXISTING, LARGE, SMALL } from "./bridge-texts";
import { HUB_IGNORED_KEY_FILES } from "./hub-ignored-key-files";
import { add } from "./contradiction-case";

export const GATEWAY = "transit_gateway: { id: tgw-11111111 }";

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
    [['"444455556666"', '"111122223333", role: "arn:aws:iam::111122223333:role/web"']],
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
