import { Unknown, type Value } from "../value";
import { formatNumber, parseNumber, toJs } from "./number";
import { NotUnderstood } from "./syntax";
import { loosened, numeral, type Term } from "./term";

/** A number of a JSON file. @throws NotUnderstood where reading the file may have lost digits */
export function fromJsonNumber(value: number): Term {
  const written = String(value);
  const parsed = /e|inf|nan/i.test(written) ? undefined : parseNumber(written);
  if (!parsed || Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new NotUnderstood("a huge number");
  return numeral(parsed);
}

/**
 * What another expression sees of an argument of a resource. Its type is the one of the provider's schema: a text that looks
 * like a number or a bool may be one, a list may be a set, and what is null in a block may be filled in.
 */
export function fromArgument(value: Term): Term {
  if (value instanceof Unknown) return value;
  switch (value.kind) {
    case "null":
      return new Unknown([], false, "an argument that is not set");
    case "string":
      return /^([-+.\d]|true$|false$)/.test(value.text) ? { ...value, loose: looksConvertible(value.text) } : value;
    case "number":
    case "bool":
      return loosened(value);
    case "list":
    case "set":
    case "tuple":
      return { ...value, items: value.items.map(fromArgument), loose: true, ordered: value.items.length < 2 };
    case "map":
    case "object":
      return {
        ...value,
        entries: new Map([...value.entries].map(([key, item]) => [key, fromArgument(item)])),
        loose: true,
      };
  }
}

function looksConvertible(written: string): boolean {
  return /^[-+]?[\d.]+(e[-+]?\d+)?$|^(true|false)$/i.test(written) && (written.match(/\./g) ?? []).length < 2;
}

/** As plain data. What JSON or JavaScript would hold otherwise than Terraform does is unknown. */
export function toValue(term: Term): Value {
  if (term instanceof Unknown) return term;
  switch (term.kind) {
    case "null":
      return null;
    case "string":
      return term.text;
    case "number":
      return toJs(term.number) ?? new Unknown([], false, formatNumber(term.number));
    case "bool":
      return term.is;
    case "set":
      if (!term.ordered && !term.items.some((item) => item instanceof Unknown))
        return new Unknown([], false, "a set in an unknown order");
      return term.items.map(toValue);
    case "list":
    case "tuple":
      return term.items.map(toValue);
    case "map":
    case "object":
      // Not by assignment: that would lose a key called `__proto__`.
      return Object.fromEntries([...term.entries].map(([key, item]) => [key, toValue(item)]));
  }
}
