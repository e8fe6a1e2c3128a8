import { ownEntry, Unknown } from "../value";
import { type Expression } from "./syntax";
import { isMapping, isSequence, type Term } from "./term";

/** What kind of type a value has, where nothing is said of its parts. */
export type Shape = "string" | "number" | "bool" | "list" | "map";

/** @returns undefined where it isn't known, and for null, which fits everywhere */
export function shapeOf(value: Term): Shape | undefined {
  if (value instanceof Unknown || value.kind === "null") return undefined;
  if (isSequence(value)) return "list";
  return isMapping(value) ? "map" : value.kind;
}

const CONVERSIONS: Readonly<Record<string, Shape>> = {
  tostring: "string",
  tonumber: "number",
  tobool: "bool",
  tolist: "list",
  toset: "list",
  tomap: "map",
};

/** What an expression can only give, as far as its syntax tells. */
export function shapeToBe(expression: Expression): Shape | undefined {
  switch (expression.kind) {
    case "template":
    case "repeat":
      return "string";
    case "unary":
      return expression.operator === "-" ? "number" : "bool";
    case "binary":
      return /^[-+*/%]$/.test(expression.operator) ? "number" : "bool";
    case "list":
    case "splat":
      return "list";
    case "object":
      return "map";
    case "for":
      return expression.clause.key ? "map" : "list";
    case "choice":
      return shapeToBe(expression.yes) ?? shapeToBe(expression.no);
    case "call":
      return ownEntry(CONVERSIONS, expression.name);
    default:
      return undefined;
  }
}

/** Whether both branches of a choice can be brought to one type. */
export function haveSomeCommonType(one: Shape | undefined, other: Shape | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  const isMany = [one, other].some((shape) => shape === "list" || shape === "map");
  return !isMany && (one === "string" || other === "string");
}
