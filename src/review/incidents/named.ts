import { homeOf, type Resource, type ResourceGraph, type Value } from "../../terraform";
import { isList, isObject } from "../../terraform/value";
import { isMade } from "../changes";
import { type Networks } from "../networks";

/** Address of what an argument names, or its id where the input doesn't hold it; undefined when that can't be told. */
export function named(graph: ResourceGraph, value: Value | undefined): string | undefined {
  const resolved = graph.resolve(value);
  if (resolved.kind === "link") return resolved.to.address;
  if (resolved.kind === "unknown" || typeof resolved.value !== "string" || resolved.value === "") return undefined;
  return graph.withIdentity(resolved.value)[0]?.address ?? resolved.value;
}

/** A known text, number or flag of an argument, as text; undefined when it isn't set or not known. */
export function textOf(graph: ResourceGraph, value: Value | undefined): string | undefined {
  const resolved = graph.resolve(value);
  if (resolved.kind !== "literal" || resolved.value === null || typeof resolved.value === "object") return undefined;
  return resolved.value === "" ? undefined : String(resolved.value);
}

/** The items of a list argument; undefined when it isn't wholly known which there are. */
export function itemsOf(graph: ResourceGraph, value: Value | undefined): readonly Value[] | undefined {
  const resolved = graph.resolve(value);
  if (resolved.kind === "link") return [value ?? null];
  if (resolved.kind === "unknown") return undefined;
  if (isList(resolved.value)) return resolved.value;
  return resolved.value === null ? [] : [resolved.value];
}

/** Every value that stands under one of these arguments, in blocks too. */
export function valuesUnder(value: Value | undefined, names: ReadonlySet<string>): Value[] {
  if (isList(value)) return value.flatMap((item) => valuesUnder(item, names));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    names.has(key) ? (isList(item) ? [...item] : [item]) : valuesUnder(item, names),
  );
}

/** One side of a plan, as a rule asks it: names of what exists before and of what is new under the same address differ. */
export interface Reader {
  readonly graph: ResourceGraph;
  /** What an argument names, as a text to be compared only; undefined when that can't be told. */
  name(value: Value | undefined): string | undefined;
  text(value: Value | undefined): string | undefined;
  /** What others call this resource. */
  own(resource: Resource): string;
}

/** Readers of the network as it is and as it will be. */
export function readersOf({ before, after, changed }: Networks): { readonly before: Reader; readonly after: Reader } {
  const reader = (graph: ResourceGraph, suffix: (address: string) => string): Reader => ({
    graph,
    name: (value) => {
      const found = named(graph, value);
      return found === undefined ? undefined : `${found}${suffix(found)}`;
    },
    text: (value) => textOf(graph, value),
    own: ({ address }) => `${address}${suffix(address)}`,
  });
  return {
    before: reader(before.graph, () => ""),
    after: reader(after.graph, (address) => (isMade(changed.get(address)) ? " (new)" : "")),
  };
}

/** Joins the parts of a key; undefined when one of them isn't known. */
export function keyOf(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined) ? undefined : parts.join("\n");
}

/** Account and Region as far as the input tells them apart: names are unique in there. Undefined where that may be any Region. */
export function placeOf(graph: ResourceGraph, resource: Resource): string | undefined {
  const { provider, region = "", isRegionLost } = homeOf(graph, resource);
  return isRegionLost ? undefined : `${provider} ${region}`;
}
