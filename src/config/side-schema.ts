import * as z from "zod";
import { encryptionFields } from "./encryption-schema";
import { addressValue, arn, awsId, cidrValue, pattern, zoneValue } from "./values";

/** An AWS account, as each side of any place may have one. */
export const account = z
  .strictObject({
    id: pattern(/^[0-9]{12}$/, "account-id", "must be twelve digits in quotes", '"111122223333"').describe(
      "AWS account id, in quotes. Deploying with other credentials is refused.",
    ),
    role: arn("iam", "role/[A-Za-z0-9_+=,.@/-]+", "an IAM role", "arn:aws:iam::111122223333:role/deploy")
      .optional()
      .describe("IAM role that Terraform assumes in this account. Default: the credentials it is run with."),
  })
  .describe("The account of this side.");

/** A VPC that exists, or that is created. */
export const vpc = z
  .strictObject({
    id: awsId("vpc").optional().describe("Give the id of a VPC that exists; leave it out and the VPC is created."),
    cidr: cidrValue.describe("Primary IPv4 range of the VPC."),
    secondary_cidrs: z.array(cidrValue).default([]).describe("Further IPv4 ranges the existing VPC has."),
    routes: z
      .array(cidrValue)
      .default([])
      .describe("Destinations that the existing VPC's route tables already carry, other than local ones."),
    ...encryptionFields,
  })
  .describe("The VPC.");

/** An attachment that exists. */
export const attachment = z
  .strictObject({
    id: awsId("tgw-attach").describe("Id of the VPC's attachment to the transit gateway."),
    route_table: awsId("tgw-rtb").describe("The transit gateway route table that it is associated with."),
  })
  .optional()
  .describe("An attachment that exists is used, and none made. Its route table gets this bridge's routes.");

/** What every subnet says. */
export const subnetFields = {
  cidr: cidrValue.describe("IPv4 range of the subnet."),
  zone: zoneValue.describe("Availability Zone: its letter (a) or its id (use1-az1)."),
};
const sideSubnetFields = {
  ...subnetFields,
  id: awsId("subnet").optional().describe("Id of the subnet, when the VPC exists."),
  route_table: awsId("rtb").optional().describe("Id of the subnet's route table, when the VPC exists."),
};

/** A subnet of a client VPC. */
export const clientSubnet = z.strictObject({
  ...sideSubnetFields,
  clients: z.boolean().default(true).describe("false: a subnet of the VPC whose hosts get no way over the bridge."),
});
/** A subnet of a web VPC. */
export const webSubnet = z.strictObject(sideSubnetFields);

/** A private NAT gateway that exists. */
export const natGateway = (table: string) =>
  z.strictObject({
    id: awsId("nat").describe("Id of the private NAT gateway."),
    addresses: z.array(addressValue).min(1).describe("Its private addresses."),
    subnet: awsId("subnet").describe("Its subnet."),
    route_table: awsId("rtb").describe(`The subnet's route table, ${table}.`),
    ...subnetFields,
  });
