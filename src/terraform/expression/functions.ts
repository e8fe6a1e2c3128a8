import { cidrAround, formatCidr, formatIpv4, isCidrFault, nthCidr, parseCidr } from "../../ipv4";
import { isList, isObject, ownEntry, type Value } from "../value";
import { NotUnderstood } from "./syntax";

type Function = (...args: Value[]) => Value;

function list(value: Value | undefined): readonly Value[] {
  if (!isList(value)) throw new NotUnderstood("not a list");
  return value;
}

function object(value: Value | undefined): { readonly [key: string]: Value } {
  if (!isObject(value)) throw new NotUnderstood("not an object");
  return value;
}

export function text(value: Value | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new NotUnderstood("not a string");
}

export function number(value: Value | undefined): number {
  const result = typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
  if (Number.isNaN(result)) throw new NotUnderstood("not a number");
  return result;
}

function block(value: Value | undefined): { base: number; length: number } {
  const parsed = parseCidr(text(value));
  // Terraform's cidr functions accept host bits and ignore them; IPv6 is out of this program's world.
  if (!isCidrFault(parsed)) return parsed;
  const retry = parsed.suggestion === undefined ? parsed : parseCidr(parsed.suggestion);
  if (isCidrFault(retry)) throw new NotUnderstood("not an IPv4 range");
  return retry;
}

function subnet(prefix: Value | undefined, bits: number, index: number): string {
  const outer = block(prefix);
  const result = outer.length + bits > 32 ? undefined : nthCidr(outer, outer.length + bits, index);
  if (!result) throw new NotUnderstood("no such subnet");
  return formatCidr(result);
}

function distinct(items: readonly Value[]): Value[] {
  const seen = new Map<string, Value>();
  for (const item of items) seen.set(JSON.stringify(item), item);
  return [...seen.values()];
}

