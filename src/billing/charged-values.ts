import {
  isFilledIn,
  isList,
  isObject,
  isUnknown,
  type Resource,
  type ResourceGraph,
  type Value,
  type ValueObject,
} from "../terraform";

/** An argument as it is set, or "unset", or "unknown" until apply. */
export type Told<T> = { readonly value: T } | "unset" | "unknown";

/** The argument of a resource that blocks are written in. */
export type Place = readonly [owner: Resource, argument: string];

/** Whether an unknown argument is one that the configuration sets; else it is only what AWS fills in. */
function isConfigured({ configured }: Resource, name: string): boolean {
  return configured === undefined || configured.has(name);
}

/** An argument's value, whatever links lead to it. */
function toldOf(graph: ResourceGraph, resource: Resource, name: string): Told<Value> {
  const value = resource.values[name];
  if (value === undefined || value === null) return "unset";
  if (!isUnknown(value)) return { value };
  const resolved = graph.resolve(value);
  if (resolved.kind === "literal") return resolved.value === null ? "unset" : { value: resolved.value };
  return isConfigured(resource, name) ? "unknown" : "unset";
}

/** A text, a number or a flag as text; an empty text is "unset". */
export function textTold(graph: ResourceGraph, resource: Resource, name: string): Told<string> {
  const told = toldOf(graph, resource, name);
  return typeof told === "string" ? told : textIn(graph, told.value);
}

/**
 * The text of an argument in a block; "unset" where the provider or AWS fills it in.
 * @param at the argument of the resource that the block is written in
 */
export function textInBlock(graph: ResourceGraph, value: Value | undefined, at: Place): Told<string> {
  const [owner, name] = at;
  // Of a dynamic block the plan doesn't tell which arguments it has.
  return isFilledIn(value) && owner.configured?.has(name) === true ? "unset" : textIn(graph, value);
}

/** The text that a value is. */
export function textIn(graph: ResourceGraph, value: Value | undefined): Told<string> {
  if (value === undefined || value === null || value === "") return "unset";
  const resolved = graph.resolve(value);
  const literal = resolved.kind === "literal" ? resolved.value : undefined;
  if (literal === undefined) return "unknown";
  if (literal === null || literal === "") return "unset";
  return typeof literal === "object" ? "unknown" : { value: String(literal) };
}

/** Nested blocks: a list of objects, or one object as JSON syntax allows; of a list that is unknown nobody knows how many. */
export function blocksTold(graph: ResourceGraph, resource: Resource, name: string): Told<readonly ValueObject[]> {
  const told = toldOf(graph, resource, name);
  return typeof told === "string" ? told : blocksIn(graph, told.value);
}

/** As {@link blocksTold}, of a value. */
export function blocksIn(graph: ResourceGraph, value: Value | undefined): Told<readonly ValueObject[]> {
  if (value === undefined || value === null) return "unset";
  const items = isList(value) ? value : [value];
  const found: ValueObject[] = [];
  for (const item of items) {
    const resolved = graph.resolve(item);
    if (resolved.kind !== "literal") return "unknown";
    if (isObject(resolved.value)) found.push(resolved.value);
  }
  return found.length === 0 ? "unset" : { value: found };
}

/** How many entries a list has; 0 where it is not set, undefined where it is not known. */
export function lengthOf(graph: ResourceGraph, resource: Resource, name: string): number | undefined {
  const told = toldOf(graph, resource, name);
  if (told === "unset") return 0;
  return told !== "unknown" && isList(told.value) ? told.value.length : undefined;
}

/** The resource that an argument names by link or by id; undefined where it is not in the input. */
export function resourceNamed(graph: ResourceGraph, value: Value | undefined): Resource | undefined {
  const resolved = graph.resolve(value);
  if (resolved.kind === "link") return resolved.to;
  if (resolved.kind === "literal" && typeof resolved.value === "string" && resolved.value !== "")
    return graph.withIdentity(resolved.value)[0];
  return undefined;
}
