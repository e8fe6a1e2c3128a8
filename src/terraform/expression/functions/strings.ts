import { Unknown } from "../../value";
import { NotUnderstood, Refused } from "../syntax";
import { list, type Term, text, truth } from "../term";
import { STRING } from "../type";
import { takes, type TableEntry, integerOf, sequenceOf, stringOf, stringsOf } from "./arguments";
import { orderedItems } from "../term";
import { format, formatList } from "./format";
import { encode } from "./json";
import { affordable, characters, lower, occurrences, searchable, title, trimEnd, trimStart, upper } from "./text";

function join(args: readonly Term[]): string {
  const separator = stringOf(args[0]);
  const parts = args.slice(1).flatMap((arg) => {
    orderedItems(sequenceOf(arg));
    return stringsOf(arg).items.map(stringOf);
  });
  affordable(parts.reduce((sum, part) => sum + part.length + separator.length, 0));
  return parts.join(separator);
}

function split(args: readonly Term[]): Term {
  const [separator, value] = [stringOf(args[0]), stringOf(args[1])];
  searchable(value, separator);
  const parts = separator === "" ? [...value] : value.split(separator);
  return list(STRING, parts.map(text));
}

function replace(args: readonly Term[]): string {
  const [value, search, by] = [stringOf(args[0]), stringOf(args[1]), stringOf(args[2])];
  // Between slashes stands a regular expression of Go's kind.
  if (search.length > 1 && search.startsWith("/") && search.endsWith("/"))
    throw new NotUnderstood("regular expression");
  // By code points: JavaScript would part the halves of a character.
  const times = search === "" ? value.length + 1 : occurrences(value, search);
  affordable(value.length + times * by.length);
  if (search === "") return by + [...value].map((char) => char + by).join("");
  return value.replaceAll(search, () => by);
}

function substr(args: readonly Term[]): string {
  const chars = characters(stringOf(args[0]));
  const [from, length] = [integerOf(args[1]), integerOf(args[2])];
  const start = Math.max(0, from < 0 ? from + chars.length : from);
  if (from >= 0 && length === 0) return "";
  // A length below 0 reaches to the end; so does, counted from the end, one of 0.
  return chars.slice(start, length <= 0 ? undefined : start + length).join("");
}

function trim(args: readonly Term[]): string {
  const chars = [...stringOf(args[0])];
  const unwanted = new Set(stringOf(args[1]));
  let [from, to] = [0, chars.length];
  while (from < to && unwanted.has(chars[from] ?? "")) from++;
  while (to > from && unwanted.has(chars[to - 1] ?? "")) to--;
  return chars.slice(from, to).join("");
}

/** Without the line ends at its end. */
function chomp(value: string): string {
  let end = value.length;
  while (value[end - 1] === "\n" || value[end - 1] === "\r") end--;
  return value.slice(0, end);
}

function without(value: string, part: string, side: "prefix" | "suffix"): string {
  if (side === "prefix") return value.startsWith(part) ? value.slice(part.length) : value;
  return value.endsWith(part) ? value.slice(0, value.length - part.length) : value;
}

/** A function of one string that gives a string. */
function simple(change: (value: string) => string): TableEntry {
  return takes(1, ([value]) => text(change(stringOf(value))));
}

function test(check: (value: string, part: string) => boolean): TableEntry {
  return takes(2, ([value, part]) => truth(check(stringOf(value), stringOf(part))));
}

function cut(side: "prefix" | "suffix"): TableEntry {
  return takes(2, ([value, part]) => text(without(stringOf(value), stringOf(part), side)));
}

function jsonencode(args: readonly Term[]): Term {
  const [value] = args;
  if (value === undefined) throw new Refused("an argument is missing");
  return text(!(value instanceof Unknown) && value.kind === "null" ? "null" : encode(value));
}

export const STRINGS: Readonly<Record<string, TableEntry>> = {
  join: takes([2, Infinity], (args) => text(join(args))),
  split: takes(2, split),
  replace: takes(3, (args) => text(replace(args))),
  substr: takes(3, (args) => text(substr(args))),
  trim: takes(2, (args) => text(trim(args))),
  trimprefix: cut("prefix"),
  trimsuffix: cut("suffix"),
  trimspace: simple((value) => trimStart(trimEnd(value))),
  chomp: simple(chomp),
  strrev: simple((value) => characters(value).reverse().join("")),
  lower: simple(lower),
  upper: simple(upper),
  title: simple(title),
  startswith: test((value, part) => value.startsWith(part)),
  endswith: test((value, part) => value.endsWith(part)),
  strcontains: test((value, part) => {
    searchable(value, part);
    return value.includes(part);
  }),
  format: takes([1, Infinity], (args) => text(format(args))),
  formatlist: takes([1, Infinity], formatList),
  jsonencode: takes(1, jsonencode),
};
