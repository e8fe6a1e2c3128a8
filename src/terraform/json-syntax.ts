import { type Json, objectOf } from "./json-shapes";
import { isWorkedOn } from "./plan-arguments";
import { isObject } from "./value";

/** What a text names: `aws_vpc.a.id`, `module.m["x"].y`. */
const NAMED = /[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|"[^"\]]*"|[\w.]+)\])+/g;

/**
 * A configuration in JSON syntax shows a list of blocks as one value, and beside it all that is named anywhere in it. Here
 * each of its texts gets what it names itself, as if the blocks had been shown one by one; undefined where it is no such
 * value.
 */
export function blocksInJson(expression: Json | undefined): readonly Json[] | undefined {
  const { constant_value: whole, references } = objectOf(expression);
  if (!Array.isArray(whole) || !Array.isArray(references) || !whole.some(isObject)) return undefined;
  const all = references.map(String);
  const known = new Set(all);
  return whole.map((block) => apart(block, known, all));
}

/**
 * A list of ranges in JSON syntax, each with what it names itself; undefined where it is no list, or nothing shows which of
 * its references are of which item.
 */
export function rangesInJson(expression: Json | undefined, argument: string): readonly Json[] | undefined {
  if (!isWorkedOn(argument)) return undefined;
  const { constant_value: whole, references } = objectOf(expression);
  const items: readonly Json[] = Array.isArray(expression)
    ? expression
    : Array.isArray(whole) && Array.isArray(references)
      ? whole.map((item) => apart(item, new Set(references.map(String)), references.map(String)))
      : [];
  return items.length > 0 && items.every((item) => Object.hasOwn(objectOf(item), "constant_value")) ? items : undefined;
}

function apart(value: Json, known: ReadonlySet<string>, all: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item) => apart(item, known, all));
  if (typeof value === "object" && value !== null) {
    // What is null is not set, and the provider puts something of its own in its place.
    const set = Object.entries(value).filter((entry) => entry[1] !== null);
    return Object.fromEntries(set.map(([key, one]) => [key, apart(one, known, all)]));
  }
  if (typeof value !== "string" || !value.includes("${")) return { constant_value: value };
  const named = [...value.matchAll(NAMED)].flatMap(([text]) => withPrefixes(text)).filter((one) => known.has(one));
  return { constant_value: value, references: named.length > 0 ? [...new Set(named)] : [...all] };
}

/** `a.b[0].c` names `a.b[0]` and `a.b` as well: a plan lists the longest one first. */
function withPrefixes(text: string): string[] {
  const found = [text];
  for (let end = text.length; end > 0; end--)
    if (text[end] === "." || text[end] === "[") found.push(text.slice(0, end));
  return found;
}