function flatten(items: readonly Value[]): Value[] {
  return items.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

/** Terraform orders sets of strings, and the keys of objects, by their bytes. */
export function byText(a: Value, b: Value): number {
  const [left, right] = [text(a), text(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function isSame(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Entries that `setproduct` makes at most; a file of a few lines could ask for billions. */
const MAX_PRODUCT = 65_536;

/** Characters to which `format` pads at most. */
const MAX_WIDTH = 1000;

/** `%s`, `%d`, `%v`, `%q`, `%%` and zero-padded `%02d` of `format` (Terraform language, format function). */
function format(template: Value | undefined, ...args: readonly Value[]): string {
  let next = 0;
  return text(template).replace(/%(0(\d+))?([sdvq%])/g, (_, _zero, width: string | undefined, verb: string) => {
    if (verb === "%") return "%";
    const value = text(args[next++]);
    if (width !== undefined && Number(width) > MAX_WIDTH) throw new NotUnderstood("format with a huge width");
    return verb === "q" ? JSON.stringify(value) : value.padStart(width ? Number(width) : 0, "0");
  });
}

/** Pure functions of Terraform that appear around links and addresses. Every argument is known here. */
export const FUNCTIONS: Readonly<Record<string, Function>> = {
  toset: (value) => distinct(list(value)).sort(byText),
  tolist: (value) => list(value),
  tomap: (value) => object(value),
  tostring: (value) => (value === null || value === undefined ? null : text(value)),
  tonumber: (value) => (value === null || value === undefined ? null : number(value)),
  tobool: (value) => value === true || value === "true",
  element: (items, index) => {
    const all = list(items);
    const item = all[((number(index) % all.length) + all.length) % all.length];
    if (item === undefined) throw new NotUnderstood("element of an empty list");
    return item;
  },
  concat: (...lists) => lists.flatMap((items) => list(items)),
  merge: (...objects) => Object.assign({}, ...objects.filter((one) => one !== null).map((one) => object(one))) as Value,
  keys: (value) => Object.keys(object(value)).sort(byText),
  values: (value) => {
    const map = object(value);
    return Object.keys(map)
      .sort(byText)
      .map((key) => map[key] ?? null);
  },
  lookup: (map, key, fallback) => {
    const found = ownEntry(object(map), text(key)) ?? fallback;
    if (found === undefined) throw new NotUnderstood("lookup without default");
    return found;
  },
  length: (value) =>
    typeof value === "string" ? value.length : isList(value) ? value.length : Object.keys(object(value)).length,
  flatten: (value) => flatten(list(value)),
  compact: (value) => list(value).filter((item) => item !== null && item !== ""),
  distinct: (value) => distinct(list(value)),
  sort: (value) => [...list(value)].sort(byText),
  reverse: (value) => [...list(value)].reverse(),
  slice: (value, from, to) => list(value).slice(number(from), number(to)),
  contains: (value, item) => list(value).some((one) => isSame(one, item)),
  index: (value, item) => {
    const at = list(value).findIndex((one) => isSame(one, item));
    if (at < 0) throw new NotUnderstood("index of what is not there");
    return at;
  },
  zipmap: (keys, values) => Object.fromEntries(list(keys).map((key, i) => [text(key), list(values)[i] ?? null])),
  one: (value) => {
    const all = list(value);
    if (all.length > 1) throw new NotUnderstood("one() of several");
    return all[0] ?? null;
  },
  coalesce: (...values) => {
    const found = values.find((value) => value !== null && value !== "");
    if (found === undefined) throw new NotUnderstood("coalesce of nothing");
    return found;
  },
  setproduct: (...sets) => {
    const all = sets.map((set) => list(set));
    if (all.reduce((size, { length }) => size * length, 1) > MAX_PRODUCT) throw new NotUnderstood("a huge setproduct");
    return all.reduce<Value[][]>((made, set) => made.flatMap((row) => set.map((item) => [...row, item])), [[]]);
  },
  setintersection: (first, ...sets) =>
    list(first).filter((item) => sets.every((set) => list(set).some((one) => isSame(one, item)))),
  setsubtract: (first, second) => list(first).filter((item) => !list(second).some((one) => isSame(one, item))),
  chunklist: (items, size) => {
    const [all, length] = [list(items), number(size)];
    if (!(length >= 1)) throw new NotUnderstood("chunklist of nothing");
    return Array.from({ length: Math.ceil(all.length / length) }, (_, i) => all.slice(i * length, (i + 1) * length));
  },
  coalescelist: (...lists) => {
    const found = lists.find((items) => list(items).length > 0);
    if (found === undefined) throw new NotUnderstood("coalescelist of nothing");
    return found;
  },
  alltrue: (value) => list(value).every((item) => item === true || item === "true"),
  anytrue: (value) => list(value).some((item) => item === true || item === "true"),
  sum: (value) => list(value).reduce<number>((total, item) => total + number(item), 0),
  startswith: (value, prefix) => text(value).startsWith(text(prefix)),
  endswith: (value, suffix) => text(value).endsWith(text(suffix)),
  setunion: (...sets) => distinct(sets.flatMap((set) => list(set))).sort(byText),
  range: (...bounds) => {
    const [from, to, step] =
      bounds.length === 1 ? [0, number(bounds[0]), 1] : [number(bounds[0]), number(bounds[1]), number(bounds[2] ?? 1)];
    if (step <= 0 || (to - from) / step > 65536) throw new NotUnderstood("range");
    return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
  },
  min: (...values) => Math.min(...values.map(number)),
  max: (...values) => Math.max(...values.map(number)),
  floor: (value) => Math.floor(number(value)),
  ceil: (value) => Math.ceil(number(value)),
  abs: (value) => Math.abs(number(value)),
  format,
  join: (separator, ...lists) =>
    lists
      .flatMap((items) => list(items))
      .map(text)
      .join(text(separator)),
  split: (separator, value) => text(value).split(text(separator)),
  replace: (value, search, by) => {
    if (/^\/.*\/$/.test(text(search))) throw new NotUnderstood("regular expression");
    return text(value).replaceAll(text(search), text(by));
  },
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  title: (value) => text(value).replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  trimspace: (value) => text(value).trim(),
  trimprefix: (value, prefix) =>
    text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
  trimsuffix: (value, suffix) =>
    text(suffix) && text(value).endsWith(text(suffix)) ? text(value).slice(0, -text(suffix).length) : text(value),
  substr: (value, from, length) => text(value).substring(number(from), number(from) + number(length)),
  jsonencode: (value) => JSON.stringify(value),
  cidrsubnet: (prefix, bits, index) => subnet(prefix, number(bits), number(index)),
  cidrsubnets: (prefix, ...bits) => {
    const outer = block(prefix);
    let next = outer.base;
    return bits.map((extra) => {
      const length = outer.length + number(extra);
      const size = 2 ** (32 - length);
      const base = Math.ceil(next / size) * size;
      next = base + size;
      return formatCidr({ base, length });
    });
  },
  cidrhost: (prefix, index) => {
    const outer = block(prefix);
    const offset = number(index);
    const size = 2 ** (32 - outer.length);
    if (Math.abs(offset) > size) throw new NotUnderstood("no such host");
    return formatIpv4(outer.base + (offset < 0 ? size + offset : offset));
  },
  cidrnetmask: (prefix) => formatIpv4(2 ** 32 - 2 ** (32 - block(prefix).length)),
  cidrcontains: (outer, inner) => {
    const [a, b] = [block(outer), block(text(inner).includes("/") ? inner : `${text(inner)}/32`)];
    return a.length <= b.length && cidrAround(b.base, a.length).base === a.base;
  },
};
