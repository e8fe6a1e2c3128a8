import { areNoCredentials, codeOf, fatalFault } from "./aws-errors";
import { CaptureFault } from "./capture-fault";
import { type ClientConfig, QUIET } from "./sdk";

/** Whose account is captured, and where: as the user named it. */
export interface Asker {
  /** @default - the SDK's: the environment, the default profile, what a machine of AWS has */
  readonly profile?: string;
  /** @default - whoever asks */
  readonly role?: string;
  /** @default - that of the environment or profile */
  readonly regions: readonly string[];
}

/** Credentials in an account. */
export interface Caller {
  readonly account: string;
  readonly regions: readonly string[];
  readonly credentials: ClientConfig["credentials"];
}

/** How AWS names Regions, e.g. us-gov-west-1. It becomes a part of a host's name. */
const REGION = /^[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}$/;
/** Where credentials are asked for that are of no one Region. */
const ANY_REGION = "us-east-1";
const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** In CloudTrail it says who asked [IAM User Guide, iam:RoleSessionName]. */
const SESSION = "overlap-capture";

function noCredentials({ profile }: Asker, error: unknown): CaptureFault {
  const code = codeOf(error);
  if (profile === undefined)
    return new CaptureFault(
      "credentials",
      code,
      "there are no credentials for AWS here; give --profile, or set AWS_PROFILE, or sign in with the AWS CLI",
    );
  return new CaptureFault(
    "profile",
    profile,
    `--profile "${profile}": has no credentials; look at ~/.aws/config (aws configure list --profile ${profile}), or sign in again`,
  );
}

function refuseWords({ role, regions }: Asker): void {
  if (role !== undefined && !ROLE.test(role))
    throw new CaptureFault(
      "role-arn",
      role,
      `--role "${role}": is no role's ARN; write it as arn:aws:iam::123456789012:role/NAME`,
    );
  for (const region of regions)
    if (!REGION.test(region))
      throw new CaptureFault("region-name", region, `--region "${region}": is no Region's name; e.g. us-east-1`);
}

/** The Regions that are named, each once; else that of the environment or profile, in the AWS CLI's order. */
async function regionsOf({ regions, profile }: Asker): Promise<string[]> {
  if (regions.length > 0) return [...new Set(regions)].sort();
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const named = AWS_REGION ?? AWS_DEFAULT_REGION ?? (await regionOfProfile(profile));
  if (named !== undefined && REGION.test(named)) return [named];
  if (profile !== undefined) await refuseNoProfile(profile);
  throw new CaptureFault("no-region", "--region", "no Region is named; give --region us-east-1, or set AWS_REGION");
}

/** A profile that is not there tells no Region either, and is what to mend. */
async function refuseNoProfile(profile: string): Promise<void> {
  await credentialsOf({ profile, regions: [] }, ANY_REGION).catch((error: unknown) => {
    if (error instanceof CaptureFault && error.rule === "profile") throw error;
  });
}

async function regionOfProfile(profile: string | undefined): Promise<string | undefined> {
  const { STSClient } = await import("@aws-sdk/client-sts");
  try {
    return await new STSClient({ ...(profile !== undefined && { profile }), logger: QUIET }).config.region();
  } catch {
    // Neither the profile nor the machine tells one.
    return undefined;
  }
}

/** The credentials of whoever asks, and of the role where one is named. @throws CaptureFault when they can't be had */
async function credentialsOf(asker: Asker, region: string): Promise<ClientConfig["credentials"]> {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const { profile, role } = asker;
  const own = fromNodeProviderChain({
    ...(profile !== undefined && { profile }),
    clientConfig: { region },
    logger: QUIET,
  });
  await own().catch((error: unknown) => {
    const fault = fatalFault(error, region);
    throw fault && fault.rule !== "credentials" && fault.rule !== "no-network" ? fault : noCredentials(asker, error);
  });
  if (role === undefined) return own;
  const taken = fromTemporaryCredentials({
    masterCredentials: own,
    params: { RoleArn: role, RoleSessionName: SESSION },
    clientConfig: { region },
    logger: QUIET,
  });
  await taken().catch((error: unknown) => {
    throw fatalFault(error, region) ?? cantAssume(role, error);
  });
  return taken;
}

function cantAssume(role: string, error: unknown): CaptureFault {
  return new CaptureFault(
    "role",
    role,
    `--role "${role}": can't be assumed (${codeOf(error)}); its trust policy must name you, and yours allow sts:AssumeRole`,
  );
}

/**
 * Finds out in whose name AWS is asked, and in which account.
 * @throws CaptureFault when there are no credentials, they have expired, or AWS can't be reached
 */
export async function callerOf(asker: Asker): Promise<Caller> {
  refuseWords(asker);
  const regions = await regionsOf(asker);
  const [region = ""] = regions;
  const credentials = await credentialsOf(asker, region);
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient({ region, credentials, logger: QUIET });
  try {
    const { Account: account } = await client.send(new GetCallerIdentityCommand({}));
    if (account === undefined) throw new CaptureFault("no-account", "sts", "AWS does not say which account this is");
    return { account, regions, credentials };
  } catch (error) {
    if (areNoCredentials(error)) throw noCredentials(asker, error);
    throw fatalFault(error, region) ?? noCredentials(asker, error);
  } finally {
    client.destroy();
  }
}
