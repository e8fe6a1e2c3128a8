import {
  convert,
  constraintOf,
  evaluate,
  type Expression,
  isMapping,
  isSequence,
  mapping,
  NULL,
  parseExpression,
} from "../expression";
import { type Scope, type Term } from "../expression";
import { Unknown } from "../value";

/** `optional(type, default)` of an object's attribute (Terraform language, Type Constraints). */
function optionalOf(type: Expression): { readonly type: Expression; readonly fallback?: Expression } | undefined {
  if (type.kind !== "call" || type.name !== "optional") return undefined;
  const [inner, fallback] = type.args;
  return inner && { type: inner, ...(fallback && { fallback }) };
}

/** The type without what is optional in it. */
function plain(type: Expression): Expression {
  const own = optionalOf(type)?.type ?? type;
  if (own.kind === "call") return { ...own, args: own.args.map(plain) };
  if (own.kind === "list") return { ...own, items: own.items.map(plain) };
  if (own.kind === "object")
    return { ...own, entries: own.entries.map(([key, value]) => [key, plain(value)] as const) };
  return own;
}

function nameOf(key: Expression): string {
  if (key.kind === "name") return key.name;
  return key.kind === "literal" ? String(key.value) : "";
}

/** Fills in what is optional and left out, or null, before the value is converted. */
function filled(term: Term, type: Expression, scope: Scope): Term {
  const own = optionalOf(type)?.type ?? type;
  if (own.kind !== "call" || term instanceof Unknown) return term;
  const [arg] = own.args;
  if (own.name === "object" && arg?.kind === "object" && isMapping(term)) {
    const entries = new Map(term.entries);
    for (const [key, inner] of arg.entries) {
      const [name, optional] = [nameOf(key), optionalOf(inner)];
      const given = entries.get(name);
      const isLeftOut = given === undefined || (!(given instanceof Unknown) && given.kind === "null");
      const value = optional && isLeftOut ? (optional.fallback ? evaluate(optional.fallback, scope) : NULL) : given;
      if (value !== undefined) entries.set(name, filled(value, inner, scope));
    }
    return { ...mapping("object", entries), loose: term.loose };
  }
  if (!arg) return term;
  if (own.name === "map" && isMapping(term))
    return { ...term, entries: new Map([...term.entries].map(([key, item]) => [key, filled(item, arg, scope)])) };
  if ((own.name === "list" || own.name === "set") && isSequence(term))
    return { ...term, items: term.items.map((item) => filled(item, arg, scope)) };
  return term;
}

/**
 * A value as an input of this type has it.
 * @param written the type as it stands in the sources
 * @throws NotUnderstood for what is no plain type
 */
export function asInput(term: Term, written: string, scope: Scope): Term {
  const type = parseExpression(written.replace(/^\$\{([\s\S]*)\}$/, "$1"));
  return convert(filled(term, type, scope), constraintOf(plain(type)));
}
