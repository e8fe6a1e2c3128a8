import * as z from "zod";
import { appliance } from "./appliance-schema";
import { backend } from "./backend-schema";
import { encryption_support } from "./encryption-schema";
import { alb, asn, dns, expectation, logs, ownZones, quotas, recordNames, tags } from "./option-schema";
import { listeners, service } from "./service-schema";
import { account, attachment, clientSubnet, natGateway, subnetFields, vpc, webSubnet } from "./side-schema";
import { addressValue, awsId, cidrValue, nameValue, pattern, referenceValue, regionValue, zoneValue } from "./values";
import { alarms, dashboard } from "./watching-schema";

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
    attachment,
    attachment_subnets: z
      .array(referenceValue)
      .min(1)
      .optional()
      .describe("Subnets that the given attachment is in, one per zone; of each zone of the ALB one."),
    security_groups: z
      .array(awsId("sg"))
      .min(1)
      .optional()
      .describe(
        "Security groups of existing clients that the web side may open connections to (appliance.initiate: both); each gets the ingress rules.",
      ),
  })
  .describe("The side that opens the connections.");

const web = z
  .strictObject({
    account: account.optional(),
    vpc,
    subnets: z.record(nameValue, webSubnet).describe("Subnets of the web servers, by name."),
    attachment,
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
    place: z
      .literal("client")
      .default("client")
      .describe("Where the bridge stands. client: in the client VPC, as in the article. hub: in a VPC of its own."),
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
    nat_gateways: z
      .record(nameValue, natGateway("which gets nothing"))
      .optional()
      .describe("Private NAT gateways that exist in the client VPC, one per zone at most. Given, none is made."),
    attachment_subnets: z
      .record(nameValue, bridgeSubnet)
      .optional()
      .describe(
        "Dedicated subnets of the transit gateway attachment, one per ALB zone and appliance zone. Default: the ALB's subnets.",
      ),
    inner_subnets: z
      .record(nameValue, bridgeSubnet)
      .optional()
      .describe("Subnets of the appliances' interfaces towards the clients, one per zone."),
    outer_subnets: z
      .record(nameValue, bridgeSubnet)
      .optional()
      .describe("Subnets of the appliances' interfaces towards the web side, one per zone."),
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
    encryption_support,
    asn,
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

/** The bridge file of a bridge in the client VPC: one file, one bridge, one stack, one Terraform Cloud workspace. */
export const bridgeSchema = z
  .strictObject({
    region: regionValue.describe("AWS Region of both VPCs."),
    zones: ownZones,
    tags,
    backend,
    client,
    web,
    bridge,
    transit_gateway: transitGateway,
    appliance,
    alb,
    dns: dns
      .unwrap()
      .extend({ records: recordNames })
      .optional()
      .describe("An alias record for each service. Default: clients use the load balancer's own name."),
    listeners: listeners.prefault({}),
    services: z
      .record(nameValue, service)
      .default({})
      .describe("What is reached over the ALB, by name. May be left out beside an appliance."),
    demo,
    logs: logs.optional(),
    alarms,
    dashboard,
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
    quotas,
  })
  .describe("One bridge between two VPCs that use the same addresses.");

/** A bridge file of place client, read: CIDRs and addresses as numbers, defaults filled in. */
export type BridgeConfig = z.output<typeof bridgeSchema>;
export type ServiceConfig = BridgeConfig["services"][string];
export type ListenerName = "http" | "https";
