import { type Cidr, isCidrFault, parseCidr } from "../ip";
import {
  isList,
  isObject,
  isUnknown,
  type Resource,
  type ResourceGraph,
  type Unknown,
  type Value,
  type ValueObject,
  withoutLastKey,
} from "../terraform";
import { type Note } from "./doubts";

/** Where a reference leads: a resource (with the attribute that was named), an id of something outside, or nothing certain. */
export type Linked =
  | { readonly kind: "resource"; readonly resource: Resource; readonly attribute: string }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "unknown"; readonly candidates: readonly Resource[]; readonly text: string }
  | { readonly kind: "none" };

/** Ids that AWS makes: `vpc-0123abcd`, or an ARN. */
const IDENTITY = /^arn:|^[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,}$/;

/** Reads arguments of resources through the graph's links, whatever the source spelled them like. */
export class Arguments {
  /** What unknown values may be, kept: thousands of rules that name one local share one value with thousands of candidates. */
  private readonly candidates = new WeakMap<Unknown, readonly Resource[]>();

  constructor(readonly graph: ResourceGraph) {}

  private literal(resource: Resource, name: string): Value | undefined {
    const resolved = this.graph.resolve(resource.values[name]);
    return resolved.kind === "literal" ? resolved.value : undefined;
  }

  /** True when the argument is set, but not to a known value. */
  isUncertain(value: Value | undefined): boolean {
    return value !== undefined && this.graph.resolve(value).kind !== "literal";
  }

  /** The argument isn't known, and the configuration does set it (computed leftovers of unset arguments don't count). */
  isSetUnknown(resource: Resource, name: string): boolean {
    if (!isUnknown(resource.values[name])) return false;
    return resource.configured === undefined ? true : resource.configured.has(name);
  }

  text(resource: Resource, name: string): string | undefined {
    return this.textOf(resource.values[name]);
  }

  textOf(value: Value | undefined): string | undefined {
    const resolved = this.graph.resolve(value);
    const literal = resolved.kind === "literal" ? resolved.value : undefined;
    if (typeof literal === "number" || typeof literal === "boolean") return String(literal);
    return typeof literal === "string" && literal !== "" ? literal : undefined;
  }

  number(resource: Resource, name: string): number | undefined {
    return this.numberOf(resource.values[name]);
  }

  numberOf(value: Value | undefined): number | undefined {
    const text = this.textOf(value);
    return text !== undefined && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }

  /** true, false, or undefined when not set or not known. Strings of both kinds are read too ("enable"). */
  flag(resource: Resource, name: string): boolean | undefined {
    const literal = this.literal(resource, name);
    if (literal === true || literal === "true" || literal === "enable") return true;
    if (literal === false || literal === "false" || literal === "disable") return false;
    return undefined;
  }

  cidr(value: Value | undefined): Cidr | undefined {
    const text = this.textOf(value);
    const parsed = text === undefined ? undefined : parseCidr(text);
    return parsed && !isCidrFault(parsed) ? parsed : undefined;
  }

  /** Nested blocks: a list of objects, or one object as JSON syntax allows. */
  blocks(value: Value | undefined): ValueObject[] {
    const resolved = this.graph.resolve(value);
    if (resolved.kind !== "literal") return [];
    const list = isList(resolved.value) ? resolved.value : [resolved.value];
    return list.filter(isObject);
  }

  /** A list argument with what of it isn't known. A single value counts as a list of one. */
  list(value: Value | undefined): { readonly items: readonly Value[]; readonly unknown?: Unknown } {
    const resolved = this.graph.resolve(value);
    if (resolved.kind === "literal")
      return { items: isList(resolved.value) ? resolved.value : resolved.value === null ? [] : [resolved.value] };
    if (resolved.kind === "unknown") return { items: [], unknown: resolved.unknown };
    return { items: [value ?? null] };
  }

  /** Follows a link or a literal id to a resource. */
  link(value: Value | undefined): Linked {
    const resolved = this.graph.resolve(value);
    if (resolved.kind === "link") return { kind: "resource", resource: resolved.to, attribute: resolved.attribute };
    if (resolved.kind === "unknown")
      return { kind: "unknown", candidates: this.candidatesOf(resolved.unknown), text: resolved.unknown.text };
    if (typeof resolved.value !== "string" || resolved.value === "") return { kind: "none" };
    const found = this.graph.withIdentity(resolved.value);
    const managed = found.filter(({ mode }) => mode === "managed");
    const resource = managed[0] ?? found[0];
    // A name, which two Regions may both have: an id of AWS's own is of one thing.
    const isOther = (one: Resource): boolean => one !== resource && one.type === resource?.type;
    const isShared = !IDENTITY.test(resolved.value) && managed.some(isOther);
    if (isShared) return { kind: "unknown", candidates: managed, text: resolved.value };
    return resource ? { kind: "resource", resource, attribute: "id" } : { kind: "outside", id: resolved.value };
  }

  private candidatesOf(unknown: Unknown): readonly Resource[] {
    const known = this.candidates.get(unknown);
    if (known) return known;
    const found = unknown.candidates.flatMap(({ address }) => this.graph.get(address) ?? []);
    this.candidates.set(unknown, found);
    return found;
  }

  /** The zone that a value names: a literal, or the expression itself, so that equal expressions are equal zones. */
  zone(value: Value | undefined): string | undefined {
    const resolved = this.graph.resolve(value);
    if (resolved.kind === "literal")
      return typeof resolved.value === "string" && resolved.value ? resolved.value : undefined;
    if (resolved.kind === "link") {
      const isList = /names\[|zone_ids\[/.test(resolved.attribute);
      return isList ? `\${${resolved.to.address}.${resolved.attribute}}` : undefined;
    }
    return undefined;
  }
}

/** Whether a value says anything: what is not known does, null and "" do not. */
export function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

export function noteOf(resource: Resource, reason: string): Note {
  return { address: resource.address, reason };
}

/**
 * Whether two zones are the same. Expressions of one list are told apart by their index; a name and an expression can't be compared.
 * @returns undefined when that can't be told
 */
export function sameZone(a: string | undefined, b: string | undefined): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a === b) return true;
  const [left, right] = [a.startsWith("${"), b.startsWith("${")];
  if (left && right) {
    const list = (zone: string): string => (zone.endsWith("]}") ? withoutLastKey(zone.slice(0, -1)) : zone);
    return list(a) === list(b) ? false : undefined;
  }
  if (left || right) return undefined;
  // A zone id (use1-az1) and a zone name (us-east-1a) can't be compared: the mapping is each account's own.
  const isId = (zone: string): boolean => /-az\d+$/.test(zone);
  return isId(a) === isId(b) ? false : undefined;
}
