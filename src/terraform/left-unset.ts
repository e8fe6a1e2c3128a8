import { allReferences } from "./plan-overlay";
import { type Json, type JsonObject, objectOf } from "./json-shapes";

/**
 * The arguments of a resource that the configuration names and leaves to AWS all the same: with null, or with
 * an empty list, which the provider takes for nothing where it fills the argument in itself. The expression is known when the
 * plan is made, the planned value is not: so that is the provider's.
 * @param unknown the plan's mask
 * @param isKnown whether what an expression refers to is known while the plan is made
 */
export function leftUnset(
  expressions: JsonObject,
  unknown: Json | undefined,
  isKnown: (reference: string) => boolean,
): ReadonlySet<string> {
  const masks = objectOf(unknown);
  const isLeft = (expression: Json): boolean => {
    if (Array.isArray(expression)) return false;
    const references = allReferences(expression);
    if (references.length > 0) return references.every(isKnown);
    const { constant_value: constant } = objectOf(expression);
    return constant === null || (Array.isArray(constant) && constant.length === 0);
  };
  const named = Object.entries(expressions).filter(([key, expression]) => masks[key] === true && isLeft(expression));
  return new Set(named.map(([key]) => key));
}
