import { bad, type BadFile } from "../support/bad-file";
import { HUB, WHOLE_VPC } from "./hub-texts";

const GATEWAY = "  id: tgw-11111111\n";
const OWNER = '  account: { id: "777788889999", role: "arn:aws:iam::777788889999:role/network" }\n';
const WEB_ACCOUNT = '  account: { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" }\n';
const TCP = "    protocol: TCP\n    port: 5432\n";
const TCP_ALONE = WHOLE_VPC.replace(
  "    targets: [10.0.0.10, 10.0.32.10]\n",
  "    targets: [10.0.0.10]\n    protocol: TCP\n    port: 8443\n",
);
const BY_ENDPOINT = HUB.replace("    way: nat\n", "    way: endpoint\n").replace(
  "    nat: { cidr: 100.64.0.0/26 }\n",
  "",
);
const TOPIC = "arn:aws:sns:us-east-1:111122223333:a";
const GATEWAYS =
  "nat: { cidr: 100.64.0.0/26, zones: [use1-az1], gateways: { nat-1: { id: nat-11111111, addresses: [100.64.0.4], subnet: subnet-77777777, route_table: rtb-77777777, cidr: 100.64.0.0/28, zone: use1-az1 } } }";

/** Keys that do nothing in their hub. */
export const HUB_IGNORED_KEY_FILES: readonly BadFile[] = [
  bad(
    "a hub's gateway that nobody uses",
    BY_ENDPOINT,
    [["services:", "transit_gateway: { asn: 64513 }\nservices:"]],
    [[37, "transit_gateway", "ignored-key"]],
  ),
  bad(
    "thresholds of alarms on what a hub by endpoint and peering has not",
    BY_ENDPOINT,
    [["services:", `alarms: { topic: ${TOPIC}, nat_drops: 1, attachment_drops: 1 }\nservices:`]],
    [
      [37, "alarms.nat_drops", "ignored-key"],
      [37, "alarms.attachment_drops", "ignored-key"],
    ],
  ),
  bad(
    "thresholds of an ALB that services by TCP don't need",
    TCP_ALONE,
    [
      ["listeners:\n  http: {}\n", ""],
      ["services:", `alarms: { topic: ${TOPIC}, target_4xx: 1, target_5xx: 1 }\nservices:`],
    ],
    [
      [29, "alarms.target_4xx", "ignored-key"],
      [29, "alarms.target_5xx", "ignored-key"],
    ],
  ),
  bad(
    "a threshold of an NLB that requests don't need",
    WHOLE_VPC.replace(/  ssh:[^]*$/, ""),
    [["services:", `alarms: { topic: ${TOPIC}, nlb_resets: 50 }\nservices:`]],
    [[31, "alarms.nlb_resets", "ignored-key"]],
  ),
  bad(
    "the ASN of a hub's gateway that exists",
    WHOLE_VPC,
    [[GATEWAY, `${GATEWAY}  asn: 64513\n`]],
    [[28, "transit_gateway.asn", "ignored-key"]],
  ),
  bad(
    "how a hub's gateway is shared that is not",
    WHOLE_VPC,
    [
      [OWNER, "  share: exists\n"],
      [WEB_ACCOUNT, ""],
    ],
    [[27, "transit_gateway.share", "ignored-key"]],
  ),
  bad(
    "listeners and the ALB of services by TCP alone",
    TCP_ALONE,
    [["listeners:\n  http: {}\n", "alb: { idle_timeout: 30 }\nlisteners:\n  http: {}\n"]],
    [
      [29, "alb", "ignored-key"],
      [30, "listeners", "ignored-key"],
    ],
  ),
  bad(
    "the NLB of a hub that has none",
    WHOLE_VPC.slice(0, WHOLE_VPC.indexOf("  ssh:")),
    [["services:", "nlb: { deletion_protection: true }\nservices:"]],
    [[31, "nlb", "ignored-key"]],
  ),
  bad(
    "a hub's header that the ALB does not write",
    HUB,
    [["services:", "alb: { xff_header_processing_mode: remove, xff_client_port: true }\nservices:"]],
    [[38, "alb.xff_client_port", "ignored-key"]],
  ),
  bad(
    "flow logs of NAT gateways that are not there",
    BY_ENDPOINT,
    [["services:", "logs: { bucket: acme-logs, flow_logs: false }\nservices:"]],
    [[37, "logs.flow_logs", "ignored-key"]],
  ),
  bad(
    "a hub's bucket for no logs, and how long it keeps them",
    HUB,
    [["services:", "logs: { bucket: acme-logs, access_logs: false, expire_after_days: 7 }\nservices:"]],
    [
      [38, "logs.bucket", "ignored-key"],
      [38, "logs.expire_after_days", "ignored-key"],
    ],
  ),
  bad(
    "a hub's priority of what remains, and a proxy protocol of HTTP that is off",
    HUB,
    [["targets: [10.0.1.10, 10.0.2.10]", "targets: [10.0.1.10]\n    priority: 3\n    proxy_protocol: false"]],
    [
      [48, "services.crm.priority", "ignored-key"],
      [49, "services.crm.proxy_protocol", "ignored-key"],
    ],
  ),
  bad(
    "what a check by TCP would ask for",
    HUB,
    [[TCP, `${TCP}    health: { path: /, matcher: "200" }\n`]],
    [
      [54, "services.database.health.path", "ignored-key"],
      [54, "services.database.health.matcher", "ignored-key"],
    ],
  ),
  bad(
    "zones of NAT gateways that exist",
    WHOLE_VPC,
    [["nat: { cidr: 100.64.0.0/26 }", GATEWAYS]],
    [[11, "client.nat.zones", "ignored-key"]],
  ),
  bad(
    "letters where all zones of a hub are ids",
    WHOLE_VPC,
    [["region: us-east-1", "region: us-east-1\nzones: [a, b]"]],
    [[2, "zones", "ignored-key"]],
  ),
];
