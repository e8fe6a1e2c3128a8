import { type Resource } from "./graph";
import { type JsonObject, listOf, objectOf, stringOf } from "./json-shapes";
import { hasRole } from "./resource-types";
import { Unknown } from "./value";

/** Ids of what accepters undo when they are destroyed. */
interface Undone {
  readonly attachments: Set<string>;
  readonly endpoints: Set<string>;
}

/** What is undone; an endpoint that its accepter lets in again in the same place stays accepted. */
function undoneBy(plan: JsonObject): Undone {
  const undone: Undone = { attachments: new Set(), endpoints: new Set() };
  for (const json of listOf(plan.resource_changes).map(objectOf)) {
    const [change, type] = [objectOf(json.change), stringOf(json.type) ?? ""];
    const [actions, before, after] = [listOf(change.actions), objectOf(change.before), objectOf(change.after)];
    if (!actions.includes("delete")) continue;
    const [attachment, endpoint] = [before.transit_gateway_attachment_id, before.vpc_endpoint_id].map(stringOf);
    if (attachment !== undefined && hasRole(type, "transit-vpc-accepter", "transit-peering-accepter"))
      undone.attachments.add(attachment);
    if (endpoint === undefined || !hasRole(type, "endpoint-accepter")) continue;
    // Of a replacement, the last action counts.
    if (actions.at(-1) !== "create" || after.vpc_endpoint_id !== endpoint) undone.endpoints.add(endpoint);
  }
  return undone;
}

const OPEN = new Unknown([], false, "whether it accepts after another accepter has rejected");

/**
 * The resources after an apply that destroys accepters. Terraform plans no change of what they accepted, but the accepter of a
 * transit gateway's attachment deletes that attachment, and that of an endpoint rejects it (provider source 5.100.0, delete
 * functions). The accepter of a VPC peering connection does neither.
 */
export function withoutUndone(plan: JsonObject, resources: readonly Resource[]): readonly Resource[] {
  const { attachments, endpoints } = undoneBy(plan);
  if (attachments.size + endpoints.size === 0) return resources;
  const is = (ids: ReadonlySet<string>, value: unknown): boolean => typeof value === "string" && ids.has(value);
  return resources.flatMap((one): Resource[] => {
    const { type, values } = one;
    const isAttachment = hasRole(type, "transit-vpc-attachment", "transit-peering");
    if (isAttachment && is(attachments, values.id)) return [];
    if (hasRole(type, "vpc-endpoint") && is(endpoints, values.id))
      return [{ ...one, values: { ...values, state: "rejected", auto_accept: false } }];
    if (hasRole(type, "endpoint-accepter") && is(endpoints, values.vpc_endpoint_id))
      return [{ ...one, values: { ...values, vpc_endpoint_id: OPEN } }];
    return [one];
  });
}
