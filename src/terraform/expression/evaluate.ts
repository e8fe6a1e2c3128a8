import { dependsOn, isList, isObject, isUnknown, isWhollyKnown, ownEntry, Unknown, type Value } from "../value";
import { byText, FUNCTIONS, number, text } from "./functions";
import { type Expression, type ForClause, NotUnderstood } from "./syntax";

/** What the names at the start of an expression stand for. */
export interface Scope {
  /** @returns undefined when nothing has this name */
  lookUp(path: readonly string[]): { readonly value: Value; readonly used: number } | undefined;
  /** An attribute of a resource instance: its configured value, or a link to what AWS will fill in. */
  readAttribute(address: string, attribute: string): Value;
  /** Counts work done. @throws when an expression grows beyond what can be worked out */
  spend(steps: number): void;
}

const NO_VALUE: Value = null;

/** The names that an expression starts with: `data.aws_vpc.main.id` of the attributes chain. */
function chain(expression: Expression): string[] | undefined {
  if (expression.kind === "name") return [expression.name];
  if (expression.kind !== "attribute") return undefined;
  const before = chain(expression.of);
  before?.push(expression.name);
  return before;
}

function attributeOf(value: Value, name: string, scope: Scope): Value {
  if (isUnknown(value)) {
    const [only] = value.candidates;
    if (value.exact && only?.attribute === "") return scope.readAttribute(only.address, name);
    if (value.exact && only) return deeper(only, value, `.${name}`);
    return dependsOn(`${value.text}.${name}`, value);
  }
  if (isObject(value)) return ownEntry(value, name) ?? NO_VALUE;
  throw new NotUnderstood(`no attribute ${name}`);
}

function deeper(only: { address: string; attribute: string }, value: Unknown, step: string): Unknown {
  return new Unknown(
    [{ address: only.address, attribute: only.attribute + step }],
    true,
    value.text.replace(/\}$/, "") + step + "}",
  );
}

function indexOf(value: Value, index: Value): Value {
  if (isUnknown(index)) return dependsOn("element picked by an unknown index", index, value);
  if (isUnknown(value)) {
    const [only] = value.candidates;
    if (value.exact && only) return deeper(only, value, `[${JSON.stringify(index)}]`);
    return dependsOn(`${value.text}[${JSON.stringify(index)}]`, value);
  }
  const found = isList(value) ? value[number(index)] : isObject(value) ? ownEntry(value, text(index)) : undefined;
  if (found === undefined) throw new NotUnderstood("no such element");
  return found;
}

function binary(operator: string, left: Value, right: Value): Value {
  if (operator === "&&" && (left === false || right === false)) return false;
  if (operator === "||" && (left === true || right === true)) return true;
  if (!isWhollyKnown(left) || !isWhollyKnown(right)) return dependsOn(`operation ${operator}`, left, right);
  switch (operator) {
    case "==":
      return JSON.stringify(left) === JSON.stringify(right);
    case "!=":
      return JSON.stringify(left) !== JSON.stringify(right);
    case "&&":
      return left === true && right === true;
    case "||":
      return left === true || right === true;
  }
  const [a, b] = [number(left), number(right)];
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    default:
      return a >= b;
  }
}

/** A scope with some names of its own in front (for loops, dynamic blocks). */
export function withNames(scope: Scope, names: Readonly<Record<string, Value>>): Scope {
  return {
    lookUp: (path) => {
      const own = path[0] === undefined ? undefined : ownEntry(names, path[0]);
      return own === undefined ? scope.lookUp(path) : { value: own, used: 1 };
    },
    readAttribute: (address, attribute) => scope.readAttribute(address, attribute),
    spend: (steps) => scope.spend(steps),
  };
}

function loop(clause: ForClause, scope: Scope): Value {
  const source = evaluate(clause.source, scope);
  if (isUnknown(source)) return dependsOn("for expression", source);
  const pairs: [Value, Value][] = isList(source)
    ? source.map((item, i) => [i, item])
    : isObject(source)
      ? Object.keys(source)
          .sort(byText)
          .map((key) => [key, source[key] ?? null])
      : [];
  const results: Value[] = [];
  const entries = new Map<string, Value>();
  for (const [key, item] of pairs) {
    const [first, second] = clause.names;
    const names = second === undefined ? { [first ?? ""]: item } : { [first ?? ""]: key, [second]: item };
    const inner = withNames(scope, names);
    const keep = clause.filter ? evaluate(clause.filter, inner) : true;
    if (isUnknown(keep)) return dependsOn("for expression with an unknown filter", keep, source);
    if (keep !== true) continue;
    const value = evaluate(clause.value, inner);
    if (!clause.key) {
      results.push(value);
      continue;
    }
    const entryKey = evaluate(clause.key, inner);
    if (isUnknown(entryKey)) return dependsOn("for expression with unknown keys", entryKey, value);
    const name = text(entryKey);
    const before = entries.get(name);
    if (!clause.group) entries.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else entries.set(name, [value]);
  }
  return clause.key ? Object.fromEntries(entries) : results;
}

