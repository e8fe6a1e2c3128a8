import { isUtf8 } from "node:buffer";
import { NotUnderstood } from "../syntax";
import { list, type Term, text, truth } from "../term";
import { STRING } from "../type";
import { define, type TableEntry } from "./entry";
import { format, FORMAT_REFUSES, formatList } from "./format";
import { encode } from "./json";
import { affordable, lower, occurrences, searchable, title, trimEnd, trimStart, upper } from "./text";

function join(separator: string, lists: readonly (readonly string[])[]): string {
  const parts = lists.flat();
  affordable(parts.reduce((sum, part) => sum + part.length + separator.length, 0));
  return parts.join(separator);
}

function split(separator: string, value: string): Term {
  searchable(value, separator);
  const parts = separator === "" ? [...value] : value.split(separator);
  return list(STRING, parts.map(text));
}

function replace(value: string, search: string, by: string): string {
  // Between slashes stands a regular expression of Go's kind.
  if (search.length > 1 && search.startsWith("/") && search.endsWith("/"))
    throw new NotUnderstood("regular expression");
  // By code points: JavaScript would part the halves of a character.
  const times = search === "" ? value.length + 1 : occurrences(value, search);
  affordable(value.length + times * by.length);
  if (search === "") return by + [...value].map((char) => char + by).join("");
  return value.replaceAll(search, () => by);
}

function substr(chars: readonly string[], from: number, length: number): string {
  const start = Math.max(0, from < 0 ? from + chars.length : from);
  if (from >= 0 && length === 0) return "";
  // A length below 0 reaches to the end; so does, counted from the end, one of 0.
  return chars.slice(start, length <= 0 ? undefined : start + length).join("");
}

function trim(value: string, cutset: string): string {
  const chars = [...value];
  const unwanted = new Set(cutset);
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

/** What base64 stands for; undefined where it is none: line ends count for nothing, what it is filled up with does. */
function bytesIn(value: string): Buffer | undefined {
  const digits = value.replaceAll(/[\r\n]/g, "");
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits) ? Buffer.from(digits, "base64") : undefined;
}

/** A function of one string that gives a string. */
function simple(change: (value: string) => string): TableEntry {
  return define({ takes: ["string"], run: (value) => text(change(value)) });
}

function test(check: (value: string, part: string) => boolean): TableEntry {
  return define({ takes: ["string", "string"], run: (value, part) => truth(check(value, part)) });
}

function cut(side: "prefix" | "suffix"): TableEntry {
  return define({ takes: ["string", "string"], run: (value, part) => text(without(value, part, side)) });
}

export const STRINGS: Readonly<Record<string, TableEntry>> = {
  join: define({
    takes: ["string"],
    rest: "list of strings in its order",
    leastOfRest: 1,
    run: (separator, lists) => text(join(separator, lists)),
  }),
  split: define({ takes: ["string", "string"], run: split }),
  replace: define({
    takes: ["string", "string", "string"],
    run: (value, search, by) => text(replace(value, search, by)),
  }),
  substr: define({
    takes: ["string in characters", "whole number", "whole number"],
    run: (chars, from, length) => text(substr(chars, from, length)),
  }),
  trim: define({ takes: ["string", "string"], run: (value, cutset) => text(trim(value, cutset)) }),
  trimprefix: cut("prefix"),
  trimsuffix: cut("suffix"),
  trimspace: simple((value) => trimStart(trimEnd(value))),
  chomp: simple(chomp),
  strrev: define({ takes: ["string in characters"], run: (chars) => text([...chars].reverse().join("")) }),
  lower: simple(lower),
  upper: simple(upper),
  title: simple(title),
  startswith: test((value, part) => value.startsWith(part)),
  endswith: test((value, part) => value.endsWith(part)),
  strcontains: test((value, part) => {
    searchable(value, part);
    return value.includes(part);
  }),
  format: define({
    takes: ["string"],
    rest: "any but a bare null",
    refuses: FORMAT_REFUSES,
    run: (template, values) => text(format(template, values)),
  }),
  formatlist: define({
    takes: ["string"],
    rest: "any but a bare null",
    refuses: [...FORMAT_REFUSES, { when: "lists of different lengths" }],
    run: formatList,
  }),
  base64encode: simple((value) => Buffer.from(value, "utf8").toString("base64")),
  base64decode: define({
    takes: ["string"],
    refuses: [
      { when: "not base64", holds: (value) => bytesIn(value) === undefined },
      { when: "not UTF-8", holds: (value) => !isUtf8(bytesIn(value) ?? Buffer.of()) },
    ],
    run: (value) => text((bytesIn(value) ?? Buffer.of()).toString("utf8")),
  }),
  jsonencode: define({ takes: ["any"], run: (value) => text(encode(value)) }),
};
