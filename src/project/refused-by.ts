import { LimitFault, workedOn } from "../limits";
import { systemFault } from "./system-errors";
import { UserError } from "./user-error";

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

/** Whoever installs the package for its judge alone may have left out what only bridges need. */
function faultOfPeer(error: unknown): UserError | undefined {
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  const missing =
    code === "MODULE_NOT_FOUND" ? /^Cannot find module '(cdktf|constructs|@cdktf\/[\w-]+)/.exec(message ?? "") : null;
  const [, peer] = missing ?? [];
  if (peer === undefined) return undefined;
  const words = `${peer} is not installed; run npm install cdktf constructs @cdktf/provider-aws`;
  return new UserError({ rule: "peer", input: peer }, words);
}

/** What is wrong with an input or with this machine, of all that is no fault of this program. */
export function refusedBy(error: unknown): UserError | undefined {
  return error instanceof UserError ? error : (faultOfSize(error) ?? faultOfPeer(error) ?? systemFault(error));
}
