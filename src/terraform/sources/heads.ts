import { type Expression, NotUnderstood, parseTemplate } from "../expression";
import { type Json } from "../json-shapes";

/** What the first words of a reference name: `local.vpc_id`, `aws_vpc.main`, `data.aws_vpc.main`, `module.a`, `each`. */
function headOf(path: readonly string[]): string {
  const [first = ""] = path;
  if (/^(each|count|path|terraform|self)$/.test(first)) return first;
  return path.slice(0, first === "data" ? 3 : 2).join(".");
}

/** The words that a reference of a plan begins with; keys in brackets end them. */
export function headOfReference(reference: string): string {
  return headOf(reference.split(/[.[]/));
}

type Bound = ReadonlySet<string>;

function pathOf(expression: Expression): string[] | undefined {
  if (expression.kind === "name") return [expression.name];
  if (expression.kind !== "attribute") return undefined;
  const before = pathOf(expression.of);
  before?.push(expression.name);
  return before;
}

/** Adds the heads of all that an expression refers to beyond the names that its own loops give. */
function collect(expression: Expression, bound: Bound, into: Set<string>): void {
  const path = pathOf(expression);
  if (path) {
    if (!bound.has(path[0] ?? "") && path[0] !== "*") into.add(headOf(path));
    return;
  }
  switch (expression.kind) {
    case "for":
    case "repeat": {
      const { names, source, key, value, filter } = expression.clause;
      collect(source, bound, into);
      const inner = new Set([...bound, ...names]);
      for (const part of [key, value, filter]) if (part) collect(part, inner, into);
      return;
    }
    default:
      for (const part of partsOf(expression)) collect(part, bound, into);
  }
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "template":
      return expression.parts;
    case "attribute":
      return [expression.of];
    case "index":
      return [expression.of, expression.index];
    case "splat":
      return [expression.of, expression.each];
    case "call":
      return expression.args;
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flat();
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.condition, expression.yes, expression.no];
    default:
      return [];
  }
}

/** The heads of all that an argument refers to; undefined where some of it can't be parsed here. */
export function headsIn(json: Json): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  const visit = (one: Json): void => {
    if (typeof one === "string") {
      if (/[$%]\{/.test(one)) collect(parseTemplate(one), new Set(), found);
    } else if (Array.isArray(one)) one.forEach(visit);
    else if (typeof one === "object" && one !== null)
      for (const [key, value] of Object.entries(one)) {
        visit(key);
        visit(value);
      }
  };
  try {
    visit(json);
    return found;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}
