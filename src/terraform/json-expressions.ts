import {
  fromJsonNumber,
  handy,
  isMapping,
  isSequence,
  mapping,
  NULL,
  numeral,
  type Scope,
  type Term,
  text as textTerm,
  toValue,
  truth,
  tuple,
  unknownFrom,
  whole,
  withNames,
} from "./expression";
import { type Json } from "./json-shapes";
import { asBodies, pair } from "./synth-blocks";
import { Unknown } from "./value";

/** How the strings of one configuration are worked out. */
export interface JsonReader {
  /** The value of a string with templates in it. */
  evaluateText(text: string, scope: Scope): Term;
  /** Runs; what it doesn't understand is unknown, with everything that the text names. */
  understood(text: string, run: () => Term): Term;
}

/** An argument in Terraform's JSON syntax, whose strings and keys are templates. */
export function evaluateJson(json: Json, scope: Scope, by: JsonReader): Term {
  scope.spend(1);
  if (typeof json === "string")
    return json.includes("{") ? by.evaluateText(json, scope) : by.understood(json, () => textTerm(json));
  if (Array.isArray(json)) {
    const items = json.map((item) => evaluateJson(item, scope, by));
    return by.understood("a list", () => handy(tuple(items)));
  }
  if (json === null) return NULL;
  if (typeof json === "number") return by.understood(String(json), () => fromJsonNumber(json));
  if (typeof json === "boolean") return truth(json);
  const entries: [string, Term][] = [];
  for (const [key, item] of Object.entries(json)) {
    // An object that was not parsed from a file may have keys without a value.
    if (key === "//" || (item as Json | undefined) === undefined) continue;
    const value = evaluateJson(item, scope, by);
    // A key is a template too.
    const name = /[$%]\{/.test(key) ? by.evaluateText(key, scope) : by.understood(key, () => textTerm(key));
    const written = name instanceof Unknown ? undefined : toValue(name);
    if (typeof written === "object" || written === undefined) return unknownFrom(key, [name, value]);
    entries.push([String(written), value]);
  }
  return by.understood("an object", () => handy(mapping("object", entries)));
}

/** The blocks that `dynamic` makes under one name. */
export function expandDynamic(name: string, json: Json, scope: Scope, by: JsonReader): Term {
  const blocks: Term[] = [];
  for (const body of asBodies(json)) {
    const each = evaluateJson(body.for_each ?? null, scope, by);
    const iterator = typeof body.iterator === "string" ? body.iterator.replace(/^\$\{|\}$/g, "") : name;
    if (!isSequence(each) && !isMapping(each)) return unknownFrom(`dynamic ${name}`, [each]);
    const pairs = isMapping(each)
      ? [...each.entries].map(([key, value]) => pair(textTerm(key), value))
      : each.items.map((item, i) => pair(each.kind === "set" ? item : numeral(whole(i)), item));
    for (const one of pairs) {
      const inner = withNames(scope, { [iterator]: one });
      for (const content of asBodies(body.content)) blocks.push(evaluateJson(content, inner, by));
    }
  }
  return tuple(blocks);
}

/** An argument that is both written and made by `dynamic`: all of its blocks. */
export function evaluateArgument(plain: Term | undefined, blocks: Term | undefined): Term {
  if (blocks === undefined) return plain ?? NULL;
  if (plain === undefined || !isSequence(blocks)) return blocks;
  return tuple([...(isSequence(plain) ? plain.items : [plain]), ...blocks.items]);
}
