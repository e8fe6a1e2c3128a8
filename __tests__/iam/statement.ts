/** A statement of an IAM policy, as far as the policies here use the language. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** What stands in the policies for what a reader has to fill in: the values of bridges/production.yaml and of the README. */
export const NAMES = {
  partition: "aws",
  region: "eu-central-1",
  bridge: "production",
  client: "111122223333",
  web: "444455556666",
  logBucket: "acme-overlap-bridge-production-logs",
  stateBucket: "acme-terraform-state",
  stateKey: "overlap-bridge/production.tfstate",
} as const;

/** The role of `appliance.session_access` and the instance profile of its name: of no Region, so the name tells it. */
const SESSION = `${NAMES.bridge}-appliance-session-${NAMES.region}`;
export const SESSION_ROLE = `arn:${NAMES.partition}:iam::${NAMES.client}:role/${SESSION}`;
export const SESSION_PROFILE = `arn:${NAMES.partition}:iam::${NAMES.client}:instance-profile/${SESSION}`;
export const SESSION_ARNS = [SESSION_PROFILE, SESSION_ROLE];
/** What that role may do, and nothing else: AWS's own policy for Session Manager. */
export const SESSION_POLICY = `arn:${NAMES.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`;

/** The account that a policy is for. */
export type Side = "client" | "web";

/** The tag that a bridge file gives everything that the bridge has: `tags: { Bridge: production }`. */
export const OWN_TAG = "Bridge";

export const made = { StringEquals: { [`aws:RequestTag/${OWN_TAG}`]: NAMES.bridge } } as const;
export const own = { StringEquals: { [`aws:ResourceTag/${OWN_TAG}`]: NAMES.bridge } } as const;
export const madeOnOwn = { StringEquals: { ...made.StringEquals, ...own.StringEquals } } as const;

/** @param rest what follows the account, as in vpc/* */
export function arn(service: string, side: Side, rest: string): string {
  return `arn:${NAMES.partition}:${service}:${NAMES.region}:${NAMES[side]}:${rest}`;
}
