import type { Policy, Statement } from "./statement";

/** One resource of one call, as AWS evaluates it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly keys: Readonly<Record<string, string | readonly string[]>>;
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** Whether a text is of a form with * for any number of characters. */
export function matches(text: string, form: string): boolean {
  const [first = "", ...rest] = form.split("*");
  if (rest.length === 0) return text === form;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** @throws Error for an operator that no policy here should use */
function holds(operator: string, has: readonly string[], wanted: readonly string[]): boolean {
  switch (operator) {
    case "StringEquals":
      return has.length > 0 && has.every((value) => wanted.includes(value));
    case "StringLike":
      return has.length > 0 && has.every((value) => wanted.some((form) => matches(value, form)));
    case "Null":
      return (has.length === 0) === (wanted[0] === "true");
    case "ForAllValues:StringNotEquals":
      return has.every((value) => !wanted.includes(value));
    default:
      throw new Error(`the evaluator does not know ${operator}`);
  }
}

function permits({ Action, Resource, Condition = {} }: Statement, { action, resource, keys }: Request): boolean {
  return (
    Action.includes(action) &&
    Resource.some((form) => matches(resource, form)) &&
    Object.entries(Condition).every(([operator, wanted]) =>
      Object.entries(wanted).every(([key, values]) => holds(operator, listOf(keys[key]), listOf(values))),
    )
  );
}

/** Whether policies without Deny allow a request. */
export function allows(policies: readonly Policy[], request: Request): boolean {
  return policies.some(({ Statement }) => Statement.some((statement) => permits(statement, request)));
}
