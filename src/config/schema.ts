import * as z from "zod";
import { backend } from "./backend-schema";
import { type Quota, type QuotaName, QUOTAS } from "./quotas";
import { listeners, service } from "./service-schema";
import {
  addressValue,
  arn,
  awsId,
  bucketValue,
  cidrValue,
  nameValue,
  pattern,
  portValue,
  referenceValue,
  regionValue,
  zoneValue,
} from "./values";

const account = z
  .strictObject({
    id: pattern(/^[0-9]{12}$/, "account-id", "must be twelve digits in quotes", '"111122223333"').describe(
      "AWS account id, in quotes. Deploying with other credentials is refused.",
    ),
    role: arn("iam", "role/[A-Za-z0-9_+=,.@/-]+", "an IAM role", "arn:aws:iam::111122223333:role/deploy")
      .optional()
      .describe("IAM role that Terraform assumes in this account. Default: the credentials it is run with."),
  })
  .describe("The account of this side.");

const vpc = z
  .strictObject({
    id: awsId("vpc").optional().describe("Give the id of a VPC that exists; leave it out and the VPC is created."),
    cidr: cidrValue.describe("Primary IPv4 range of the VPC."),
    secondary_cidrs: z.array(cidrValue).default([]).describe("Further IPv4 ranges the existing VPC has."),
    routes: z
      .array(cidrValue)
      .default([])
      .describe("Destinations that the existing VPC's route tables already carry, other than local ones."),
  })
  .describe("The VPC.");

const subnetFields = {
  cidr: cidrValue.describe("IPv4 range of the subnet."),
  zone: zoneValue.describe("Availability Zone: its letter (a) or its id (use1-az1)."),
};
const sideSubnetFields = {
  ...subnetFields,
  id: awsId("subnet").optional().describe("Id of the subnet, when the VPC exists."),
  route_table: awsId("rtb").optional().describe("Id of the subnet's route table, when the VPC exists."),
};

const clientSubnet = z.strictObject({
  ...sideSubnetFields,
  clients: z.boolean().default(true).describe("false: a subnet of the VPC whose hosts get no way over the bridge."),
});
const webSubnet = z.strictObject(sideSubnetFields);
const bridgeSubnet = z.strictObject(subnetFields);
const natSubnet = z.strictObject({
  ...subnetFields,
  addresses: z
    .array(addressValue)
    .min(1)
    .optional()
    .describe("Private addresses of the NAT gateway, 1 to 8. Default: the first usable address of the subnet."),
});

const client = z
  .strictObject({
    account: account.optional(),
    vpc,
    subnets: z
      .record(nameValue, clientSubnet)
      .describe("Subnets of the client VPC, by name; the bridge's own are not listed here."),
  })
  .describe("The side that opens the connections.");

const web = z
  .strictObject({
    account: account.optional(),
    vpc,
    subnets: z.record(nameValue, webSubnet).describe("Subnets of the web servers, by name."),
    attachment_subnets: z
      .array(referenceValue)
      .min(1)
      .optional()
      .describe(
        "Subnets, one per zone, that hold the transit gateway attachment. Default: the first one of each zone.",
      ),
    security_groups: z
      .array(awsId("sg"))
      .min(1)
      .optional()
      .describe("Security groups of the existing web servers; each gets the ingress rules for the ALB subnets."),
  })
  .describe(
    "The side of the web servers. It gets an attachment, a route per route table and ingress rules, no subnet.",
  );

