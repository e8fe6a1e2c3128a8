import { type Resource } from "../terraform";
import { type Inventory, NOT_KNOWN } from "./inventory";

/** A statement of a policy, as IAM's JSON has it; a single thing may stand for a list of one. */
interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** The statements of all policies of a bucket; NOT_KNOWN where one can't be read. */
export function statementsOf(here: Inventory, bucket: Resource): readonly Statement[] | typeof NOT_KNOWN {
  const statements: Statement[] = [];
  const own = here.setting(bucket, "policy");
  const texts = here
    .pointingAt(bucket, "aws_s3_bucket_policy", "bucket")
    .map((policy) => here.setting(policy, "policy"));
  for (const text of own === undefined ? texts : [own, ...texts]) {
    if (typeof text !== "string") return NOT_KNOWN;
    try {
      const { Statement: found } = JSON.parse(text) as { readonly Statement?: unknown };
      statements.push(...listOf(found).filter((one): one is Statement => typeof one === "object" && one !== null));
    } catch {
      return NOT_KNOWN;
    }
  }
  return statements;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function texts(value: unknown): string[] {
  return listOf(value).map(String);
}

/** Who a statement is about: services by their names, everybody else as accounts. */
function accountsOf({ Principal, NotPrincipal }: Statement): string[] {
  if (NotPrincipal !== undefined) return ["*"];
  if (typeof Principal === "string") return [Principal];
  return Object.entries(Principal ?? {}).flatMap(([kind, names]) => (kind === "Service" ? [] : texts(names)));
}

/** Whether a policy refuses everything that comes without TLS: what S3.5 asks for. */
export function refusesPlainRequests(statement: Statement): boolean {
  const { Effect, Action, Resource, Condition } = statement;
  if (Effect !== "Deny" || !accountsOf(statement).includes("*")) return false;
  if (!texts(Action).some((action) => action === "*" || action.toLowerCase() === "s3:*")) return false;
  const isWhole = texts(Resource).some((one) => one === "*" || one.endsWith("/*"));
  const conditions = Object.entries((Condition ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  const [[operator, keys] = ["", {}]] = conditions;
  const [[key, value] = ["", undefined]] = Object.entries(keys);
  return (
    isWhole &&
    conditions.length === 1 &&
    Object.keys(keys).length === 1 &&
    operator === "Bool" &&
    key.toLowerCase() === "aws:securetransport" &&
    texts(value).join() === "false"
  );
}

/** Actions that no other account may have, S3.6's parameter blacklistedactionpatterns. */
const RESERVED = [
  "DeleteBucketPolicy",
  "PutBucketAcl",
  "PutBucketPolicy",
  "PutEncryptionConfiguration",
  "PutObjectAcl",
];

/** Whether an action of a policy, stars and all, stands for one of the reserved ones; a star counts as all that begins so. */
function isReserved(action: string): boolean {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  if (service === "*") return true;
  if (service !== "s3") return false;
  const start = name.split(/[*?]/)[0] ?? "";
  const isExact = start === name;
  return RESERVED.some((one) => (isExact ? one.toLowerCase() === name : one.toLowerCase().startsWith(start)));
}

/** Whether a statement gives accounts, rather than services, what only the owner should do. */
export function givesAway(statement: Statement): boolean {
  if (statement.Effect !== "Allow" || accountsOf(statement).length === 0) return false;
  return statement.NotAction !== undefined || texts(statement.Action).some(isReserved);
}

/** Whether a statement admits everybody. */
export function admitsEverybody(statement: Statement): boolean {
  return statement.Effect === "Allow" && accountsOf(statement).includes("*");
}
