import { type Unknown, ownEntry } from "../value";
import { NotUnderstood } from "./syntax";
import { type Term } from "./term";

/** What the names at the start of an expression stand for. */
export interface Scope {
  /** @returns undefined when nothing has this name */
  lookUp(path: readonly string[]): { readonly value: Term; readonly used: number } | undefined;
  /** An attribute of a resource instance: its configured value, or a link to what AWS will fill in. */
  readAttribute(address: string, attribute: string): Term;
  /** Counts work done. @throws when an expression grows beyond what can be worked out */
  spend(steps: number): void;
}

/** A scope with some names of its own in front (for loops, dynamic blocks). */
export function withNames(scope: Scope, names: Readonly<Record<string, Term>>): Scope {
  return {
    lookUp: (path) => {
      const own = path[0] === undefined ? undefined : ownEntry(names, path[0]);
      return own === undefined ? scope.lookUp(path) : { value: own, used: 1 };
    },
    readAttribute: (address, attribute) => scope.readAttribute(address, attribute),
    spend: (steps) => scope.spend(steps),
  };
}

/**
 * Parts that a value may have, those that stand in it several times counted each time: a local that holds another one twice,
 * 40 times over, is small in memory and endless for whoever goes through it.
 */
const MAX_WEIGHT = 300_000;

/** @throws NotUnderstood for what is too large to go through */
export function handy(term: Term): Term {
  if (weight(term) > MAX_WEIGHT) throw new NotUnderstood("a value that grows too large");
  return term;
}

const WEIGHTS = new WeakMap<object, number>();

/** What going through all of a value costs. */
export function weight(term: Term | Unknown): number {
  if ("candidates" in term) return 1;
  switch (term.kind) {
    case "string":
      return 1 + (term.text.length >> 4);
    case "list":
    case "set":
    case "tuple":
      return remembered(term, () => term.items);
    case "map":
    case "object":
      return remembered(term, () => term.entries.values());
    default:
      return 1;
  }
}

function remembered(term: object, parts: () => Iterable<Term>): number {
  let total = WEIGHTS.get(term);
  if (total === undefined) {
    total = 1;
    for (const part of parts()) total += weight(part);
    WEIGHTS.set(term, total);
  }
  return total;
}
