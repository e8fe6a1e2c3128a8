import { bad, faultsOfFile, toldOf } from "../support/bad-file";
import { told } from "../support/told";
import { GATEWAY, IGNORED_KEY_FILES } from "./ignored-key-files";
import { type Edit, EXISTING, LARGE, SMALL } from "./bridge-texts";
import { HUB, WHOLE_VPC } from "./hub-texts";
import { add } from "./contradiction-case";

describe("a key that does nothing in this file", () => {
  test.each(IGNORED_KEY_FILES.map((one) => [one.id, one] as const))("%s", (_, one) => {
    expect(faultsOfFile(one).map(told)).toEqual(toldOf(one));
    expect(new Set(one.found.map(([, , rule]) => rule))).toEqual(new Set(["ignored-key"]));
  });
});

describe("the same key where it does something", () => {
  const cases: [string, string, readonly Edit[]][] = [
    ["the ASN of a gateway that is created", EXISTING, [[GATEWAY, "transit_gateway: { asn: 64513 }"]]],
    ["how it is shared between two accounts", EXISTING, [[GATEWAY, "transit_gateway: { share: organization }"]]],
    ["how long a created bucket keeps logs", LARGE, [["create: true", "create: true, expire_after_days: 30"]]],
    [
      "how long a created bucket keeps what is deleted",
      LARGE,
      [["create: true", "create: true, keep_deleted_days: 1"]],
    ],
    ["a bucket for the VPCs' flow logs alone", LARGE, [["create: true", "access_logs: false, vpc_flow_logs: true"]]],
    ["the same, by default", LARGE, [["create: true", "create: true, access_logs: false"]]],
    [
      "flow logs of the one VPC that is created",
      EXISTING,
      [
        ["vpc: { id: vpc-22222222, ", "vpc: { "],
        ["secondary_cidrs: [172.20.0.0/24], routes: [10.8.0.0/16] }", "}"],
        ["    web-1: { cidr: 10.64.0.0/24, zone: use1-az1, id: subnet-44444444, route_table: rtb-33333333 }\n", ""],
        [
          "web-2: { cidr: 172.20.0.0/24, zone: use1-az2, id: subnet-55555555, route_table: rtb-33333333 }\n  security_groups: [sg-11111111]",
          "web-1: { cidr: 10.64.0.0/24, zone: use1-az1 }",
        ],
        [", 172.20.0.10", ""],
        add("logs: { bucket: acme-logs, vpc_flow_logs: true }"),
      ],
    ],
    ["the client's port where the ALB appends", SMALL, [add("alb: { xff_client_port: true }")]],
    ["flow logs alone", LARGE, [["create: true", "access_logs: false, flow_logs: true"]]],
    [
      "one role, said of both sides",
      EXISTING,
      [
        ['"111122223333"', '"111122223333", role: "arn:aws:iam::111122223333:role/r"'],
        [
          '"444455556666", role: "arn:aws:iam::444455556666:role/deploy"',
          '"111122223333", role: "arn:aws:iam::111122223333:role/r"',
        ],
      ],
    ],
    ["letters of a Region that is not known", EXISTING, [["region: us-east-1", "region: us-east-9\nzones: [a, b]"]]],
    ["a gateway that is shared", WHOLE_VPC, [["  id: tgw-11111111\n", "  id: tgw-11111111\n  share: exists\n"]]],
    ["the NLB of a hub where it hands requests of an endpoint on", HUB, [["services:", "nlb: {}\nservices:"]]],
    [
      "what a check by HTTP asks for",
      HUB,
      [["    port: 5432", "    port: 5432\n    health: { protocol: HTTP, path: / }"]],
    ],
    ["letters that are used", SMALL, [["region: us-east-1", "region: us-east-1\nzones: [a, b]"]]],
  ];

  test.each(cases)("%s", (_, base, edits) => {
    expect(faultsOfFile(bad("kept", base, edits, []))).toEqual([]);
  });
});
