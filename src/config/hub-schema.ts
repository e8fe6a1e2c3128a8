import * as z from "zod";
import { backend } from "./backend-schema";
import { encryption_support, encryptionFields } from "./encryption-schema";
import { alb, asn, dns, expectation, logs, ownZones, quotas, tags } from "./option-schema";
import { certificate_names, certificates, health as albHealth, listeners, match, tls_policy } from "./service-schema";
import { account, attachment, clientSubnet, natGateway, vpc, webSubnet } from "./side-schema";
import { addressValue, awsId, cidrValue, nameValue, portValue, referenceValue, regionValue, zoneValue } from "./values";
import { dashboard, hubAlarms } from "./watching-schema";

const nat = z
  .strictObject({
    cidr: cidrValue.describe(
      "Secondary range of this client VPC for its NAT gateways and its attachment; overlaps with nothing of any side. /27 has room for one zone, /26 for two, /25 for four.",
    ),
    zones: z
      .array(zoneValue)
      .min(1)
      .max(4)
      .optional()
      .describe("Zones that get a NAT gateway each. Default: the zones of the client subnets."),
    gateways: z
      .record(nameValue, natGateway("which gets a route to the hub"))
      .optional()
      .describe("Private NAT gateways that exist in the range, with the subnets they are in. Given, none is made."),
  })
  .describe("Where this client's packets get addresses that the hub can tell from others'.");

const hubClient = z
  .strictObject({
    way: z
      .enum(["nat", "endpoint"])
      .describe(
        "nat: a small secondary range with private NAT gateways and a transit gateway attachment. endpoint: PrivateLink endpoints in the client subnets, nothing else.",
      ),
    account: account.optional(),
    vpc,
    subnets: z.record(nameValue, clientSubnet).describe("Subnets of the client VPC, by name."),
    nat: nat.optional(),
    attachment,
    attachment_subnets: z
      .array(referenceValue)
      .min(1)
      .optional()
      .describe("Subnets or NAT gateways, one per zone, in whose subnets the given attachment is."),
    endpoint_subnets: z
      .array(referenceValue)
      .min(1)
      .optional()
      .describe(
        "Way endpoint: subnets, one per zone, that get an endpoint's interface. Default: the first one of each zone that the hub is in too.",
      ),
  })
  .describe("A side that opens connections.");

const hubWeb = z
  .strictObject({
    way: z
      .enum(["transit_gateway", "peering"])
      .describe(
        "transit_gateway: an attachment; web sides whose ranges overlap each other can't share it. peering: a VPC peering with the hub; any number may overlap.",
      ),
    account: account.optional(),
    vpc,
    subnets: z.record(nameValue, webSubnet).describe("Subnets of the servers, by name."),
    attachment,
    attachment_subnets: z
      .array(referenceValue)
      .min(1)
      .optional()
      .describe(
        "Way transit_gateway: subnets, one per zone, that hold the attachment. Default: the first one of each zone.",
      ),
    security_groups: z
      .array(awsId("sg"))
      .min(1)
      .optional()
      .describe("Security groups of the existing servers; each gets the ingress rules for the hub's load balancers."),
  })
  .describe(
    "A side of servers. It gets a peering or an attachment, a route per route table and ingress rules, no subnet.",
  );

const bridge = z
  .strictObject({
    place: z
      .literal("hub")
      .describe("Where the bridge stands. client: in the client VPC, as in the article. hub: in a VPC of its own."),
    account: account.optional(),
    cidr: cidrValue.describe(
      "Range of the hub VPC, which is created; overlaps with nothing of any side. /24 has room for three web sides in two zones, /22 for seven in four.",
    ),
    zones: z.array(zoneValue).min(2).max(4).describe("Zones of the load balancers and the hub's attachment."),
    ...encryptionFields,
  })
  .describe("The hub between the sides.");

const transitGateway = z
  .strictObject({
    id: awsId("tgw").optional().describe("Use this transit gateway. Default: one is created in the hub's account."),
    account: account.optional().describe("The account that owns it. Default: the hub's."),
    share: z
      .enum(["invitation", "organization", "exists"])
      .default("invitation")
      .describe(
        "How sides in other accounts get the gateway from AWS RAM. organization: sharing is enabled in AWS Organizations. exists: it is shared with them already.",
      ),
    encryption_support,
    asn,
  })
  .prefault({})
  .describe("The transit gateway, for clients by NAT and webs by transit gateway.");

