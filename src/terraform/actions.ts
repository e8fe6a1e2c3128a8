import { push, type Resource } from "./graph";
import { type Json, type JsonObject, listOf, objectOf, stringOf } from "./json-shapes";
import { masked } from "./secrets";

/** Actions that can't touch traffic: they send a mail, copy data or empty a cache (AWS provider, list of actions). */
const HARMLESS = new Set([
  "aws_cloudfront_create_invalidation",
  "aws_dynamodb_create_backup",
  "aws_ses_send_email",
  "aws_transcribe_start_transcription_job",
]);

/** An action that the apply invokes, or will in a later one (Terraform, JSON Output Format: `action_invocations`). */
export interface InvokedAction {
  readonly address: string;
  readonly type: string;
  /** Whether nothing that it does can mean anything to packets. */
  readonly isHarmless: boolean;
  /** Addresses of resources that its arguments name by id or ARN. */
  readonly touches: readonly string[];
  /** Its arguments, without what is sensitive. */
  readonly config: JsonObject;
  /** The resource whose change invokes it, and Terraform's word for when, e.g. `AfterUpdate`; none: it is invoked by itself. */
  readonly trigger?: { readonly resource: string; readonly event: string };
  /** Terraform's own word for why it is deferred to a later apply. */
  readonly deferred?: string;
}

function textsIn(json: Json | undefined): string[] {
  if (typeof json === "string") return [json];
  if (Array.isArray(json)) return json.flatMap(textsIn);
  return Object.values(objectOf(json)).flatMap(textsIn);
}

/** What a trigger says; absent in a plan that was made with -invoke. */
function triggerOf(json: JsonObject): InvokedAction["trigger"] {
  const trigger = objectOf(json.lifecycle_action_trigger);
  const resource = stringOf(trigger.triggering_resource_address);
  return resource === undefined ? undefined : { resource, event: stringOf(trigger.action_trigger_event) ?? "" };
}

/** Invocations with why they are deferred; those of now first. */
function invocationsIn(plan: JsonObject): { json: JsonObject; deferred?: string }[] {
  const now = listOf(plan.action_invocations).map((one) => ({ json: objectOf(one) }));
  const later = listOf(plan.deferred_action_invocations).map((one) => {
    const { reason, action_invocation: invocation } = objectOf(one);
    return { json: objectOf(invocation ?? one), deferred: stringOf(reason) ?? "unknown" };
  });
  return [...now, ...later];
}

/** What the apply of a plan invokes: what such a thing does is told by no resource. */
export function invokedActions(plan: JsonObject, resources: readonly Resource[]): InvokedAction[] {
  const named = new Map<string, string[]>();
  for (const { address, values } of resources)
    for (const one of new Set([values.id, values.arn])) if (typeof one === "string") push(named, one, address);
  return invocationsIn(plan).map(({ json, deferred }): InvokedAction => {
    const type = stringOf(json.type) ?? "";
    const address = stringOf(json.address) ?? (type === "" ? "an action" : `action.${type}`);
    const trigger = triggerOf(json);
    return {
      address,
      type,
      isHarmless: HARMLESS.has(type),
      touches: [...new Set([...new Set(textsIn(json.config_values))].flatMap((one) => named.get(one) ?? []))],
      config: objectOf(masked(json.config_values ?? {}, json.config_sensitive ?? false)),
      ...(trigger && { trigger }),
      ...(deferred !== undefined && { deferred }),
    };
  });
}
