import { cut } from "../../escape/cut";
import { type Reference, Unknown } from "../value";
import { isMapping, isSequence, type Term } from "./term";

/** A person reads no more of it; doubled again and again it would fill the memory. */
const MAX_TEXT = 300;

/** What depends on everything that isn't known in these, in a way that can't be followed. */
export function unknownFrom(what: string, terms: readonly Term[]): Unknown {
  const candidates = new Map<string, Reference>();
  const collect = (term: Term): void => {
    if (term instanceof Unknown)
      for (const one of term.candidates) candidates.set(`${one.address}|${one.attribute}`, one);
    else if (isSequence(term)) term.items.forEach(collect);
    else if (isMapping(term)) term.entries.forEach(collect);
  };
  terms.forEach(collect);
  return new Unknown([...candidates.values()], false, cut(what, MAX_TEXT));
}
