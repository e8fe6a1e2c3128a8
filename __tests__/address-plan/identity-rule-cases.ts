import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { add } from "../config/contradiction-case";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const S3 = "key: existing.tfstate }";
const CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/shop";
const kms = (region: string, partition = "aws") =>
  `key: existing.tfstate, kms_key: "arn:${partition}:kms:${region}:999999999999:key/00000000-0000-0000-0000-000000000000" }`;

const webAcl = (region: string, account: string) =>
  `arn:aws:wafv2:${region}:${account}:regional/webacl/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11`;

export const BROKEN_IDENTITY_RULES: readonly BrokenCase[] = [
  broken(
    "id-stands-once",
    "one VPC on both sides",
    EXISTING,
    [["id: vpc-22222222", "id: vpc-11111111"]],
    [[12, "web.vpc.id"]],
  ),
  broken(
    "id-stands-once",
    "a subnet twice on one side, and one on both",
    EXISTING,
    [
      ["id: subnet-33333333", "id: subnet-11111111"],
      ["id: subnet-55555555", "id: subnet-22222222"],
    ],
    [
      [9, "client.subnets.batch.id"],
      [15, "web.subnets.web-2.id"],
    ],
  ),
  broken(
    "id-stands-once",
    "a route table of two VPCs, told once",
    EXISTING,
    [
      ["id: subnet-44444444, route_table: rtb-33333333", "id: subnet-44444444, route_table: rtb-11111111"],
      ["id: subnet-55555555, route_table: rtb-33333333", "id: subnet-55555555, route_table: rtb-11111111"],
    ],
    [[14, "web.subnets.web-1.route_table"]],
  ),
  broken(
    "id-stands-once",
    "one interface as both ends",
    LARGE,
    [add("reachability_analyzer: { client: eni-11111111, web: eni-11111111 }")],
    [[23, "reachability_analyzer.web"]],
  ),
  broken(
    "zone-id-region",
    "zones of other Regions, on both sides and to carve for",
    EXISTING,
    [
      [
        "more: { cidr: 10.70.0.0/24, zone: use1-az2, id: subnet-22222222",
        "more: { cidr: 10.70.0.0/24, zone: use2-az2, id: subnet-22222222",
      ],
      ["zone: use1-az1, id: subnet-44444444", "zone: usw1-az1, id: subnet-44444444"],
      ["zones: [use1-az1, use1-az2]", "zones: [use1-az1, apse1-az2]"],
    ],
    [
      [8, "client.subnets.more.zone"],
      [14, "web.subnets.web-1.zone"],
      [19, "bridge.zones[1]"],
    ],
  ),
  broken(
    "zone-id-region",
    "a number that no Region gets to",
    EXISTING,
    [["zone: use1-az1, id: subnet-44444444", "zone: use1-az7, id: subnet-44444444"]],
    [[14, "web.subnets.web-1.zone"]],
  ),
  broken(
    "zone-id-region",
    "a Region of three words, and one that is short for almost the same",
    EXISTING.replace("us-east-1", "us-gov-west-1").replaceAll("use1-", "usgw1-"),
    [
      ["zone: usgw1-az1, id: subnet-11111111", "zone: usw1-az1, id: subnet-11111111"],
      ["zone: usgw1-az2, id: subnet-55555555", "zone: usge1-az2, id: subnet-55555555"],
    ],
    [
      [7, "client.subnets.clients.zone"],
      [15, "web.subnets.web-2.zone"],
    ],
  ),
  broken(
    "arn-account",
    "roles of other accounts, on both sides",
    EXISTING,
    [
      ['"arn:aws:iam::444455556666:role/deploy"', '"arn:aws:iam::999955556666:role/deploy"'],
      ['id: "111122223333"', 'id: "111122223333", role: "arn:aws:iam::444455556666:role/deploy"'],
    ],
    [
      [4, "client.account.role"],
      [11, "web.account.role"],
    ],
  ),
  broken(
    "arn-account",
    "the second certificate of another account",
    LARGE,
    [[`["${CERTIFICATE}"]`, `["${CERTIFICATE}", "arn:aws:acm:eu-central-1:444455556666:certificate/shop"]`]],
    [[22, "listeners.https.certificates[1]"]],
  ),
  broken(
    "arn-account",
    "certificates of two accounts, where the file tells none",
    SMALL,
    [
      [
        "{ port: 80 }",
        `{ port: 80 }\n  https: { certificates: ["${CERTIFICATE}", "${CERTIFICATE.replace("111122223333", "444455556666")}"] }`.replaceAll(
          "eu-central-1",
          "us-east-1",
        ),
      ],
    ],
    [[20, "listeners.https.certificates[1]"]],
  ),
  broken(
    "arn-account",
    "a web ACL of another account",
    LARGE,
    [["alb: { idle_timeout: 60 }", `alb: { waf_acl_arn: "${webAcl("eu-central-1", "444455556666")}" }`]],
    [[18, "alb.waf_acl_arn"]],
  ),
  broken(
    "arn-account",
    "a web ACL of another account than the certificate's, where the file tells none",
    SMALL,
    [
      [
        "{ port: 80 }",
        `{ port: 80, action: redirect }\n  https: { certificates: ["${CERTIFICATE.replace("eu-central-1", "us-east-1")}"] }\nalb: { waf_acl_arn: "${webAcl("us-east-1", "444455556666")}" }`,
      ],
    ],
    [[21, "alb.waf_acl_arn"]],
  ),
  broken(
    "topic-account",
    "a topic of another account",
    LARGE,
    [add("alarms: { topic: arn:aws:sns:eu-central-1:999999999999:alarms }")],
    [[23, "alarms.topic"]],
  ),
  broken(
    "arn-partition",
    "a role, a topic, a certificate and a key of elsewhere",
    LARGE,
    [
      ['id: "111122223333" }', 'id: "111122223333", role: "arn:aws-us-gov:iam::111122223333:role/deploy" }'],
      [CERTIFICATE, "arn:aws-cn:acm:eu-central-1:111122223333:certificate/shop"],
      add("alarms: { topic: arn:aws-iso:sns:eu-central-1:111122223333:alarms }"),
      [
        "{ type: cloud, organization: acme, workspace: large }",
        `{ type: s3, bucket: acme-state, ${kms("eu-central-1", "aws-cn")}`,
      ],
    ],
    [
      [4, "client.account.role"],
      [22, "listeners.https.certificates[0]"],
      [23, "alarms.topic"],
      [2, "backend.kms_key"],
    ],
  ),
  broken(
    "state-key-region",
    "a key of another Region than the bridge's",
    EXISTING,
    [[S3, kms("eu-west-1")]],
    [[2, "backend.kms_key"]],
  ),
  broken(
    "state-key-region",
    "a key of the bridge's Region, where the bucket is elsewhere",
    EXISTING,
    [[S3, `region: eu-west-1, ${kms("us-east-1")}`]],
    [[2, "backend.kms_key"]],
  ),
];

