import { isMapping, isSequence, mapping, type Term } from "./expression";
import { type Json, type JsonObject } from "./json-shapes";
import { Unknown } from "./value";

/** The arguments of a block. */
export type Body = JsonObject;

export interface Block {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly body: Body;
  instances?: readonly Instance[] | Unknown;
  /** The block named as a whole. */
  whole?: Term;
}

export interface Instance {
  readonly address: string;
  readonly index?: string | number;
  readonly block: Block;
  readonly names: Readonly<Record<string, Term>>;
  readonly values: Map<string, Term>;
  /** Arguments as other expressions see them. */
  readonly seen: Map<string, Term>;
}

/** The blocks of one kind, written as one object or as a list of them. */
export function asBodies(json: Json | undefined): Body[] {
  const list = Array.isArray(json) ? json : [json];
  return list.filter((one): one is Body => typeof one === "object" && one !== null && !Array.isArray(one));
}

/** Several blocks of one kind as one; not by assignment, which would lose a name like `__proto__`. */
export function joined(bodies: readonly Body[]): Body {
  return Object.fromEntries(bodies.flatMap((body) => Object.entries(body)));
}

export type Make = (index: string | number, names: Readonly<Record<string, Term>>) => Instance;

/** `each` and the iterators of dynamic blocks. */
export function pair(key: Term, value: Term): Term {
  return mapping("object", [
    ["key", key],
    ["value", value],
  ]);
}

/** What `for_each` of a resource goes over, by key; undefined when it isn't known, or no map or set of strings. */
export function eachOf(each: Term): (readonly [string, Term])[] | undefined {
  if (isMapping(each)) return [...each.entries];
  if (!isSequence(each) || (each.kind !== "set" && !each.loose)) return undefined;
  const keys = each.items.flatMap((item) => (!(item instanceof Unknown) && item.kind === "string" ? [item] : []));
  return keys.length < each.items.length ? undefined : keys.map((key) => [key.text, key] as const);
}
