/** Where in the bucket the flow logs of the NAT gateways go. */
export function flowLogPrefix(bridge: string): string {
  return `${bridge}-flow`;
}

/** Where in the bucket the flow logs of whole VPCs go: beside the others, or what both have would be counted twice. */
export function vpcFlowLogPrefix(bridge: string): string {
  return `${bridge}-vpc-flow`;
}

/** Where in the bucket the access logs of NLBs go: beside those of ALBs, which have other fields. */
export function nlbLogPrefix(bridge: string): string {
  return `${bridge}-nlb`;
}

/** An account that delivers logs by the log delivery service, and where to. */
export interface DeliverySource {
  /** Name of its statement; begins that of the other one. */
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
  /** Flow logs, and access logs of NLBs. */
  readonly delivered: readonly DeliverySource[];
}

/**
 * What lets AWS deliver an account's flow logs, and in the same way the access logs of its NLBs. Source: VPC user guide, publish
 * flow logs to S3, bucket permissions; NLB user guide, access logs, bucket requirements.
 */
function deliveryStatements({ partition, region }: Deliveries, bucketArn: string, source: DeliverySource): unknown[] {
  const { sid, account, prefixes } = source;
  const delivery = { Service: "delivery.logs.amazonaws.com" };
  const fromThere = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:${partition}:logs:${region}:${account}:*` },
  };
  const objects = prefixes.map((prefix) => logsOf(bucketArn, prefix, account));
  return [
    {
      Sid: sid,
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
      Sid: `${sid}Acl`,
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
  const { accessLogs, delivered } = deliveries;
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
  for (const source of delivered) statements.push(...deliveryStatements(deliveries, bucketArn, source));
  return { Version: "2012-10-17", Statement: statements };
}
