/**
 * Terraform's types, as far as expressions make them. `any` is Terraform's own placeholder (the type of `null`);
 * `hidden` is a type that Terraform knows and this program doesn't: that of an attribute or of what is filled in later.
 */
export type Type =
  | { readonly kind: "string" | "number" | "bool" | "any" | "hidden" }
  | { readonly kind: "list" | "set" | "map"; readonly of: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Type> };

export const STRING: Type = { kind: "string" };
export const NUMBER: Type = { kind: "number" };
export const BOOL: Type = { kind: "bool" };
export const ANY: Type = { kind: "any" };
export const HIDDEN: Type = { kind: "hidden" };

export function isPrimitive(type: Type): boolean {
  return type.kind === "string" || type.kind === "number" || type.kind === "bool";
}

/** A text that equal types share and no others. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return `${type.kind}(${typeKey(type.of)})`;
    case "tuple":
      return `[${type.items.map(typeKey).join()}]`;
    case "object":
      return `{${[...type.fields].map(([name, field]) => `${JSON.stringify(name)}:${typeKey(field)}`).join()}}`;
    default:
      return type.kind;
  }
}

/** Whether some part of the type is one of these kinds. */
export function mentionsKind(type: Type, kind: "any" | "hidden"): boolean {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return mentionsKind(type.of, kind);
    case "tuple":
      return type.items.some((item) => mentionsKind(item, kind));
    case "object":
      return [...type.fields.values()].some((field) => mentionsKind(field, kind));
    default:
      return type.kind === kind;
  }
}
