import * as z from "zod";
import { type Quota, type QuotaName, QUOTAS } from "./quotas";
import { addressValue, arn, bucketValue, pattern, portValue } from "./values";

/** How an ALB treats requests. */
export const alb = z
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

/** Where logs go. */
export const logs = z
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

/** A statement that the file adds. */
export const expectation = z.strictObject({
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

/** The account's quotas, where they differ from AWS's defaults. */
export const quotas = z
  .strictObject(quotaShape)
  .prefault({})
  .describe("AWS's quotas, where your account's differ from the defaults.");

/** A name as private hosted zones have them: labels of letters, digits, inner hyphens and underscores. Source: RFC 1035, Route 53 guide. */
const zoneName = pattern(
  /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?[.])+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "zone-name",
  "must be a domain name in lower case, of two labels or more and without a dot at its end",
  "example.internal",
);

/** Names for the services. */
export const dns = z
  .strictObject({
    zone: zoneName
      .optional()
      .describe("A private hosted zone of this name is created for the client VPCs, unless zone_id is given."),
    zone_id: pattern(/^Z[A-Z0-9]{3,31}$/, "hosted-zone-id", "must be the id of a hosted zone", "Z0123456789ABCDEFGHIJ")
      .optional()
      .describe("Use this private hosted zone, which the client VPCs are associated with already."),
  })
  .optional()
  .describe("An alias record for each service. Default: clients use the load balancer's or endpoint's own name.");

/** Names of single hosts of the web side. */
export const recordNames = z
  .record(
    pattern(
      /^(?=.{1,190}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?([.][a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/,
      "name",
      "must be labels of lower-case letters, digits, inner hyphens and underscores, without the zone's name",
      "db",
    ),
    addressValue,
  )
  .optional()
  .describe(
    "Names of hosts that the appliance reaches, each with the address that the web side knows; clients get what stands for it.",
  );

/** Zones of an account that has others than most. */
export const ownZones = z
  .array(pattern(/^[a-z]$/, "zone-letter", "must be a zone's letter", "a"))
  .min(2)
  .optional()
  .describe("The zone letters your account has in this region, where they differ from AWS's usual ones.");

/** Tags, by their keys. */
export const tags = z
  .record(z.string().min(1).max(128), z.string().max(256))
  .default({})
  .describe("Tags of every resource.");

/** An ASN for private use. Source: RFC 6996; EC2 API, CreateTransitGateway. */
export const asn = z
  .int()
  .min(64512)
  .max(4294967294)
  .default(64512)
  .describe("Private ASN of the created gateway's Amazon side.");
