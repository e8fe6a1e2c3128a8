import { ownEntry, Unknown } from "../value";
import { attributeOf, indexOf } from "./access";
import { convert, unify } from "./convert";
import { FUNCTIONS } from "./functions";
import { isIdentity, stringOf, truthOf } from "./functions/arguments";
import { call as callEntry } from "./functions/entry";
import { affordable } from "./functions/text";
import { forList, forMap, repeated } from "./loops";
import { parseNumber } from "./number";
import { binary, unary } from "./operators";
import { handy, type Scope, weight, withNames } from "./scope";
import { haveSomeCommonType, shapeOf, shapeToBe } from "./shape";
import { type Expression, NotUnderstood, Refused, SPLAT_ITEM } from "./syntax";
import { Depends, isSequence, list, mapping, NULL, numeral, orderedItems, type Term } from "./term";
import { text, truth, tuple, typeOf } from "./term";
import { HIDDEN } from "./type";
import { unknownFrom } from "./unknown";

/** The names that an expression starts with: `data.aws_vpc.main.id` of the attributes chain. */
function chain(expression: Expression): string[] | undefined {
  if (expression.kind === "name") return [expression.name];
  if (expression.kind !== "attribute") return undefined;
  const before = chain(expression.of);
  before?.push(expression.name);
  return before;
}

function named(expression: Expression, scope: Scope): Term {
  const path = chain(expression);
  if (!path) {
    if (expression.kind !== "attribute") throw new NotUnderstood("no name");
    return attributeOf(evaluate(expression.of, scope), expression.name, scope);
  }
  const found = scope.lookUp(path);
  if (!found) throw new NotUnderstood(path.join("."));
  return path.slice(found.used).reduce<Term>((value, name) => attributeOf(value, name, scope), found.value);
}

/** Runs, and gives what depends on all of these terms when one that is needed isn't known. */
function attempt(what: string, terms: readonly Term[], run: () => Term): Term {
  try {
    return run();
  } catch (error) {
    if (error instanceof Depends) return unknownFrom(what, terms);
    throw error;
  }
}

function template(parts: readonly Expression[], scope: Scope): Term {
  const terms = parts.map((part) => evaluate(part, scope));
  if (terms.some((term) => term instanceof Unknown)) {
    const shown = terms.map((term) => (term instanceof Unknown ? term.text : stringOf(term))).join("");
    return unknownFrom(shown, terms);
  }
  const texts = terms.map(stringOf);
  affordable(texts.reduce((sum, one) => sum + one.length, 0));
  return paid(text(texts.join("")), scope);
}

/** Counts a value by its size: a few functions in a row can double it again and again. */
function paid(value: Term, scope: Scope): Term {
  scope.spend(weight(value));
  return handy(value);
}

function splat(expression: Extract<Expression, { kind: "splat" }>, scope: Scope): Term {
  const of = evaluate(expression.of, scope);
  // Of what isn't known it isn't known either whether it is one or several.
  if (of instanceof Unknown && !(of.exact && of.candidates[0]?.attribute === "")) return unknownFrom("splat", [of]);
  const each = (item: Term): Term => evaluate(expression.each, withNames(scope, { [SPLAT_ITEM]: item }));
  if (!(of instanceof Unknown) && of.kind === "null") {
    if (of.type.kind === "list" || of.type.kind === "set" || of.type.kind === "tuple")
      throw new Refused("splat of null");
    return tuple([]);
  }
  // A map counts as one thing.
  if (of instanceof Unknown || !isSequence(of)) return tuple([each(of)]);
  const items = of.items.map(each);
  if (of.kind === "tuple") return { ...tuple(items, of.ordered), loose: of.loose };
  // Of an empty list Terraform checks what follows against the type of its items.
  if (items.length === 0 && expression.each.kind !== "name") throw new NotUnderstood("splat of an empty list");
  const type = items.length === 0 ? of.of : unify(items.map(typeOf));
  return { ...list(type, items, of.ordered), loose: of.loose };
}

function call(name: string, args: readonly Term[], scope: Scope): Term {
  const entry = ownEntry(FUNCTIONS, name);
  if (entry?.isCheap !== true) for (const arg of args) scope.spend(weight(arg));
  if (!entry) return unknownFrom(`${name}(...)`, args);
  return paid(
    attempt(`${name}(...)`, args, () => callEntry(entry, args)),
    scope,
  );
}

function callOf({ name, args, expand }: Extract<Expression, { kind: "call" }>, scope: Scope): Term {
  if (name === "try" && !expand) return firstThatWorks(args, scope);
  if (name === "can" && !expand) return canBe(args, scope);
  const terms = args.map((arg) => evaluate(arg, scope));
  if (!expand) return call(name, terms, scope);
  const last = terms.at(-1);
  if (last === undefined || last instanceof Unknown) return unknownFrom("expanded call", terms);
  if (!isSequence(last)) throw new Refused("... behind no list");
  return call(name, [...terms.slice(0, -1), ...orderedItems(last)], scope);
}

function firstThatWorks(args: readonly Expression[], scope: Scope): Term {
  for (const arg of args) {
    try {
      const value = evaluate(arg, scope);
      // It may still fail, and the next one be taken, unless it is an attribute that any instance has.
      if (value instanceof Unknown && !value.exact)
        return unknownFrom(
          "try(...)",
          args.map((one) => orUnknown(one, scope)),
        );
      return value;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  throw new Refused("try without a working argument");
}

function canBe(args: readonly Expression[], scope: Scope): Term {
  const [arg, ...others] = args;
  if (!arg || others.length > 0) throw new NotUnderstood("can of several");
  try {
    const value = evaluate(arg, scope);
    return value instanceof Unknown && !isIdentity(value) ? unknownFrom("can(...)", [value]) : truth(true);
  } catch (error) {
    if (error instanceof Refused) return truth(false);
    throw error;
  }
}

function orUnknown(expression: Expression, scope: Scope): Term {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof NotUnderstood) return new Unknown([], false, "not understood");
    throw error;
  }
}

