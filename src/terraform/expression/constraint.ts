import { type Expression } from "./syntax";
import { NotUnderstood } from "./syntax";
import { ANY, BOOL, NUMBER, STRING, type Type } from "./type";

/**
 * The `type` of an input variable, to which its default is converted (Terraform language, Type Constraints).
 * @throws NotUnderstood for optional attributes and what else is no plain type
 */
export function constraintOf(expression: Expression): Type {
  if (expression.kind === "literal" && typeof expression.value === "string") return named(expression.value);
  if (expression.kind === "name") return named(expression.name);
  if (expression.kind !== "call" || expression.expand) throw new NotUnderstood("a type");
  const [arg] = expression.args;
  if (!arg) throw new NotUnderstood("a type");
  switch (expression.name) {
    case "list":
    case "set":
    case "map":
      return { kind: expression.name, of: constraintOf(arg) };
    case "tuple":
      if (arg.kind !== "list") throw new NotUnderstood("a type");
      return { kind: "tuple", items: arg.items.map(constraintOf) };
    case "object":
      if (arg.kind !== "object") throw new NotUnderstood("a type");
      return { kind: "object", fields: new Map(arg.entries.map(([key, type]) => [nameOf(key), constraintOf(type)])) };
    default:
      throw new NotUnderstood("a type");
  }
}

function nameOf(key: Expression): string {
  if (key.kind === "literal" && typeof key.value === "string") return key.value;
  throw new NotUnderstood("an attribute's name");
}

function named(name: string): Type {
  switch (name) {
    case "string":
      return STRING;
    case "number":
      return NUMBER;
    case "bool":
      return BOOL;
    case "any":
      return ANY;
    case "list":
    case "set":
    case "map":
      return { kind: name, of: ANY };
    default:
      throw new NotUnderstood("a type");
  }
}