const health = albHealth
  .unwrap()
  .extend({
    protocol: z
      .enum(["TCP", "HTTP", "HTTPS"])
      .optional()
      .describe("Default: the service's protocol; TCP for a service of protocol TCP or TLS."),
  })
  .prefault({})
  .describe("The load balancer's health check of each target. Path and matcher are of HTTP and HTTPS.");

const hubService = z.strictObject({
  web: referenceValue.optional().describe("Name of its web side. Default: the only one."),
  clients: z.array(referenceValue).min(1).optional().describe("Client sides that reach it. Default: all."),
  targets: z.array(addressValue).min(1).describe("Addresses of the servers, as the web side knows them."),
  protocol: z
    .enum(["HTTP", "HTTPS", "TCP", "TLS"])
    .default("HTTP")
    .describe(
      "HTTP, HTTPS: behind an ALB, the protocol towards the targets. TCP, TLS: behind an NLB, the protocol that clients speak. Certificates of targets are not validated.",
    ),
  port: portValue
    .optional()
    .describe("HTTP, HTTPS: port the targets listen on, default 80. TCP, TLS: port that clients connect to."),
  target_port: portValue.optional().describe("TCP, TLS: port the targets listen on. Default: port."),
  target_protocol: z
    .enum(["TCP", "TLS"])
    .optional()
    .describe("TLS: what the NLB speaks to the targets. Default: TLS, so that nothing is in clear on the way."),
  certificates: certificates.optional(),
  certificate_names,
  tls_policy: tls_policy.unwrap().optional().describe("TLS: security policy. Default: that of an HTTPS listener."),
  idle_timeout: z
    .int()
    .min(60)
    .max(6000)
    .optional()
    .describe("TCP: seconds until the NLB forgets a silent connection. Default: 350, which is the NAT gateway's too."),
  proxy_protocol: z
    .boolean()
    .default(false)
    .describe(
      "TCP, TLS: targets get each client's address in a proxy protocol header (version 2), and must expect it.",
    ),
  health,
  match,
  listeners: z
    .array(z.enum(["http", "https"]))
    .min(1)
    .optional()
    .describe("HTTP, HTTPS: which listeners. Default: every listener that forwards."),
  priority: z
    .int()
    .min(1)
    .max(50000)
    .optional()
    .describe("HTTP, HTTPS: order of the listener rule. Default: 10 per place in this list."),
});

/** The bridge file of a hub: any number of clients and webs, of one Region. */
export const hubSchema = z
  .strictObject({
    region: regionValue.describe("AWS Region of all VPCs."),
    zones: ownZones,
    tags,
    backend,
    client: hubClient.optional(),
    clients: z.record(nameValue, hubClient).optional().describe("The client sides, by name. Of one: client."),
    web: hubWeb.optional(),
    webs: z.record(nameValue, hubWeb).optional().describe("The web sides, by name. Of one: web."),
    bridge,
    transit_gateway: transitGateway,
    alb: alb.unwrap().omit({ name: true }).prefault({}).describe("The internal ALBs, one for each web side with HTTP."),
    nlb: z
      .strictObject({ deletion_protection: z.boolean().default(false) })
      .prefault({})
      .describe("The internal NLBs, one for each web side with TCP, TLS or clients by endpoint."),
    dns,
    listeners: listeners.prefault({}),
    services: z.record(nameValue, hubService).describe("What is reached over the hub, by name."),
    logs: logs
      .extend({
        access_logs: z
          .boolean()
          .default(true)
          .describe("Access logs of the ALBs, and of NLBs that end TLS: of other connections an NLB has none."),
      })
      .optional(),
    alarms: hubAlarms,
    dashboard,
    expect: z
      .array(expectation)
      .default([])
      .describe("Further statements that must hold; `overlap verify` proves them with the bridge's own."),
    quotas,
  })
  .describe("A hub between VPCs that use the same addresses.");

/** A bridge file of place hub, read: CIDRs and addresses as numbers, defaults filled in. */
export type HubConfig = z.output<typeof hubSchema>;
export type HubClientConfig = z.output<typeof hubClient>;
export type HubWebConfig = z.output<typeof hubWeb>;
export type HubServiceConfig = z.output<typeof hubService>;
