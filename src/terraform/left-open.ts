import { invokedActions } from "./actions";
import { type Resource, type Unreadable } from "./graph";
import { type JsonObject, listOf, objectOf, resourcesOfModule, stringOf } from "./json-shapes";

/**
 * Whether a plan tells no change, and what it holds is what there is already: one that was made with -refresh-only or
 * -invoke is so, and so is one whose `resource_changes` somebody took out.
 */
export function tellsNoChange(plan: JsonObject): boolean {
  if (listOf(plan.resource_changes).length > 0 || plan.prior_state === undefined) return false;
  const planned = resourcesOfModule(objectOf(objectOf(plan.planned_values).root_module));
  return planned.next().done === true;
}

/** Deferred changes: what they do is done by a later apply, if any. */
export function deferredChanges(plan: JsonObject): { address: string; reason: string }[] {
  return listOf(plan.deferred_changes).map((one) => {
    const { reason, resource_change: change } = objectOf(one);
    return {
      address: stringOf(objectOf(change).address) ?? "a deferred change",
      reason: stringOf(reason) ?? "unknown",
    };
  });
}

/** What a plan leaves open of the apply itself, whatever its resources are. */
export function leftOpen(plan: JsonObject, resources: readonly Resource[]): Unreadable[] {
  const actions = invokedActions(plan, resources)
    .filter(({ isHarmless }) => !isHarmless)
    .map(({ address, touches }): Unreadable => {
      const reason = "is an action that the apply invokes; what it does is not told in the plan";
      return { address, reason, touches, leaves: "action" };
    });
  const deferred = deferredChanges(plan).map(({ address }): Unreadable => {
    return { address, reason: "is deferred to a later plan", touches: [], leaves: "deferred" };
  });
  if (!tellsNoChange(plan) || plan.resource_changes !== undefined) return [...actions, ...deferred];
  const reason = "is missing in the plan, so what it changes is not told";
  return [...actions, ...deferred, { address: "resource_changes", reason, touches: [], leaves: "changes" }];
}
