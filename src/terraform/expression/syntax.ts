/** The part of Terraform's expression language that constants and links are written in (Terraform language, Expressions). */
export type Expression =
  | { readonly kind: "literal"; readonly value: null | boolean | string }
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "repeat"; readonly clause: ForClause }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly index: Expression }
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly expand: boolean }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "for"; readonly clause: ForClause }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "choice"; readonly condition: Expression; readonly yes: Expression; readonly no: Expression };

/** The name under which a splat hands each item to `each`; no name of the language looks so. */
export const SPLAT_ITEM = "*";

/** `[for k, v in source : value if filter]`, or with `key =>` and braces for an object. */
export interface ForClause {
  readonly names: readonly string[];
  readonly source: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  readonly filter?: Expression;
  readonly group: boolean;
}

/** The text is outside the understood part of the language; callers turn it into an unknown value. */
export class NotUnderstood extends Error {}

/**
 * Terraform itself refuses this at run time, which `try` and `can` catch. Only for what is certain: where this program merely
 * doesn't know, going on with the next argument of `try` would be a guess.
 */
export class Refused extends NotUnderstood {}
