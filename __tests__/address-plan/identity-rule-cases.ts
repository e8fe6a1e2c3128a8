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
    ["web.vpc.id: is the client VPC already; write the id of the web VPC"],
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
      "client.subnets.batch.id: is the client subnet clients already; write the id of the client subnet batch",
      "web.subnets.web-2.id: is the client subnet more already; write the id of the web subnet web-2",
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
    [
      "web.subnets.web-1.route_table: is the route table of the client subnet clients already; write the id of the route table of the web subnet web-1",
    ],
  ),
  broken(
    "id-stands-once",
    "one interface as both ends",
    LARGE,
    [add("reachability_analyzer: { client: eni-11111111, web: eni-11111111 }")],
    ["reachability_analyzer.web: is the client interface already; write the id of the web interface"],
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
      "client.subnets.more.zone: is no zone of us-east-1; write use1-az2 or another one of that Region",
      "web.subnets.web-1.zone: is no zone of us-east-1; write use1-az1 or another one of that Region",
      "bridge.zones[1]: is no zone of us-east-1; write use1-az2 or another one of that Region",
    ],
  ),
  broken(
    "zone-id-region",
    "a number that no Region gets to",
    EXISTING,
    [["zone: use1-az1, id: subnet-44444444", "zone: use1-az7, id: subnet-44444444"]],
    ["web.subnets.web-1.zone: is no zone of us-east-1; write use1-az1 or another one of that Region"],
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
      "client.subnets.clients.zone: is no zone of us-gov-west-1; write usgw1-az1 or another one of that Region",
      "web.subnets.web-2.zone: is no zone of us-gov-west-1; write usgw1-az2 or another one of that Region",
    ],
  ),
  broken(
    "arn-account",
    "roles of other accounts, on both sides",
    EXISTING,
    [
      ['id: "111122223333"', 'id: "111122223333", role: "arn:aws:iam::444455556666:role/deploy"'],
      ['id: "444455556666"', 'id: "444455556666", role: "arn:aws:iam::999955556666:role/deploy"'],
    ],
    [
      "client.account.role: is of the account 444455556666, but client.account.id is 111122223333; write arn:aws:iam::111122223333:role/deploy, or mend client.account.id",
      "web.account.role: is of the account 999955556666, but web.account.id is 444455556666; write arn:aws:iam::444455556666:role/deploy, or mend web.account.id",
    ],
  ),
  broken(
    "arn-account",
    "the second certificate of another account",
    LARGE,
    [[`["${CERTIFICATE}"]`, `["${CERTIFICATE}", "arn:aws:acm:eu-central-1:444455556666:certificate/shop"]`]],
    [
      "listeners.https.certificates[1]: is of the account 444455556666, but client.account.id is 111122223333; write arn:aws:acm:eu-central-1:111122223333:certificate/shop, or mend client.account.id",
    ],
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
    [
      "listeners.https.certificates[1]: is of the account 444455556666, but that of listeners.https.certificates[0] is 111122223333; write arn:aws:acm:us-east-1:111122223333:certificate/shop, or mend that of listeners.https.certificates[0]",
    ],
  ),
  broken(
    "arn-account",
    "a web ACL of another account",
    LARGE,
    [["alb: { idle_timeout: 60 }", `alb: { waf_acl_arn: "${webAcl("eu-central-1", "444455556666")}" }`]],
    [
      `alb.waf_acl_arn: is of the account 444455556666, but client.account.id is 111122223333; write ${webAcl("eu-central-1", "111122223333")}, or mend client.account.id`,
    ],
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
    [
      `alb.waf_acl_arn: is of the account 444455556666, but that of listeners.https.certificates[0] is 111122223333; write ${webAcl("us-east-1", "111122223333")}, or mend that of listeners.https.certificates[0]`,
    ],
  ),
  broken(
    "topic-account",
    "a topic of another account",
    LARGE,
    [add("alarms: { topic: arn:aws:sns:eu-central-1:999999999999:alarms }")],
    [
      "alarms.topic: is of the account 999999999999, whose policy must let CloudWatch of 111122223333 publish to it; leave it if it does, else write a topic of 111122223333",
    ],
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
      "client.account.role: is of the partition aws-us-gov, but eu-central-1 is in aws; write arn:aws:iam::111122223333:role/deploy",
      "listeners.https.certificates[0]: is of the partition aws-cn, but eu-central-1 is in aws; write arn:aws:acm:eu-central-1:111122223333:certificate/shop",
      "alarms.topic: is of the partition aws-iso, but eu-central-1 is in aws; write arn:aws:sns:eu-central-1:111122223333:alarms",
      "backend.kms_key: is of the partition aws-cn, but eu-central-1 is in aws; write arn:aws:kms:eu-central-1:999999999999:key/00000000-0000-0000-0000-000000000000",
    ],
  ),
  broken(
    "state-key-region",
    "a key of another Region than the bridge's",
    EXISTING,
    [[S3, kms("eu-west-1")]],
    [
      "backend.kms_key: is not in us-east-1, where the state's bucket is; write a key of us-east-1, or the bucket's Region as backend.region",
    ],
  ),
  broken(
    "state-key-region",
    "a key of the bridge's Region, where the bucket is elsewhere",
    EXISTING,
    [[S3, `region: eu-west-1, ${kms("us-east-1")}`]],
    [
      "backend.kms_key: is not in eu-west-1, where the state's bucket is; write a key of eu-west-1, or the bucket's Region as backend.region",
    ],
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
