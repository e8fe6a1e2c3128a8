import { Unknown } from "../value";
import { formatNumber } from "./number";
import { NotUnderstood } from "./syntax";
import { Depends, type Term, termKey, typeOf } from "./term";
import { mentionsKind, typeKey } from "./type";

/** A primitive as the text that it converts to. */
function asText(term: Term): string | undefined {
  if (term instanceof Unknown) return undefined;
  if (term.kind === "string") return term.text;
  if (term.kind === "number") return formatNumber(term.number);
  return term.kind === "bool" ? String(term.is) : undefined;
}

/** Whether the two may be of the same type and value in one of the types that a resource's schema may give them. */
function mayBeEqual(a: Term, b: Term): boolean {
  const [left, right] = [asText(a), asText(b)];
  const isSimple = (one: string | undefined): boolean => one !== undefined && !/^([-+.\d]|true$|false$)/.test(one);
  if (left === undefined || right === undefined) return left === right;
  return left === right || (!isSimple(left) && !isSimple(right));
}

/**
 * `==` of Terraform: values of different types are never equal, not even `1` and `"1"` (cty, Value.Equals).
 * @throws Depends for unknowns @throws NotUnderstood where a type is not certain
 */
export function equals(a: Term, b: Term): boolean {
  if (a instanceof Unknown || b instanceof Unknown) throw new Depends();
  if (a.kind === "null" || b.kind === "null") return a.kind === b.kind;
  const types = [typeOf(a), typeOf(b)] as const;
  if (types.some((type) => mentionsKind(type, "hidden"))) {
    if (!mayBeEqual(a, b)) return false;
    throw new NotUnderstood("the type of an argument");
  }
  if (types.some((type) => mentionsKind(type, "any"))) throw new NotUnderstood("a null of no type");
  return typeKey(types[0]) === typeKey(types[1]) && termKey(a) === termKey(b);
}
