import { CaptureFault } from "./capture-fault";

/** What an error of the SDK or of Node's network has. */
interface AwsError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly errors?: readonly unknown[];
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/** Codes with which AWS says that credentials have run out [EC2 API, common client errors; STS API, common errors]. */
const EXPIRED = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "TokenRefreshRequired",
  "UnauthorizedSSOTokenError",
]);
/** Codes with which AWS says that it does not know credentials [the same]. */
const UNKNOWN_KEYS = new Set([
  "AuthFailure",
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "IncompleteSignature",
  "MissingAuthenticationToken",
  "InvalidSignatureException",
]);
/** Errors of the SDK's credential providers: there are none, or they can't be had. */
const NO_CREDENTIALS = new Set(["CredentialsProviderError", "TokenProviderError", "ProviderError"]);
/** How long a code of AWS may be; what is longer is no code. */
const LONGEST_CODE = 80;

/** AWS's code for what it refuses, in a form that can be shown. */
export function codeOf(error: unknown): string {
  const { name = "" } = error as AwsError;
  // What answers is not the service that was asked.
  if (name === "SyntaxError") return "UnreadableAnswer";
  return /^[A-Za-z][\w.]*$/.test(name) && name.length <= LONGEST_CODE ? name : "UnknownError";
}

/** Whether AWS, or whoever is at its address, answered at all. */
function isAnswered({ $metadata, $response }: AwsError): boolean {
  return ($metadata?.httpStatusCode ?? $response?.statusCode) !== undefined;
}

/** The network's own code, such as ENOTFOUND: of a host with several addresses, that of the first. */
function networkCodeOf(error: AwsError): string {
  const [first] = error.errors ?? [];
  const code = error.code ?? (first as AwsError | undefined)?.code ?? codeOf(error);
  return /^\w+$/.test(code) ? code : "UnknownError";
}

/** Whether there are no credentials, or AWS does not know them. */
export function areNoCredentials(error: unknown): boolean {
  const { name = "" } = error as AwsError;
  return NO_CREDENTIALS.has(name) || UNKNOWN_KEYS.has(name);
}

/**
 * What keeps a capture from asking anything more, of an error of the SDK.
 * @returns undefined for AWS's answer that refuses one question
 */
export function fatalFault(error: unknown, region: string): CaptureFault | undefined {
  if (error instanceof CaptureFault) return error;
  const told = error as AwsError;
  const { name = "" } = told;
  if (EXPIRED.has(name))
    return new CaptureFault("expired", name, "the credentials have expired; sign in again, and run it again");
  if (name === "AuthFailure")
    return new CaptureFault(
      "no-region",
      region,
      `AWS does not take the credentials in ${region}; enable the Region for this account, or leave it out`,
    );
  if (areNoCredentials(error))
    return new CaptureFault("credentials", name, `AWS does not know the credentials (${name}); sign in again`);
  if (isAnswered(told)) return undefined;
  const code = networkCodeOf(told);
  return new CaptureFault(
    "no-network",
    region,
    `AWS can't be reached in ${region} (${code}); check the Region's name and the network`,
  );
}