const bridge = z
  .strictObject({
    cidr: cidrValue.describe("Secondary range of the client VPC for NAT gateway and ALB; overlaps with neither side."),
    zones: z
      .array(zoneValue)
      .min(2)
      .max(4)
      .optional()
      .describe("Carve the subnets from the range for these zones. Instead of giving alb_subnets and nat_subnets."),
    alb_subnets: z
      .record(nameValue, bridgeSubnet)
      .optional()
      .describe("Subnets of the ALB, one per zone, at least two."),
    nat_subnets: z
      .record(nameValue, natSubnet)
      .optional()
      .describe("Subnets of the NAT gateways, one per zone at most."),
    attachment_subnets: z
      .record(nameValue, bridgeSubnet)
      .optional()
      .describe("Dedicated subnets of the transit gateway attachment, one per ALB zone. Default: the ALB's subnets."),
    shadow_subnets: z
      .record(nameValue, bridgeSubnet)
      .default({})
      .describe("Empty subnets in the client VPC that make a route to a web subnet of the same range legal."),
    steer: z
      .array(cidrValue)
      .min(1)
      .optional()
      .describe("Destinations that the ALB subnets send to the web side. Default: the web subnets that hold targets."),
  })
  .describe("The addresses between the two sides.");

const transitGateway = z
  .strictObject({
    id: awsId("tgw").optional().describe("Use this transit gateway of the client account. Default: one is created."),
    share: z
      .enum(["invitation", "organization"])
      .default("invitation")
      .describe(
        "How a web side in another account gets the gateway from AWS RAM. organization: sharing is enabled in AWS Organizations.",
      ),
    asn: z
      .int()
      .min(64512)
      .max(4294967294)
      .default(64512)
      .describe("Private ASN of the created gateway's Amazon side."),
  })
  .prefault({})
  .describe("The transit gateway.");

const hostOf = (side: string) =>
  z
    .strictObject({
      subnet: referenceValue.describe(`Name of one of the ${side} subnets.`),
      address: addressValue,
      instance_type: pattern(
        /^[a-z0-9-]+\.[a-z0-9]+$/,
        "instance-type",
        "must be an EC2 instance type",
        "t4g.nano",
      ).default("t4g.nano"),
    })
    .optional();

const demo = z
  .strictObject({
    client: hostOf("client").describe("A client to try the bridge from."),
    web: hostOf("web").describe("An nginx web server, installed over an S3 gateway endpoint without internet access."),
    connect_endpoint: z
      .boolean()
      .default(false)
      .describe("An EC2 Instance Connect Endpoint to reach the demo client by SSH."),
  })
  .prefault({})
  .describe("Hosts to try the bridge with; what is left out is off.");

const alb = z
  .strictObject({
    name: pattern(
      /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
      "alb-name",
      "must be letters, digits and inner hyphens, and must not begin with internal-",
      "overlap-article",
    )
      .max(32, { error: "must have at most 32 characters" })
      .optional()
      .describe("Default: overlap-<bridge>."),
    idle_timeout: z.int().min(1).max(4000).default(60).describe("Seconds; must stay below the NAT gateway's 350."),
    deletion_protection: z.boolean().default(false),
    desync_mitigation_mode: z
      .enum(["defensive", "strictest"])
      .default("defensive")
      .describe(
        "Requests that servers could read in two ways. defensive: refuse the dangerous ones. strictest: all that RFC 7230 does not allow.",
      ),
    xff_header_processing_mode: z
      .enum(["append", "preserve", "remove"])
      .default("append")
      .describe(
        "X-Forwarded-For as servers get it. append: the NAT gateway's address comes last, after what the client wrote. remove: no such header. preserve: what the client wrote alone.",
      ),
    xff_client_port: z
      .boolean()
      .default(false)
      .describe(
        "Append the NAT gateway's port too: with it the flow logs (logs.flow_logs) tell which client a request is of.",
      ),
    waf_acl_arn: arn(
      "wafv2",
      "regional/webacl/[A-Za-z0-9_-]{1,128}/[0-9a-f-]{36}",
      "a WAF web ACL of regional scope",
      "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/bridges/00000000-0000-0000-0000-000000000000",
    )
      .optional()
      .describe("AWS WAF web ACL that filters the requests; of the bridge's region and the client account."),
  })
  .prefault({})
  .describe("The internal Application Load Balancer.");