/** Functions that only hand items on: they may run although some of the items are unknown. */
const TOLERANT = new Set(
  "tolist element concat merge keys values lookup length flatten slice zipmap one reverse tomap tostring coalesce setproduct chunklist".split(
    " ",
  ),
);

function call(name: string, args: readonly Value[]): Value {
  const known = TOLERANT.has(name) ? args.every((arg) => !isUnknown(arg)) : args.every(isWhollyKnown);
  // A set of unknown items has an unknown size, since two of them may be equal; AWS ids of different resources never are.
  const asSet = name === "toset" && isList(args[0]) && args[0].every((item) => !isUnknown(item) || item.exact);
  if (name === "toset" && asSet && !isWhollyKnown(args[0])) return args[0] ?? null;
  if (name === "coalesce" || name === "tostring") {
    const [first] = args;
    if (isUnknown(first) && first.exact) return first;
  }
  if (!known) return dependsOn(`${name}(...)`, ...args);
  const implementation = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!implementation) return dependsOn(`${name}(...)`, ...args);
  return implementation(...args);
}

/**
 * Evaluates an expression as far as constants allow; what depends on an unknown is unknown with everything it may depend on.
 * @throws NotUnderstood where Terraform itself would refuse, or where this program does not know the function
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  scope.spend(1);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template": {
      const parts = expression.parts.map((part) => evaluate(part, scope));
      if (parts.every((part) => !isUnknown(part))) return paid(parts.map(text).join(""), scope);
      return dependsOn(parts.map((part) => (isUnknown(part) ? part.text : text(part))).join(""), ...parts);
    }
    case "name":
    case "attribute": {
      const path = chain(expression);
      if (!path) {
        if (expression.kind === "name") throw new NotUnderstood(expression.name);
        return attributeOf(evaluate(expression.of, scope), expression.name, scope);
      }
      const found = scope.lookUp(path);
      if (!found) throw new NotUnderstood(path.join("."));
      return path.slice(found.used).reduce<Value>((value, name) => attributeOf(value, name, scope), found.value);
    }
    case "index":
      return indexOf(evaluate(expression.of, scope), evaluate(expression.index, scope));
    case "splat": {
      const of = evaluate(expression.of, scope);
      if (isUnknown(of) && !of.exact) return dependsOn("splat", of);
      const items = isList(of) ? of : of === null ? [] : isObject(of) ? Object.values(of) : [of];
      return items.map((item) => expression.each.reduce<Value>((value, name) => attributeOf(value, name, scope), item));
    }
    case "call": {
      if (expression.name === "try") return firstThatWorks(expression.args, scope);
      const args = expression.args.map((arg) => evaluate(arg, scope));
      const last = args.at(-1);
      if (!expression.expand) return paid(call(expression.name, args), scope);
      return isList(last)
        ? paid(call(expression.name, [...args.slice(0, -1), ...last]), scope)
        : dependsOn("expanded call", ...args);
    }
    case "list":
      return expression.items.map((item) => evaluate(item, scope));
    case "object": {
      // Not by assignment: that would lose a key called `__proto__`.
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [text(evaluate(key, scope)), evaluate(value, scope)]),
      );
    }
    case "for":
      return loop(expression.clause, scope);
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      if (isUnknown(operand)) return dependsOn(`${expression.operator}...`, operand);
      return expression.operator === "!" ? operand !== true : -number(operand);
    }
    case "binary":
      return binary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "choice": {
      const condition = evaluate(expression.condition, scope);
      if (isUnknown(condition))
        return dependsOn("choice", condition, evaluate(expression.yes, scope), evaluate(expression.no, scope));
      return evaluate(condition === true ? expression.yes : expression.no, scope);
    }
  }
}

/** Counts a value by its size: a few functions in a row can double it again and again. */
function paid(value: Value, scope: Scope): Value {
  if (isList(value)) scope.spend(value.length);
  else if (typeof value === "string") scope.spend(value.length >> 4);
  return value;
}

function firstThatWorks(args: readonly Expression[], scope: Scope): Value {
  for (const arg of args) {
    try {
      return evaluate(arg, scope);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
    }
  }
  throw new NotUnderstood("try without a working argument");
}
