/** An attribute of a resource instance, e.g. `aws_subnet.web` and `id`. An empty attribute means: which one is not known. */
export interface Reference {
  readonly address: string;
  readonly attribute: string;
}

/**
 * A value that the JSON does not hold. `exact` says that the value is precisely what its one candidate names;
 * otherwise the candidates are everything that it may depend on. `text` is what a person reads ("${aws_vpc.a.id}").
 */
export class Unknown {
  constructor(
    readonly candidates: readonly Reference[],
    readonly exact: boolean,
    readonly text: string,
  ) {}
}

/** What stands for a value that no argument gives: the provider or AWS fills it in. */
const FILLED_IN = "(known after apply)";

/** A value that no argument of the configuration gives, as far as the configuration is told: those of dynamic blocks are not. */
export function filledIn(): Unknown {
  return new Unknown([], false, FILLED_IN);
}

/** Whether it is such a value. */
export function isFilledIn(value: Value | undefined): boolean {
  return isUnknown(value) && value.candidates.length === 0 && value.text === FILLED_IN;
}

export interface ValueObject {
  readonly [key: string]: Value;
}

/** JSON, in which some leaves are not known. */
export type Value = null | boolean | number | string | readonly Value[] | ValueObject | Unknown;

export function isUnknown(value: Value | undefined): value is Unknown {
  return value instanceof Unknown;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** An object's own entry: keys come from files, and `constructor` or `toString` would find what every object inherits. */
export function ownEntry<T>(object: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The value is exactly this attribute. */
export function exactly(address: string, attribute: string): Unknown {
  return new Unknown([{ address, attribute }], true, `\${${address}.${attribute}}`);
}

/** True when no leaf of the value is unknown. */
export function isWhollyKnown(value: Value | undefined): boolean {
  if (isUnknown(value)) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  if (isObject(value)) return Object.values(value).every(isWhollyKnown);
  return true;
}
