import { Unknown } from "../value";
import { formatNumber, parseNumber } from "./number";
import { NotUnderstood, Refused } from "./syntax";
import {
  isMapping,
  list,
  loosened,
  mapping,
  type Mapping,
  type Null,
  numeral,
  orderedItems,
  type Sequence,
  set,
  type Term,
} from "./term";
import { text, truth, tuple, typeOf } from "./term";
import { ANY, HIDDEN, isPrimitive, STRING, type Type, typeKey } from "./type";

/** Why Terraform refuses values of types that have nothing in common. */
export const NO_COMMON_TYPE = "no type that all of them convert to";

function distinctTypes(types: readonly Type[]): Type[] {
  return [...new Map(types.map((type) => [typeKey(type), type])).values()];
}

/**
 * The type that values of all these types are brought to: items of a list, both branches of a choice (cty, convert.UnifyUnsafe).
 * @throws Refused when there is none
 */
export function unify(types: readonly Type[]): Type {
  const [first = ANY, ...others] = distinctTypes(types);
  if (others.length === 0) return first;
  const all = [first, ...others];
  if (all.some(({ kind }) => kind === "hidden")) return HIDDEN;
  const known = all.filter(({ kind }) => kind !== "any");
  const common = known.every(isPrimitive) ? unifyPrimitives(known) : undefined;
  if (common) return common;
  // Beside a null of no type Terraform may leave each value the type that it has.
  if (known.length < all.length) throw new NotUnderstood("a null of no type beside different types");
  if (known.some(isPrimitive)) throw new Refused(NO_COMMON_TYPE);
  return unifyStructures(known);
}

function unifyPrimitives(types: readonly Type[]): Type | undefined {
  const [only, ...others] = types;
  if (only && others.length === 0) return only;
  return types.some(({ kind }) => kind === "string") ? STRING : undefined;
}

function unifyStructures(types: readonly Type[]): Type {
  const kinds = new Set(types.map(({ kind }) => kind));
  const only = (...wanted: readonly string[]): boolean => [...kinds].every((kind) => wanted.includes(kind));
  if (only("list")) return { kind: "list", of: unify(types.flatMap(itemTypes)) };
  if (only("set")) return { kind: "set", of: unify(types.flatMap(itemTypes)) };
  if (only("map")) return { kind: "map", of: unify(types.flatMap(itemTypes)) };
  if (only("tuple")) return unifyTuples(types);
  // `on ? toset([...]) : []`
  if (only("set", "tuple")) return { kind: "set", of: unify(types.flatMap(itemTypes)) };
  if (only("object")) return unifyObjects(types);
  if (only("list", "tuple") || only("map", "object")) {
    const kind = kinds.has("list") ? "list" : "map";
    const structural = types.filter((one) => one.kind === "tuple" || one.kind === "object");
    const asCollection: Type = { kind, of: unify(structural.flatMap(itemTypes)) };
    return unify([...types.filter((one) => one.kind === kind), asCollection]);
  }
  throw new NotUnderstood("types of several kinds");
}

function itemTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return [type.of];
    case "tuple":
      return type.items;
    case "object":
      return [...type.fields.values()];
    default:
      return [];
  }
}

function unifyTuples(types: readonly Type[]): Type {
  const rows = types.map(itemTypes);
  const [first = []] = rows;
  if (rows.some((row) => row.length !== first.length)) return { kind: "list", of: unify(rows.flat()) };
  return { kind: "tuple", items: first.map((_, i) => unify(rows.map((row) => row[i] ?? ANY))) };
}

function unifyObjects(types: readonly Type[]): Type {
  const maps = types.map((type) => (type.kind === "object" ? type.fields : new Map<string, Type>()));
  const [first = new Map<string, Type>()] = maps;
  const isSame = maps.every(
    (fields) => fields.size === first.size && [...fields.keys()].every((key) => first.has(key)),
  );
  if (!isSame) return { kind: "map", of: unify(maps.flatMap((fields) => [...fields.values()])) };
  const fields = [...first.keys()].map((key) => [key, unify(maps.map((one) => one.get(key) ?? ANY))] as const);
  return { kind: "object", fields: new Map(fields) };
}

/**
 * The value as one of this type (cty, convert.Convert). Unknown parts stay what they are.
 * @throws Refused when it can't be one
 */
