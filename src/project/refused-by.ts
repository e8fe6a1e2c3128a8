import { LimitFault, workedOn } from "../limits";
import { systemFault } from "./system-errors";
import { UserError } from "./user-error";

/** The packages of the AWS SDK that a capture asks with. */
const AWS_SDK = [
  "client-ec2",
  "client-elastic-load-balancing-v2",
  "client-ram",
  "client-service-quotas",
  "client-sts",
  "client-vpc-lattice",
  "credential-providers",
].map((name) => `@aws-sdk/${name}`);

/** What an input asks too much of, once it was read: its line names the input that is worked on. */
function faultOfSize(error: unknown): UserError | undefined {
  const input = workedOn();
  const where = input === "" ? "" : `${input}: `;
  if (error instanceof LimitFault) return new UserError({ rule: "limit", input }, `${where}${error.message}`);
  // V8 raises it for a stack, a text, a list or a map that grows too large.
  if (!(error instanceof RangeError)) return undefined;
  const words =
    "is nested too deeply, or grows too large, to be worked out; split the configuration, or ask for a part of it with overlap trace";
  return new UserError({ rule: "too-deep", input }, `${where}${words}`);
}

/** Packages that only some commands need, by what their names begin with, and what is to be installed then. */
const PEERS: readonly (readonly [string, string])[] = [
  ["@aws-sdk/", AWS_SDK.join(" ")],
  ["", "cdktf constructs @cdktf/provider-aws"],
];

/** Whoever installs the package for its judge alone may have left out what only bridges need, or a capture. */
function faultOfPeer(error: unknown): UserError | undefined {
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  const missing =
    code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND"
      ? /^Cannot find (?:module|package) '(cdktf|constructs|@(?:cdktf|aws-sdk)\/[\w-]+)/.exec(message ?? "")
      : null;
  const [, peer] = missing ?? [];
  if (peer === undefined) return undefined;
  const [, packages] = PEERS.find(([start]) => peer.startsWith(start))!;
  return new UserError({ rule: "peer", input: peer }, `${peer} is not installed; run npm install ${packages}`);
}

/** What is wrong with an input or with this machine, of all that is no fault of this program. */
export function refusedBy(error: unknown): UserError | undefined {
  return error instanceof UserError ? error : (faultOfSize(error) ?? faultOfPeer(error) ?? systemFault(error));
}
