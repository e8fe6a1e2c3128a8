import { push } from "./graph";
import { blocksInJson, rangesInJson } from "./json-syntax";
import { type Json, type JsonObject, listOf, objectOf } from "./json-shapes";
import { isList, ownEntry, type Value } from "./value";

/** What an expression of the configuration refers to, as the value of the argument of this name. */
export type Find = (expression: JsonObject | undefined, name: string) => Value;

/** What the configuration says of a value: its argument, and an expression, a block's arguments, or a list of blocks. */
export interface Configured {
  readonly name: string;
  readonly expression: Json | undefined;
}

/** Puts unknown values of one plan, with what they refer to, where its masks say so. */
export class Overlay {
  /** What `argumentOf` found in lists of blocks: many items share one list. */
  private readonly known = new WeakMap<readonly Json[], Map<string, Json | undefined>>();

  /** The value with what is not known of it, and what that refers to. */
  of(after: Json, mask: Json | undefined, { expression, name }: Configured, find: Find): Value {
    if (mask === true) {
      const items = rangesInJson(expression, name);
      return items ? items.map((item) => rangeIn(objectOf(item), name, find)) : find(asExpression(expression), name);
    }
    // Most of a large plan is wholly known: it is taken as it is.
    if (!hasUnknown(mask)) return after;
    if (Array.isArray(after)) {
      const masks = listOf(mask);
      if (masks.length > 0 && masks.every((one) => one === true)) {
        // As many unknown items as the expression names: these are they, in whatever order.
        const whole = find(asExpression(expression), name);
        if (isList(whole) && whole.length === after.length) return whole;
      }
      const blocks = blocksOf(after, masks, expression);
      return after.map((item, i) => this.of(item, masks[i], { expression: blocks[i], name }, find));
    }
    if (typeof after !== "object" || after === null) return after;
    const masks = objectOf(mask);
    const keys = [...new Set([...Object.keys(after), ...Object.keys(masks)])];
    return Object.fromEntries(
      keys.map((key) => {
        const configured = { expression: this.argumentOf(expression, key), name: key };
        return [key, this.of(ownEntry(after, key) ?? null, ownEntry(masks, key), configured, find)];
      }),
    );
  }

  private argumentOf(expression: Json | undefined, key: string): Json | undefined {
    if (!Array.isArray(expression)) return argumentOfOne(expression, key);
    const known = this.known.get(expression) ?? new Map<string, Json | undefined>();
    this.known.set(expression, known);
    if (!known.has(key)) known.set(key, argumentOfOne(expression, key));
    return known.get(key);
  }
}

/** One item of a list: what it refers to, or what it is. */
function rangeIn(item: JsonObject, name: string, find: Find): Value {
  return item.references === undefined ? (item.constant_value ?? null) : find(item, name);
}

/** For each item what the configuration says of it. */
function blocksOf(items: readonly Json[], masks: readonly Json[], expression: Json | undefined): (Json | undefined)[] {
  const inJson = blocksInJson(expression);
  if (inJson) {
    const own = items.length <= inJson.length ? eachItsOwn(items, masks, [...inJson]) : [];
    // Where the provider brought a constant into another form, the item may be any of them.
    return items.map((_, i) => (own[i] === undefined || isEmpty(own[i]) ? expression : own[i]));
  }
  // More blocks than the configuration shows: it leaves `dynamic` ones out, so which block made which is not told.
  const isWhole = !Array.isArray(expression) || items.length <= expression.length;
  return isWhole ? eachItsOwn(items, masks, expression) : [];
}

const isEmpty = (value: Json): boolean => Array.isArray(value) && value.length === 0;

function hasUnknown(mask: Json | undefined): boolean {
  if (typeof mask !== "object" || mask === null) return mask === true;
  return (Array.isArray(mask) ? mask : Object.values(mask)).some(hasUnknown);
}

/** For each item the blocks that can have made it; items that nothing known tells apart share theirs out, in any order. */
function eachItsOwn(
  items: readonly Json[],
  masks: readonly Json[],
  expression: Json | undefined,
): (Json | undefined)[] {
  const fitting = blocksByConstants(expression);
  const blocks = items.map(fitting);
  if (!Array.isArray(expression)) return blocks;
  const looks = items.map((item, i) => JSON.stringify([item, masks[i] ?? null]));
  const counts = new Map<string, number>();
  const places = looks.map((look) => {
    const place = counts.get(look) ?? 0;
    counts.set(look, place + 1);
    return place;
  });
  return blocks.map((own, i) => (Array.isArray(own) && own.length === counts.get(looks[i]!) ? own[places[i]!] : own));
}

/** Constants of a block by their names. A configuration in JSON syntax shows its expressions as constants, with what they refer to beside them. */
function constantsOf(block: Json): [string, string][] {
  return Object.entries(objectOf(block)).flatMap(([key, argument]): [string, string][] => {
    const { constant_value: constant, references } = objectOf(argument);
    return constant === undefined || references !== undefined ? [] : [[key, JSON.stringify(constant)]];
  });
}

/**
 * Finds the blocks of a configuration that can have made an item: their constants are the item's. Blocks are put in order by
 * what they set, since comparing each of thousands with each item takes quadratic time.
 */
function blocksByConstants(expression: Json | undefined): (item: Json) => Json | undefined {
  if (!Array.isArray(expression)) return () => expression;
  const shapes = new Map<string, { readonly keys: readonly string[]; readonly blocks: Map<string, number[]> }>();
  expression.forEach((block, place) => {
    const constants = constantsOf(block);
    const keys = constants.map(([key]) => key);
    const shape = shapes.get(keys.join("\0")) ?? { keys, blocks: new Map<string, number[]>() };
    shapes.set(keys.join("\0"), shape);
    push(shape.blocks, constants.map(([, value]) => value).join("\0"), place);
  });
  const found = new Map<string, Json>();
  return (item) => {
    const values = objectOf(item);
    const places = [...shapes.values()].flatMap(
      ({ keys, blocks }) => blocks.get(keys.map((key) => JSON.stringify(values[key])).join("\0")) ?? [],
    );
    const name = places.join();
    // One list for all items that the same blocks fit: what is worked out of it is kept by it.
    const fitting = found.get(name) ?? places.sort((a, b) => a - b).map((place) => expression[place] ?? null);
    found.set(name, fitting);
    return Array.isArray(fitting) && fitting.length === 1 ? fitting[0] : fitting;
  };
}

function argumentOfOne(expression: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(expression)) {
    const holding = expression
      .filter((block) => Object.hasOwn(objectOf(block), key))
      .map((block) => objectOf(block)[key] ?? null);
    return holding.length === 1 ? holding[0] : holding;
  }
  const object = objectOf(expression);
  // An argument that holds blocks as a value (`route`, `ingress`) has one expression for all of them.
  return Object.hasOwn(object, key) ? object[key] : "references" in object ? object : undefined;
}

function asExpression(expression: Json | undefined): JsonObject | undefined {
  if (expression === undefined) return undefined;
  const constant = objectOf(expression).constant_value;
  return { references: allReferences(expression), ...(typeof constant === "string" && { constant_value: constant }) };
}

/** Everything that the expressions of a configuration refer to. */
export function allReferences(json: Json): string[] {
  if (Array.isArray(json)) return json.flatMap(allReferences);
  const object = objectOf(json);
  if (Array.isArray(object.references)) return object.references.map(String);
  return Object.values(object).flatMap((value) => (typeof value === "object" ? allReferences(value) : []));
}
