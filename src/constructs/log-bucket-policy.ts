import type { AddressPlan } from "../address-plan/plan";
import { loggedSides } from "../config/bridge-facts";
import { partitionOf } from "../config/regions";

/** Where in the bucket the flow logs of the NAT gateways go. */
export function flowLogPrefix(plan: AddressPlan): string {
  return `${plan.name}-flow`;
}

/** Where in the bucket the flow logs of whole VPCs go: beside the others, or what both have would be counted twice. */
export function vpcFlowLogPrefix(plan: AddressPlan): string {
  return `${plan.name}-vpc-flow`;
}

/** An account that delivers flow logs, and where to. */
interface FlowLogSource {
  /** Begins the names of its statements. */
  readonly sid: string;
  readonly account: string;
  readonly prefixes: readonly string[];
}

function flowLogSources(plan: AddressPlan): FlowLogSource[] {
  const { logs, client, web } = plan.config;
  const logged = loggedSides(plan.config);
  const isOther = plan.crossAccount && web.account !== undefined;
  const ofClient = logged.some((side) => side === "client" || !isOther);
  const sources = [
    {
      sid: "",
      account: client.account?.id ?? "",
      prefixes: [...(logs?.flow_logs ? [flowLogPrefix(plan)] : []), ...(ofClient ? [vpcFlowLogPrefix(plan)] : [])],
    },
    {
      sid: "Web",
      account: web.account?.id ?? "",
      prefixes: isOther && logged.includes("web") ? [vpcFlowLogPrefix(plan)] : [],
    },
  ];
  return sources.filter(({ prefixes }) => prefixes.length > 0);
}

/** What lets AWS deliver an account's flow logs. Source: VPC user guide, publish flow logs to S3, bucket permissions. */
function flowLogStatements({ region }: AddressPlan["config"], bucketArn: string, source: FlowLogSource): unknown[] {
  const { sid, account, prefixes } = source;
  const delivery = { Service: "delivery.logs.amazonaws.com" };
  const fromThere = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:${partitionOf(region)}:logs:${region}:${account}:*` },
  };
  const objects = prefixes.map((prefix) => logsOf(bucketArn, prefix, account));
  return [
    {
      Sid: `${sid}FlowLogs`,
      Effect: "Allow",
      Principal: delivery,
      Action: "s3:PutObject",
      Resource: objects.length === 1 ? objects[0] : objects,
      Condition: {
        ...fromThere,
        StringEquals: { ...fromThere.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
    {
      Sid: `${sid}FlowLogsAcl`,
      Effect: "Allow",
      Principal: delivery,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: fromThere,
    },
  ];
}

function logsOf(bucketArn: string, prefix: string, account: string | undefined): string {
  return `${bucketArn}/${prefix}/AWSLogs/${account}/*`;
}

/** Who may write logs into the bucket, and that nothing goes there unencrypted. Only literals here: HCL output breaks on tokens inside encoded JSON. */
export function logBucketPolicy(plan: AddressPlan, bucketArn: string): unknown {
  const { logs, client } = plan.config;
  const statements: unknown[] = [
    {
      Sid: "OnlyEncryptedTransport",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
  if (logs?.access_logs) {
    statements.push({
      Sid: "LoadBalancerAccessLogs",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: logsOf(bucketArn, plan.name, client.account?.id),
    });
  }
  for (const source of flowLogSources(plan)) statements.push(...flowLogStatements(plan.config, bucketArn, source));
  return { Version: "2012-10-17", Statement: statements };
}