/**
 * Both branches are brought to one type, whichever is taken: `true ? 1 : "a"` is `"1"` (hclsyntax, ConditionalExpr).
 * An error in the other branch is none.
 */
function choice({ condition, yes, no }: Extract<Expression, { kind: "choice" }>, scope: Scope): Term {
  const decided = evaluate(condition, scope);
  if (decided instanceof Unknown) return unknownFrom("choice", [decided, orUnknown(yes, scope), orUnknown(no, scope)]);
  const [taken, other] = truthOf(decided) ? [yes, no] : [no, yes];
  const value = evaluate(taken, scope);
  const rest = otherBranch(other, scope);
  if (rest === "refused") return value;
  if (rest === "not understood") return withoutOther(value, other);
  scope.spend(weight(value) + weight(rest));
  if (isBareNull(rest)) return value;
  return convert(value, isBareNull(value) ? typeOf(rest) : unify([typeOf(value), typeOf(rest)]));
}

/** The value beside a branch that isn't understood: at most its type is in doubt, unless the two can have none in common. */
function withoutOther(value: Term, other: Expression): Term {
  if (haveSomeCommonType(shapeOf(value), shapeToBe(other))) return convert(value, HIDDEN);
  throw new NotUnderstood("branches of different types");
}

function otherBranch(expression: Expression, scope: Scope): Term | "refused" | "not understood" {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof Refused) {
      if (leavesNoType(expression, scope)) return "refused";
      throw new NotUnderstood("a branch that fails, and has a type still");
    }
    if (error instanceof NotUnderstood) return "not understood";
    throw error;
  }
}

/**
 * A call, an index or an attribute that fails has no type; a template that does is still a string, a list still a list, and
 * the other branch is converted to that.
 */
function leavesNoType(failed: Expression, scope: Scope): boolean {
  if (failed.kind === "call") return true;
  if (failed.kind !== "index" && failed.kind !== "attribute") return false;
  if (chain(failed)) return true;
  try {
    evaluate(failed.of, scope);
  } catch (error) {
    // What is picked out of a failure is one.
    if (error instanceof Refused) return leavesNoType(failed.of, scope);
    if (error instanceof NotUnderstood) return false;
    throw error;
  }
  return failed.kind === "attribute" || isUnderstood(failed.index, scope);
}

function isUnderstood(expression: Expression, scope: Scope): boolean {
  try {
    evaluate(expression, scope);
    return true;
  } catch (error) {
    if (error instanceof NotUnderstood) return false;
    throw error;
  }
}

function isBareNull(term: Term): boolean {
  return !(term instanceof Unknown) && term.kind === "null" && term.type.kind === "any";
}

/**
 * Evaluates an expression as far as constants allow; what depends on an unknown is unknown with everything it may depend on.
 * @throws Refused where Terraform itself refuses @throws NotUnderstood where this program doesn't know what Terraform does
 */
export function evaluate(expression: Expression, scope: Scope): Term {
  scope.spend(1);
  const found = evaluated(expression, scope);
  // What is unknown carries all that it may depend on along.
  if (found instanceof Unknown && found.candidates.length > 16) scope.spend(found.candidates.length >> 3);
  return found;
}

function evaluated(expression: Expression, scope: Scope): Term {
  switch (expression.kind) {
    case "literal":
      if (expression.value === null) return NULL;
      return typeof expression.value === "string" ? text(expression.value) : truth(expression.value);
    case "number": {
      const number = parseNumber(expression.digits);
      if (!number) throw new NotUnderstood(expression.digits);
      return numeral(number);
    }
    case "template":
      return template(expression.parts, scope);
    case "name":
    case "attribute":
      return named(expression, scope);
    case "index":
      return indexOf(evaluate(expression.of, scope), evaluate(expression.index, scope), scope);
    case "splat":
      return splat(expression, scope);
    case "call":
      return callOf(expression, scope);
    case "list":
      return handy(tuple(expression.items.map((item) => evaluate(item, scope))));
    case "object":
      return object(expression.entries, scope);
    case "for":
      return handy((expression.clause.key ? forMap : forList)(expression.clause, scope, evaluate));
    case "repeat":
      return repeated(expression.clause, scope, evaluate);
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      return attempt(`${expression.operator}...`, [operand], () => unary(expression.operator, operand));
    }
    case "binary": {
      const [left, right] = [evaluate(expression.left, scope), evaluate(expression.right, scope)];
      scope.spend(weight(left) + weight(right));
      return attempt(`operation ${expression.operator}`, [left, right], () => binary(expression.operator, left, right));
    }
    case "choice":
      return choice(expression, scope);
  }
}

function object(entries: readonly (readonly [Expression, Expression])[], scope: Scope): Term {
  const made: [string, Term][] = [];
  const values: Term[] = [];
  let unknownKey = false;
  for (const [key, value] of entries) {
    const [name, item] = [evaluate(key, scope), evaluate(value, scope)];
    values.push(name, item);
    if (name instanceof Unknown) unknownKey = true;
    else made.push([stringOf(name), item]);
  }
  return unknownKey ? unknownFrom("an object with unknown keys", values) : handy(mapping("object", made));
}
