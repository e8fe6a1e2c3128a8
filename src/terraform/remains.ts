import { parseRemarked, remarked } from "./resource-address";
import { type Resource } from "./graph";
import { type JsonObject, listOf } from "./json-shapes";
import { answersOf } from "./resource-types";
import { type ValueObject } from "./value";

const FORGOTTEN = "forgotten";

/** The name of an old object that goes on beside the new one of its address. */
export function forgottenName(address: string): string {
  return remarked(address, FORGOTTEN);
}

/** Whether a name is that of an old object beside the new one. */
export function isForgotten(name: string): boolean {
  return parseRemarked(name)?.remark === FORGOTTEN;
}

/** Whether destroying this leaves everything in AWS as it is. */
function outlivesDestroy(type: string, before: JsonObject): boolean {
  const { whenDestroyed } = answersOf(type);
  return whenDestroyed === "stays" || (whenDestroyed === "stays unless forced" && before.force_destroy !== true);
}

/** Whether what was there goes on after the apply without Terraform: forgotten, or destroyed in name only. */
export function remains(
  type: string,
  change: { readonly actions: JsonObject[string]; readonly before: JsonObject },
): boolean {
  const actions = listOf(change.actions);
  return actions.includes("forget") || (actions.includes("delete") && outlivesDestroy(type, change.before));
}

/** What names a thing in AWS, whatever resource manages it. */
function identities(type: string, values: ValueObject): string[] {
  const keys = ["id", "default_route_table_id", "default_network_acl_id"];
  // A VPC has one default group.
  if (type === "aws_default_security_group") keys.push("vpc_id");
  return keys.flatMap((key) =>
    typeof values[key] === "string" && values[key] !== "" ? [`${type}|${values[key]}`] : [],
  );
}

/** Without what is forgotten under one address and goes on under another one, imported or adopted there. */
export function withoutTwins(resources: readonly Resource[], forgotten: ReadonlySet<string>): readonly Resource[] {
  if (forgotten.size === 0) return resources;
  const managed = new Set(
    resources.flatMap((one) =>
      one.mode === "data" || forgotten.has(one.address) ? [] : identities(one.type, one.values),
    ),
  );
  return resources.filter(
    (one) => !forgotten.has(one.address) || !identities(one.type, one.values).some((name) => managed.has(name)),
  );
}
