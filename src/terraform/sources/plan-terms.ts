import { fromArgument, fromJsonNumber, mapping, NotUnderstood, type Term, text, truth, tuple } from "../expression";
import { HIDDEN } from "../expression/type";
import { type Json, listOf, objectOf } from "../json-shapes";
import { exactly, ownEntry } from "../value";

/** Data as a literal of the language has it: lists are tuples, objects are objects. */
export function termOf(json: Json): Term {
  if (json === null) return { kind: "null", type: HIDDEN };
  if (typeof json === "string") return text(json);
  if (typeof json === "number") return fromJsonNumber(json);
  if (typeof json === "boolean") return truth(json);
  if (Array.isArray(json)) return tuple(json.map(termOf));
  return mapping(
    "object",
    Object.entries(json).map(([key, item]) => [key, termOf(item)] as const),
  );
}

/**
 * What other expressions see of an attribute that a plan shows; what is known after apply is a link to it.
 * @param mask the attribute's part of `after_unknown`
 */
export function plannedTerm(address: string, path: string, value: Json | undefined, mask: Json | undefined): Term {
  if (mask === true) return exactly(address, path);
  const masks = Array.isArray(mask) || (typeof mask === "object" && mask !== null) ? mask : undefined;
  if (Array.isArray(value) || (value === undefined && Array.isArray(masks))) {
    const [items, own] = [listOf(value), listOf(masks)];
    const length = Math.max(items.length, own.length);
    const terms = Array.from({ length }, (_, i) => plannedTerm(address, `${path}[${i}]`, items[i], own[i]));
    return { ...tuple(terms, length < 2), loose: true };
  }
  if ((typeof value === "object" && value !== null) || (value === undefined && masks)) {
    const [entries, own] = [objectOf(value), objectOf(masks)];
    const keys = [...new Set([...Object.keys(entries), ...Object.keys(own)])];
    const terms = keys.map(
      (key) => [key, plannedTerm(address, `${path}.${key}`, ownEntry(entries, key), ownEntry(own, key))] as const,
    );
    return { ...mapping("object", terms), loose: true };
  }
  if (value === undefined) throw new NotUnderstood(`no ${path}`);
  const term = termOf(value);
  // What is null is known to be so here, unlike in a configuration.
  return value === null ? term : fromArgument(term);
}
