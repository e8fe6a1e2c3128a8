import * as z from "zod";
import { type Cidr, cidrAround, formatCidr, type Ipv4, isCidrFault, parseCidr, parseIpv4 } from "../ipv4";

/** What a custom check adds to zod's issue, so that the message can name the rule and the next step. */
export interface IssueParams {
  readonly rule: string;
  /** What to write instead, as the end of the sentence "write ...". */
  readonly fix: string;
}

/** A string that must match a pattern, with the rule in words and an example to write instead. */
export function pattern(regex: RegExp, rule: string, words: string, example: string) {
  return z
    .string()
    .regex(regex, { error: words })
    .meta({ rule, fix: example, examples: [example] });
}

const USUAL_LENGTH = 24;

/** An IPv4 range, read into {@link Cidr}. */
export const cidrValue = z
  .string()
  .meta({ examples: ["10.64.0.0/24"] })
  .transform((text, context): Cidr => {
    const result = parseCidr(text);
    if (!isCidrFault(result)) return result;
    const address = parseIpv4(text);
    // A bare address: a range of a subnet's usual size is meant more likely than the one address.
    const fix = address === undefined ? result.suggestion : formatCidr(cidrAround(address, USUAL_LENGTH));
    const params: IssueParams = { rule: "cidr", fix: fix ?? "an IPv4 range such as 10.64.0.0/24" };
    context.addIssue({ code: "custom", message: result.reason, params });
    return z.NEVER;
  });

/** An IPv4 address, read into {@link Ipv4}. */
export const addressValue = z
  .string()
  .meta({ examples: ["10.64.0.10"] })
  .transform((text, context): Ipv4 => {
    const address = parseIpv4(text);
    if (address !== undefined) return address;
    const params: IssueParams = { rule: "address", fix: "four numbers from 0 to 255, such as 10.64.0.10" };
    context.addIssue({ code: "custom", message: "is not an IPv4 address", params });
    return z.NEVER;
  });

/** Whether every JavaScript object has something of that name already; CDKTF then finds a construct that is none. */
export function isKeptWord(name: string): boolean {
  return name in Object.prototype;
}

export const KEPT_WORD = "is a word that JavaScript, and so CDKTF, keeps for itself";

/** Names become parts of Terraform addresses and AWS names, so they are kept to what both accept. */
const namePattern = pattern(
  /^[a-z](-?[a-z0-9])*$/,
  "name",
  "must be lower-case letters, digits and single inner hyphens, starting with a letter",
  "web-1",
).max(24, { error: "must have at most 24 characters" });

/** The name of something that the file names itself. */
export const nameValue = namePattern.refine((name) => !isKeptWord(name), { error: KEPT_WORD });

/** A name that stands for something named elsewhere in the file. */
export const referenceValue = namePattern;

/**
 * A zone's letter in the bridge's region, or a zone id such as use1-az1 (the same place in every account, which letters are not).
 * Source: EC2 user guide, Regions and Zones, "AZ IDs".
 */
export const zoneValue = pattern(
  /^([a-z]|[a-z]{2,5}[0-9]-az[1-9])$/,
  "zone",
  "must be a zone's letter or a zone id",
  "a",
);

/** An id as AWS gives them out: a prefix and 8 or 17 hexadecimal digits. */
export function awsId(prefix: string) {
  return pattern(
    // eslint-disable-next-line no-restricted-syntax -- the prefixes are constants of the schema
    new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
    "aws-id",
    `must be ${prefix}- and 8 or 17 hexadecimal digits`,
    `${prefix}-0123456789abcdef0`,
  );
}

/** An ARN of one service and resource (a pattern of ours, never of a file); `what` is the thing in words. */
export function arn(service: string, resource: string, what: string, example: string) {
  // IAM is of no Region.
  const region = service === "iam" ? "" : "[a-z0-9-]+";
  return pattern(
    // eslint-disable-next-line no-restricted-syntax -- so are service and resource
    new RegExp(`^arn:aws[a-z-]*:${service}:${region}:[0-9]{12}:${resource}$`),
    "arn",
    `must be the ARN of ${what}`,
    example,
  );
}

/** A general purpose bucket's name; what S3 keeps for itself of them, the rules tell. */
export const bucketValue = (example: string) =>
  pattern(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "bucket-name", "must be an S3 bucket name", example);

export const regionValue = pattern(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, "region", "must be an AWS Region", "us-east-1");

export const portValue = z.int().min(1).max(65535);
