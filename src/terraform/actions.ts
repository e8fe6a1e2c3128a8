import { push, type Resource, type Unreadable } from "./graph";
import { type Json, type JsonObject, listOf, objectOf, stringOf } from "./json-shapes";

/** Actions that send a message or copy data, and can't touch traffic (AWS provider, list of actions). */
const HARMLESS = new Set([
  "aws_cloudfront_create_invalidation",
  "aws_dynamodb_create_backup",
  "aws_ses_send_email",
  "aws_sns_publish",
  "aws_transcribe_start_transcription_job",
]);

function textsIn(json: Json | undefined): string[] {
  if (typeof json === "string") return [json];
  if (Array.isArray(json)) return json.flatMap(textsIn);
  return Object.values(objectOf(json)).flatMap(textsIn);
}

/**
 * Actions that the apply invokes (JSON output format, `action_invocations`): what they do is told by no resource. Those that
 * name a resource by its id make that one uncertain.
 */
export function invokedActions(plan: JsonObject, resources: readonly Resource[]): Unreadable[] {
  const deferred = listOf(plan.deferred_action_invocations).map((one) => objectOf(one).action_invocation ?? one);
  const named = new Map<string, string[]>();
  for (const { address, values } of resources)
    for (const one of new Set([values.id, values.arn])) if (typeof one === "string") push(named, one, address);
  return [...listOf(plan.action_invocations), ...deferred].map(objectOf).flatMap((json): Unreadable[] => {
    const type = stringOf(json.type) ?? "";
    const address = stringOf(json.address) ?? (type === "" ? "an action" : `action.${type}`);
    if (HARMLESS.has(type)) return [];
    const touches = [...new Set([...new Set(textsIn(json.config_values))].flatMap((one) => named.get(one) ?? []))];
    return [
      {
        address,
        reason: "is an action that the apply invokes; what it does is not told in the plan",
        touches,
        isAction: true,
      },
    ];
  });
}