export function convert(term: Term, to: Type): Term {
  if (to.kind === "any" || term instanceof Unknown) return term;
  if (to.kind === "hidden") return loosened(term);
  if (term.kind === "null") return convertNull(term, to);
  switch (to.kind) {
    case "string":
    case "number":
    case "bool":
      return convertPrimitive(term, to.kind);
    case "list":
    case "set":
    case "tuple":
      return convertSequence(asSequence(term), to);
    case "map":
    case "object":
      return convertMapping(asMapping(term), to);
  }
}

/** A null of a type is converted as values of the type are, and refused where they are. */
function convertNull({ type }: Null, to: Type): Null {
  const refusal = mismatch(type, to);
  if (refusal !== undefined) throw new Refused(refusal);
  const items = "of" in to ? itemTypes(type) : [];
  const of = "of" in to && to.of.kind !== "any" ? to.of : unify(items);
  if (items.some((item) => mismatch(item, of) !== undefined)) throw new NotUnderstood("a null of another type");
  return { kind: "null", type: to };
}

/** Why no value of the one type is one of the other, as far as the outermost types tell. */
function mismatch(from: Type, to: Type): string | undefined {
  if (from.kind === to.kind || [from.kind, to.kind].some((kind) => kind === "any" || kind === "hidden"))
    return undefined;
  if (isPrimitive(to)) {
    const isSpelled = from.kind === "string" || to.kind === "string";
    return isPrimitive(from) && isSpelled ? undefined : `not a ${to.kind}`;
  }
  const isMany = (kind: Type["kind"]): boolean => kind === "list" || kind === "set" || kind === "tuple";
  const isMap = (kind: Type["kind"]): boolean => kind === "map" || kind === "object";
  if (isMany(to.kind)) return isMany(from.kind) ? undefined : "not a list";
  return isMap(from.kind) ? undefined : "not a map";
}

function asSequence(term: Term): Sequence {
  if (!(term instanceof Unknown) && (term.kind === "list" || term.kind === "set" || term.kind === "tuple")) return term;
  throw new Refused("not a list");
}

function asMapping(term: Term): Mapping {
  if (!(term instanceof Unknown) && (term.kind === "map" || term.kind === "object")) return term;
  throw new Refused("not a map");
}

function convertPrimitive(term: Term, to: "string" | "number" | "bool"): Term {
  if (term instanceof Unknown) return term;
  if (term.kind === "number" && to !== "bool")
    return to === "number" ? numeral(term.number) : text(formatNumber(term.number));
  if (term.kind === "bool" && to !== "number") return to === "bool" ? truth(term.is) : text(String(term.is));
  if (term.kind === "string") {
    if (to === "string") return text(term.text);
    if (to === "number") {
      const parsed = parseNumber(term.text);
      if (parsed) return numeral(parsed);
    } else if (/^(true|false|1|0)$/.test(term.text)) return truth(term.text === "true" || term.text === "1");
  }
  // An argument of a resource may have become a string by its schema, which then converts.
  const isLoose = term.kind !== "null" && term.loose;
  throw isLoose ? new NotUnderstood(`perhaps not a ${to}`) : new Refused(`not a ${to}`);
}

function convertSequence(term: Sequence, to: Type): Term {
  if (to.kind === "tuple") {
    const items = orderedItems(term);
    if (term.kind !== "tuple" || items.length !== to.items.length) throw new NotUnderstood("another tuple");
    return tuple(items.map((item, i) => convert(item, to.items[i] ?? ANY)));
  }
  if (to.kind !== "list" && to.kind !== "set") throw new Refused("not a list");
  const of = to.of.kind === "any" ? commonType(term) : to.of;
  const items = term.items.map((item) => convert(item, of));
  return to.kind === "set" ? set(of, items) : list(of, items, term.ordered);
}

function convertMapping(term: Mapping, to: Type): Term {
  if (to.kind === "object") {
    const known = [...to.fields].flatMap(([key, type]) => {
      const item = term.entries.get(key);
      return item === undefined ? [] : [[key, convert(item, type)] as const];
    });
    if (known.length < to.fields.size) throw new NotUnderstood("a missing attribute");
    return mapping("object", known);
  }
  if (to.kind !== "map") throw new Refused("not a map");
  const of = to.of.kind === "any" ? commonType(term) : to.of;
  return mapping(
    "map",
    [...term.entries].map(([key, item]) => [key, convert(item, of)] as const),
    of,
  );
}

/** The type of all items of a list, or of all values of a map. */
export function commonType(term: Sequence | Mapping): Type {
  if (term.loose) return HIDDEN;
  if (term.kind !== "tuple" && term.kind !== "object") return term.of;
  return unify((isMapping(term) ? [...term.entries.values()] : [...term.items]).map(typeOf));
}