export const HOLDING_IDENTITY_RULES: readonly HoldingCase[] = [
  holds("id-stands-once", "one table for all subnets of a side", EXISTING, [
    "route_table: rtb-22222222, clients: false",
    "route_table: rtb-11111111",
  ]),
  holds("zone-id-region", "the last zone of the Region that has most", EXISTING, [
    "zone: use1-az2, id: subnet-33333333",
    "zone: use1-az6, id: subnet-33333333",
  ]),
  holds(
    "zone-id-region",
    "a Region whose words are not known",
    LARGE,
    ["eu-central-1\n", "eu-middle-1\nzones: [a, b]\n"],
    [CERTIFICATE, "arn:aws:acm:eu-middle-1:111122223333:certificate/shop"],
  ),
  holds(
    "arn-account",
    "a role with a path, and a topic of another account, which an alarm may notify",
    LARGE,
    ['id: "111122223333" }', 'id: "111122223333", role: "arn:aws:iam::111122223333:role/ci/deploy" }'],
    add("alarms: { topic: arn:aws:sns:eu-central-1:999999999999:alarms }"),
  ),
  holds(
    "topic-account",
    "a topic of the account",
    LARGE,
    add("alarms: { topic: arn:aws:sns:eu-central-1:111122223333:alarms }"),
  ),
  holds(
    "topic-account",
    "a topic where the file tells no account",
    SMALL,
    add("alarms: { topic: arn:aws:sns:us-east-1:999999999999:alarms }"),
  ),
  holds(
    "arn-partition",
    "one of GovCloud",
    LARGE,
    ["eu-central-1\n", "us-gov-east-1\n"],
    [CERTIFICATE, "arn:aws-us-gov:acm:us-gov-east-1:111122223333:certificate/shop"],
  ),
  holds("state-key-region", "both elsewhere", EXISTING, [S3, `region: eu-west-1, ${kms("eu-west-1")}`]),
];
