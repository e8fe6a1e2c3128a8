import { Unknown } from "../value";
import { unknownFrom } from "./unknown";
import { stringOf, truthOf } from "./functions/arguments";
import { affordable } from "./functions/text";
import { whole } from "./number";
import { type Scope, withNames } from "./scope";
import { type Expression, type ForClause, NotUnderstood, Refused } from "./syntax";
import { isMapping, isSequence, mapping, numeral, type Term, text, tuple } from "./term";

type Evaluate = (expression: Expression, scope: Scope) => Term;

/** What a loop goes through, or the unknown that hides it. */
interface Rounds {
  readonly source: Term;
  readonly scopes: readonly Scope[];
  readonly ordered: boolean;
}

function rounds(clause: ForClause, scope: Scope, evaluate: Evaluate): Rounds | Unknown {
  const source = evaluate(clause.source, scope);
  if (source instanceof Unknown) return unknownFrom("for expression", [source]);
  const pairs = pairsOf(source);
  const [first = "", second] = clause.names;
  if (second !== undefined && isSequence(source) && !source.ordered)
    throw new NotUnderstood("items in an unknown order");
  const scopes: Scope[] = [];
  for (const [key, item] of pairs) {
    const inner = withNames(scope, second === undefined ? { [first]: item } : { [first]: key, [second]: item });
    const keep = clause.filter ? evaluate(clause.filter, inner) : undefined;
    if (keep instanceof Unknown) return unknownFrom("for expression with an unknown filter", [keep, source]);
    if (keep === undefined || truthOf(keep)) scopes.push(inner);
  }
  return { source, scopes, ordered: !isSequence(source) || source.ordered };
}

function pairsOf(source: Exclude<Term, Unknown>): (readonly [Term, Term])[] {
  // The items of a set are their own keys.
  if (isSequence(source))
    return source.items.map((item, i) => [source.kind === "set" ? item : numeral(whole(i)), item] as const);
  if (isMapping(source)) {
    if (source.loose) throw new NotUnderstood("the attributes of an argument");
    return [...source.entries].map(([key, item]) => [text(key), item] as const);
  }
  throw source.kind !== "null" && source.loose
    ? new NotUnderstood("a loop")
    : new Refused("a loop over no list or map");
}

/** `[for ...]` */
export function forList(clause: ForClause, scope: Scope, evaluate: Evaluate): Term {
  const found = rounds(clause, scope, evaluate);
  if (found instanceof Unknown) return found;
  const loose = isSequence(found.source) && found.source.loose;
  const items = found.scopes.map((inner) => evaluate(clause.value, inner));
  return { ...tuple(items, found.ordered), loose: loose && items.length > 1 };
}

/** `{for ...}`, whose keys stand once each unless `...` groups their values. */
export function forMap(clause: ForClause, scope: Scope, evaluate: Evaluate): Term {
  const found = rounds(clause, scope, evaluate);
  if (found instanceof Unknown) return found;
  const { key } = clause;
  if (!key) throw new NotUnderstood("a loop without key");
  const entries = new Map<string, Term[]>();
  for (const inner of found.scopes) {
    const [name, value] = [evaluate(key, inner), evaluate(clause.value, inner)];
    if (name instanceof Unknown) return unknownFrom("for expression with unknown keys", [name, value]);
    const [written, before] = [stringOf(name), entries.get(stringOf(name))];
    if (before && !clause.group) {
      // Two equal items of what may be a set are one.
      const isLoose = isSequence(found.source) && found.source.loose;
      throw isLoose ? new NotUnderstood("a key twice") : new Refused("a key twice");
    }
    if (before) before.push(value);
    else entries.set(written, [value]);
  }
  const made = [...entries].map(([name, values]) => {
    const [only] = values;
    return [name, clause.group || !only ? tuple(values, found.ordered) : only] as const;
  });
  return mapping("object", made);
}

/** `%{ for ... }text%{ endfor }` */
export function repeated(clause: ForClause, scope: Scope, evaluate: Evaluate): Term {
  const found = rounds(clause, scope, evaluate);
  if (found instanceof Unknown) return found;
  if (!found.ordered) throw new NotUnderstood("items in an unknown order");
  const parts = found.scopes.map((inner) => evaluate(clause.value, inner));
  if (parts.some((part) => part instanceof Unknown)) return unknownFrom("a template", parts);
  const texts = parts.map(stringOf);
  affordable(texts.reduce((sum, one) => sum + one.length, 0));
  return text(texts.join(""));
}