const logs = z
  .strictObject({
    bucket: bucketValue("acme-overlap-bridge-logs"),
    create: z
      .boolean()
      .default(false)
      .describe("Create the bucket, encrypted, closed and versioned. Needs client.account."),
    expire_after_days: z.int().min(1).max(3650).default(90).describe("Days until the created bucket drops a log file."),
    keep_deleted_days: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .describe("Days until what was dropped, deleted or overwritten is gone for good from the created bucket."),
    access_logs: z.boolean().default(true).describe("The ALB's access logs."),
    flow_logs: z
      .boolean()
      .default(false)
      .describe("Flow logs of the NAT gateways' interfaces: they name the real client."),
    vpc_flow_logs: z
      .boolean()
      .optional()
      .describe(
        "Flow logs of each VPC that is created here, which AWS charges by the gigabyte. Default: true where the bucket is created here too.",
      ),
  })
  .describe("Logs in S3.");

const endOf = (what: string) =>
  pattern(
    /^\S(.{0,253}\S)?$/,
    "end",
    "must name an end: a Terraform address, an address in a VPC, client, web, a service, internet or on-premises",
    "client",
  ).describe(what);

const expectation = z.strictObject({
  from: endOf("Who sends: client, web, a Terraform address, 10.64.0.20@client, internet, on-premises."),
  to: endOf("Who receives: as from, or a service's name, or an address as the sender sees it."),
  protocol: z.enum(["tcp", "udp", "icmp"]).default("tcp"),
  port: portValue.optional().describe("Destination port. Default: the service's; for other ends, any."),
  is: z.enum(["allowed", "denied"]).describe("What must hold: there and back, or not at all."),
});

function describeQuota({ what, page, read, adjustable }: Quota): string {
  return `${what}; ${adjustable ? "AWS raises it on request" : "AWS does not raise it"} (${page}, read ${read})`;
}

const quotaShape = Object.fromEntries(
  Object.entries(QUOTAS).map(([name, quota]) => [
    name,
    z.int().min(1).default(quota.default).describe(describeQuota(quota)),
  ]),
) as Record<QuotaName, z.ZodDefault<z.ZodInt>>;

/** The bridge file: one file, one bridge, one stack, one Terraform Cloud workspace. */
export const bridgeSchema = z
  .strictObject({
    region: regionValue.describe("AWS Region of both VPCs."),
    zones: z
      .array(pattern(/^[a-z]$/, "zone-letter", "must be a zone's letter", "a"))
      .min(2)
      .optional()
      .describe("The zone letters your account has in this region, where they differ from AWS's usual ones."),
    tags: z.record(z.string().min(1).max(128), z.string().max(256)).default({}).describe("Tags of every resource."),
    backend,
    client,
    web,
    bridge,
    transit_gateway: transitGateway,
    alb,
    listeners,
    services: z.record(nameValue, service).describe("What is reached over the bridge, by name."),
    demo,
    logs: logs.optional(),
    alarms: z
      .strictObject({
        topic: arn(
          "sns",
          "[A-Za-z0-9_-]{1,256}([.]fifo)?",
          "an SNS topic",
          "arn:aws:sns:us-east-1:111122223333:network-alarms",
        ),
      })
      .optional()
      .describe("CloudWatch alarms on the NAT gateways and the ALB, sent to this SNS topic."),
    reachability_analyzer: z
      .strictObject({
        client: awsId("eni").optional().describe("Network interface of a client. Default: the demo client's."),
        web: awsId("eni").optional().describe("Network interface of a web server. Default: the demo web server's."),
      })
      .optional()
      .describe(
        "Two Reachability Analyzer paths, analysed on apply: client to ALB node, client-side attachment to web server.",
      ),
    expect: z
      .array(expectation)
      .default([])
      .describe("Further statements that must hold; `overlap verify` proves them with the bridge's own."),
    quotas: z
      .strictObject(quotaShape)
      .prefault({})
      .describe("AWS's quotas, where your account's differ from the defaults."),
  })
  .describe("One bridge between two VPCs that use the same addresses.");

/** A bridge file, read: CIDRs and addresses as numbers, defaults filled in. */
export type BridgeConfig = z.output<typeof bridgeSchema>;
export type SideConfig = BridgeConfig["client"] | BridgeConfig["web"];
export type ServiceConfig = BridgeConfig["services"][string];
export type ListenerName = "http" | "https";
