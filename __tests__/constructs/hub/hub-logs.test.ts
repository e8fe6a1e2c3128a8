import type { Changes } from "../../support/bridges";
import { hubPlanOf } from "../../support/hubs";
import { allOf, at, type StackJson, synthJson } from "../../support/synthesized";

const LOGS = { bucket: "acme-hub-logs", create: true, flow_logs: true };
const OWN: Changes = { "bridge.account": { id: "111122223333" }, logs: LOGS };
const TLS: Changes = {
  "services.stream": {
    web: "crm",
    clients: ["apps"],
    protocol: "TLS",
    port: 6514,
    targets: ["10.0.1.11"],
    certificates: ["arn:aws:acm:us-east-1:111122223333:certificate/5b9c3c52-8a44-4a0e-a1f3-6d3b9f0c7e21"],
  },
};
/** The side of shop in an account of its own. */
const OTHER: Changes = { "webs.shop.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" } };

const hub = (changes: Changes) => synthJson(hubPlanOf("hub", changes));

interface Statement {
  readonly Sid: string;
  readonly Principal: unknown;
  readonly Resource: string | readonly string[];
  readonly Condition: { readonly StringEquals?: unknown };
}

function statementsOf(stack: StackJson): readonly Statement[] {
  const policy = at(stack, "aws_s3_bucket_policy.logs")["policy"];
  return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}

const vpcLogs = (stack: StackJson) =>
  Object.keys(allOf(stack, "aws_flow_log")).filter((name) => name.startsWith("vpc-flow-logs_"));

const ALL = ["hub", "clients-apps", "clients-batch", "webs-shop", "webs-crm"].map((name) => `vpc-flow-logs_${name}`);

describe("flow logs of a hub's VPCs", () => {
  test.each<[string, Changes, readonly string[]]>([
    ["are there for each that is made, where the bucket is made", {}, ALL],
    ["are left out where the file says so", { "logs.vpc_flow_logs": false }, []],
    ["are not there without a word where the bucket exists", { "logs.create": undefined }, []],
    [
      "are there in a bucket that exists, when it is said",
      { "logs.create": undefined, "logs.vpc_flow_logs": true },
      ALL,
    ],
    ["are not there without logs", { logs: undefined }, []],
  ])("%s", (_when, changes, names) => {
    expect(vpcLogs(hub({ ...OWN, ...changes })).sort()).toEqual([...names].sort());
  });

  test("tell all traffic of the VPC, of the bridge's own place in the bucket, once that admits them", () => {
    const stack = hub(OWN);
    expect(at(stack, "aws_flow_log.vpc-flow-logs_webs-crm")).toMatchObject({
      vpc_id: "${aws_vpc.webs_crm.id}",
      traffic_type: "ALL",
      log_destination: "arn:aws:s3:::acme-hub-logs/hub-vpc-flow/",
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
  });

  test("of a VPC that exists are its owner's", () => {
    const json = synthJson(hubPlanOf("whole-vpc"));
    expect(vpcLogs(json)).toEqual(["vpc-flow-logs_hub"]);
  });

  test("of another account are delivered by that account, which the bucket admits with its own logs alone", () => {
    const stack = hub({ ...OWN, ...OTHER });
    expect(at(stack, "aws_flow_log.vpc-flow-logs_webs-shop")["provider"]).toMatch(/^aws\./);
    expect(at(stack, "aws_flow_log.vpc-flow-logs_webs-crm")).not.toHaveProperty("provider");
    const statements = statementsOf(stack);
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "OnlyEncryptedTransport",
      "LoadBalancerAccessLogs",
      "FlowLogs",
      "FlowLogsAcl",
      "Account444455556666FlowLogs",
      "Account444455556666FlowLogsAcl",
    ]);
    expect(statements.find(({ Sid }) => Sid === "Account444455556666FlowLogs")).toMatchObject({
      Resource: "arn:aws:s3:::acme-hub-logs/hub-vpc-flow/AWSLogs/444455556666/*",
      Condition: { StringEquals: { "aws:SourceAccount": "444455556666" } },
    });
  });
});

describe("access logs of a hub's NLBs", () => {
  test("are there where the NLB ends TLS, beside those of ALBs", () => {
    const stack = hub({ ...OWN, ...TLS });
    expect(at(stack, "aws_lb.webs_crm_nlb")).toMatchObject({
      access_logs: { bucket: "acme-hub-logs", prefix: "hub-nlb", enabled: true },
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
    expect(at(stack, "aws_lb.webs_crm_alb")["access_logs"]).toMatchObject({ prefix: "hub" });
    const own = statementsOf(stack).filter(({ Sid }) => Sid.startsWith("Nlb"));
    expect(own).toMatchObject([
      {
        Sid: "NlbAccessLogs",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Resource: "arn:aws:s3:::acme-hub-logs/hub-nlb/AWSLogs/111122223333/*",
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      { Sid: "NlbAccessLogsAcl", Resource: "arn:aws:s3:::acme-hub-logs" },
    ]);
  });

  test.each<[string, Changes]>([
    ["an NLB that ends no TLS, of which AWS writes none", OWN],
    ["a file that wants no access logs", { ...OWN, ...TLS, "logs.access_logs": false }],
    ["a file without logs", TLS],
  ])("are not there for %s", (_what, changes) => {
    const stack = hub(changes);
    expect(at(stack, "aws_lb.webs_crm_nlb")).not.toHaveProperty("access_logs");
    if ("logs" in changes) expect(statementsOf(stack).map(({ Sid }) => Sid)).not.toContain("NlbAccessLogs");
  });
});
