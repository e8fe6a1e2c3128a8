import { type Resource } from "./graph";
import { type JsonObject, listOf, objectOf, stringOf } from "./json-shapes";
import { hasRole } from "./resource-types";
import { Unknown, type ValueObject } from "./value";

/** Ids of what accepters undo when they are destroyed. */
interface Undone {
  readonly attachments: Set<string>;
  readonly endpoints: Set<string>;
}

/** The id of what an accepter of a type accepts, by its arguments. */
function idAccepted(type: string, values: JsonObject | ValueObject): Partial<Record<keyof Undone, string>> {
  const id = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  const [attachment, endpoint] = [id(values.transit_gateway_attachment_id), id(values.vpc_endpoint_id)];
  if (attachment !== undefined && hasRole(type, "transit-vpc-accepter", "transit-peering-accepter"))
    return { attachments: attachment };
  return endpoint !== undefined && hasRole(type, "endpoint-accepter") ? { endpoints: endpoint } : {};
}

function isAttachment(type: string): boolean {
  return hasRole(type, "transit-vpc-attachment", "transit-peering");
}

/** What is undone; an endpoint that its accepter lets in again in the same place stays accepted. */
function undoneBy(plan: JsonObject): Undone {
  const undone: Undone = { attachments: new Set(), endpoints: new Set() };
  for (const json of listOf(plan.resource_changes).map(objectOf)) {
    const [change, type] = [objectOf(json.change), stringOf(json.type) ?? ""];
    const actions = listOf(change.actions);
    if (!actions.includes("delete")) continue;
    const { attachments, endpoints } = idAccepted(type, objectOf(change.before));
    if (attachments !== undefined) undone.attachments.add(attachments);
    const isAgain = actions.at(-1) === "create" && idAccepted(type, objectOf(change.after)).endpoints === endpoints;
    // Of a replacement, the last action counts.
    if (endpoints !== undefined && !isAgain) undone.endpoints.add(endpoints);
  }
  return undone;
}

/** What goes with an accepter when it is destroyed. */
export function undoneWith({ type, values }: Resource, resources: readonly Resource[]): readonly Resource[] {
  const { attachments, endpoints } = idAccepted(type, values);
  if (attachments !== undefined)
    return resources.filter((one) => isAttachment(one.type) && one.values.id === attachments);
  if (endpoints === undefined) return [];
  return resources.filter((one) => hasRole(one.type, "vpc-endpoint") && one.values.id === endpoints);
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
    if (isAttachment(type) && is(attachments, values.id)) return [];
    if (hasRole(type, "vpc-endpoint") && is(endpoints, values.id))
      return [{ ...one, values: { ...values, state: "rejected", auto_accept: false } }];
    if (hasRole(type, "endpoint-accepter") && is(endpoints, values.vpc_endpoint_id))
      return [{ ...one, values: { ...values, vpc_endpoint_id: OPEN } }];
    return [one];
  });
}
