import { type Resource } from "../graph";
import { type TypeName } from "../resource-types";
import { isList, isObject, type Value, type ValueObject } from "../value";

/**
 * Attributes of a parent in which the AWS provider repeats, at each refresh, what resources of their own add to it:
 * `aws_route_table.route` holds the routes of every `aws_route`. In a plan the parent is "no-op" and its list still holds
 * what the plan does to the child [provider source 5.100.0, read functions].
 */
export interface Mirror {
  readonly parents: readonly TypeName[];
  readonly children: readonly TypeName[];
  /** The attributes in question. Where the configuration sets one of them, it holds what a person wrote, too. */
  readonly attributes: readonly string[];
  /** The parent's attribute that the child names, mostly `id`. */
  readonly key?: string;
  /** What of the parent this child names: the values of arguments of the child. */
  readonly named: (child: ValueObject, type: string) => readonly (Value | undefined)[];
  /** The attributes that differ when the child adds nothing. */
  readonly without: (parent: ValueObject, child: ValueObject, type: string) => ValueObject;
}

/** The list without the items for which the test holds; what isn't a list stays. */
export function dropped(list: Value | undefined, isDropped: (item: Value) => boolean): Value | undefined {
  return isList(list) ? list.filter((item) => !isDropped(item)) : list;
}

/** A mirror of a list of plain values, of which the child adds one. */
export function listed(of: {
  readonly parents: readonly TypeName[];
  readonly child: TypeName;
  readonly attribute: string;
  /** Arguments of the child: what names the parent, and what it adds. */
  readonly names: string;
  readonly adds: string;
}): Mirror {
  const { parents, child, attribute, names, adds } = of;
  return {
    parents,
    children: [child],
    attributes: [attribute],
    named: (values) => [values[names]],
    without: (parent, values) =>
      entries(
        attribute,
        dropped(parent[attribute], (item) => isSame(item, values[adds])),
      ),
  };
}

/** An object of one attribute, or none where there is nothing to say. */
export function entries(attribute: string, value: Value | undefined): ValueObject {
  return value === undefined ? {} : { [attribute]: value };
}

/** Equal texts or numbers that say something. */
export function isSame(a: Value | undefined, b: Value | undefined): boolean {
  const [left, right] = [plain(a), plain(b)];
  return left !== undefined && left === right;
}

/** A text or number as text; undefined for null, "" and everything else. */
export function plain(value: Value | undefined): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An object's attribute; undefined where the value is no object. */
export function at(value: Value, key: string): Value | undefined {
  return isObject(value) ? value[key] : undefined;
}

/** Whether anybody set one of the attributes in the configuration, as far as that is known. */
export function isConfigured({ configured }: Resource, attributes: readonly string[]): boolean {
  return attributes.some((one) => configured?.has(one) === true);
}
