import { allReferences } from "./plan-overlay";
import { type Json, type JsonObject, objectOf } from "./json-shapes";

/** What is known while a plan is made, whatever it says: nothing of it waits for an apply. */
const IS_KNOWN = /^(var|count|path|terraform)\./;

/**
 * The arguments of a root module's resource that the configuration names and leaves to AWS all the same: with null, or with
 * an empty list, which the provider takes for nothing where it fills the argument in itself. The expression is known when the
 * plan is made, the planned value is not: so that is the provider's.
 * @param unknown the plan's mask
 * @param isRoot in other modules variables may be anything
 */
export function leftUnset(expressions: JsonObject, unknown: Json | undefined, isRoot: boolean): ReadonlySet<string> {
  const masks = objectOf(unknown);
  const isLeft = (expression: Json): boolean => {
    if (Array.isArray(expression)) return false;
    const references = allReferences(expression);
    if (references.length > 0) return isRoot && references.every((one) => IS_KNOWN.test(one));
    const { constant_value: constant } = objectOf(expression);
    return constant === null || (Array.isArray(constant) && constant.length === 0);
  };
  const named = Object.entries(expressions).filter(([key, expression]) => masks[key] === true && isLeft(expression));
  return new Set(named.map(([key]) => key));
}
