/** Where in the bucket the flow logs of the NAT gateways go. */
export function flowLogPrefix(bridge: string): string {
  return `${bridge}-flow`;
}

/** Where in the bucket the flow logs of whole VPCs go: beside the others, or what both have would be counted twice. */
export function vpcFlowLogPrefix(bridge: string): string {
  return `${bridge}-vpc-flow`;
}

/** An account that delivers flow logs, and where to. */
export interface FlowLogSource {
  /** Begins the names of its statements. */
  readonly sid: string;
  readonly account: string;
  readonly prefixes: readonly string[];
}

/** What is delivered to a bucket. */
export interface Deliveries {
  readonly partition: string;
  readonly region: string;
  /** Where the ALB's access logs go, if there are any, and its account. */
  readonly accessLogs?: { readonly prefix: string; readonly account: string };
  readonly flowLogs: readonly FlowLogSource[];
}

/** What lets AWS deliver an account's flow logs. Source: VPC user guide, publish flow logs to S3, bucket permissions. */
function flowLogStatements({ partition, region }: Deliveries, bucketArn: string, source: FlowLogSource): unknown[] {
  const { sid, account, prefixes } = source;
  const delivery = { Service: "delivery.logs.amazonaws.com" };
  const fromThere = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:${partition}:logs:${region}:${account}:*` },
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

function logsOf(bucketArn: string, prefix: string, account: string): string {
  return `${bucketArn}/${prefix}/AWSLogs/${account}/*`;
}

/** Who may write logs into the bucket, and that nothing goes there unencrypted. Only literals here: HCL output breaks on tokens inside encoded JSON. */
export function logBucketPolicy(deliveries: Deliveries, bucketArn: string): unknown {
  const { accessLogs, flowLogs } = deliveries;
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
  if (accessLogs) {
    statements.push({
      Sid: "LoadBalancerAccessLogs",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: logsOf(bucketArn, accessLogs.prefix, accessLogs.account),
    });
  }
  for (const source of flowLogs) statements.push(...flowLogStatements(deliveries, bucketArn, source));
  return { Version: "2012-10-17", Statement: statements };
}
