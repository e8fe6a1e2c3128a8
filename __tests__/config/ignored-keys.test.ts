import { loadBridge } from "../../src/config/load";
import { formatFault } from "../../src/config/fault";
import { inFolder } from "../support/bridges";
import { writeBridge } from "../support/write-bridge";
import { type Edit, EXISTING, LARGE, patch, SMALL } from "./bridge-texts";
import { add } from "./contradiction-case";

function faultsOf(base: string, ...edits: readonly Edit[]): string[] {
  return inFolder((folder) => {
    const loaded = loadBridge(writeBridge(folder, "x", patch(base, ...edits)), "x.yaml");
    return "faults" in loaded ? loaded.faults.map((fault) => formatFault(fault).replace(/^x\.yaml:\d+:\d+: /, "")) : [];
  });
}

const GATEWAY = "transit_gateway: { id: tgw-11111111 }";

describe("a key that does nothing in this file", () => {
  const cases: [string, string, readonly Edit[], string][] = [
    [
      "the ASN of a gateway that exists",
      EXISTING,
      [[GATEWAY, "transit_gateway: { id: tgw-11111111, asn: 64513 }"]],
      "transit_gateway.asn: 64513 does nothing: the gateway tgw-11111111 exists and has its ASN; leave it out, or leave transit_gateway.id out",
    ],
    [
      "the same, written as it would be by itself",
      EXISTING,
      [[GATEWAY, "transit_gateway: { id: tgw-11111111, asn: 64512 }"]],
      "transit_gateway.asn: 64512 does nothing: the gateway tgw-11111111 exists and has its ASN; leave it out, or leave transit_gateway.id out",
    ],
    [
      "how a gateway is shared that is not",
      SMALL,
      [add("transit_gateway: { share: organization }")],
      'transit_gateway.share: "organization" does nothing: both sides are in one account, so the gateway is shared with nobody by organization; leave it out, or write web.account.id',
    ],
    [
      "how long logs are kept in a bucket that exists",
      LARGE,
      [["create: true", "expire_after_days: 30"]],
      "logs.expire_after_days: 30 does nothing: the bucket exists and has its own rules; leave it out, or write create: true if the bucket is to be created",
    ],
    [
      "a bucket for no logs",
      LARGE,
      [["create: true", "access_logs: false"]],
      'logs.bucket: "acme-logs" does nothing: neither access_logs nor flow_logs is on, nor do VPCs get flow logs; switch one of them on, or leave logs out',
    ],
    [
      "how long a bucket that exists keeps what is deleted",
      LARGE,
      [["create: true", "keep_deleted_days: 30"]],
      "logs.keep_deleted_days: 30 does nothing: the bucket exists and has its own rules; leave it out, or write create: true if the bucket is to be created",
    ],
    [
      "flow logs of VPCs that both exist",
      EXISTING,
      [add("logs: { bucket: acme-logs, vpc_flow_logs: true }")],
      "logs.vpc_flow_logs: true does nothing: both VPCs exist, and who made them logs what flows in them; leave it out",
    ],
    ...(["remove", "preserve"] as const).map((mode): [string, string, readonly Edit[], string] => [
      `the client's port for a header that the ALB does not write: ${mode}`,
      SMALL,
      [add(`alb: { xff_header_processing_mode: ${mode}, xff_client_port: true }`)],
      `alb.xff_client_port: true does nothing: with xff_header_processing_mode: ${mode} the ALB adds nothing to X-Forwarded-For; leave it out, or write append`,
    ]),
    [
      "the priority of what remains",
      SMALL,
      [["    port: 80", "    priority: 3"]],
      "services.shop.priority: 3 does nothing: a service without match is what remains after all rules, and has none itself; leave it out, or write match",
    ],
    [
      "a second role for the one account",
      EXISTING,
      [['"444455556666"', '"111122223333", role: "arn:aws:iam::111122223333:role/web"']],
      'web.account.role: "arn:aws:iam::111122223333:role/web" does nothing: both sides are in one account, which Terraform enters as client.account says; write it as client.account.role too, or leave it out',
    ],
    [
      "letters where all zones are ids",
      EXISTING,
      [["region: us-east-1", "region: us-east-1\nzones: [a, b]"]],
      "zones: does nothing: all zones of this file are ids; leave it out, or write letters",
    ],
  ];

  test.each(cases)("%s", (_, base, edits, line) => {
    expect(faultsOf(base, ...edits)).toEqual([`${line} [ignored-key]`]);
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
        ['"444455556666"', '"111122223333", role: "arn:aws:iam::111122223333:role/r"'],
      ],
    ],
    ["letters of a Region that is not known", EXISTING, [["region: us-east-1", "region: us-east-9\nzones: [a, b]"]]],
    ["letters that are used", SMALL, [["region: us-east-1", "region: us-east-1\nzones: [a, b]"]]],
  ];

  test.each(cases)("%s", (_, base, edits) => {
    expect(faultsOf(base, ...edits)).toEqual([]);
  });
});
