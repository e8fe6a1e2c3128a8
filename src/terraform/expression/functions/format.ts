import { Unknown } from "../../value";
import { formatFixed, formatNumber, type Numeric, withoutZeros } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import { Depends, isSequence, list, orderedItems, type Term, text } from "../term";
import { STRING } from "../type";
import { encode } from "./json";
import { type Kind, KINDS, taken } from "./kinds";
import { affordable, characters, lengthOfText, quoted } from "./text";

/** Characters to which `format` pads, and digits that it gives, at most. */
const MAX_WIDTH = 1000;
const VERB = /%(?:(%)|([ +\-0#]*)([1-9]\d*)?(?:\.(\d+))?(?:\[(\d+)\])?([A-Za-z])|)/g;

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly mode: string;
}

function pad(value: string, { flags, width }: Verb): string {
  const missing = Math.max(0, width - lengthOfText(value));
  const filling = (flags.includes("0") ? "0" : " ").repeat(missing);
  return flags.includes("-") ? value + filling : filling + value;
}

/** A number with its sign, padded as Go does it: zeros stand behind the sign, and never to the right. */
function padNumber(digits: string, { flags, width }: Verb): string {
  const negative = digits.startsWith("-");
  const sign = negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const size = negative ? digits.slice(1) : digits;
  const missing = Math.max(0, width - sign.length - size.length);
  if (flags.includes("-")) return sign + size + " ".repeat(missing);
  return flags.includes("0") ? sign + "0".repeat(missing) + size : " ".repeat(missing) + sign + size;
}

/** `%v` of a number: with an exponent where it has more than six digits before the point (math/big, format g). */
function general(value: Numeric): string {
  const [, sign = "", before = "", after = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(formatNumber(value)) ?? [];
  const leading = before === "0" ? -/^0*/.exec(after)![0].length : before.length;
  const digits = withoutZeros(`${before === "0" ? "" : before}${after}`.replace(/^0+/, ""));
  const exponent = leading - 1;
  if (digits === "" || (exponent >= -4 && exponent < 6)) return formatNumber(value);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
  return `${sign}${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function integer(term: Term, verb: Verb): string {
  const value = taken("huge whole number", term);
  if (verb.precision !== undefined || verb.flags.includes("#")) throw new NotUnderstood("a format of numbers");
  const base = { d: 10, b: 2, o: 8, x: 16, X: 16 }[verb.mode] ?? 10;
  const digits = value.toString(base);
  return padNumber(verb.mode === "X" ? digits.toUpperCase() : digits, verb);
}

function plain(term: Term, verb: Verb): string {
  if (term instanceof Unknown) throw new Depends();
  if (term.kind !== "null" && term.kind !== "bool" && term.loose) throw new NotUnderstood("the type of an argument");
  if (term.kind === "null") throw new NotUnderstood("null in format");
  if (!verb.flags.includes("#")) {
    if (term.kind === "string") return pad(term.text, verb);
    if (term.kind === "number") return pad(general(term.number), verb);
  }
  return pad(term.kind === "bool" ? String(term.is) : encode(term), verb);
}

function formatted(term: Term, verb: Verb): string {
  if (term instanceof Unknown) throw new Depends();
  if (verb.mode !== "v" && term.kind === "null") throw new Refused("null");
  switch (verb.mode) {
    case "v":
      return plain(term, verb);
    case "s":
    case "q": {
      const value = taken("string", term);
      const cut = verb.precision ? characters(value).slice(0, verb.precision).join("") : value;
      return pad(verb.mode === "q" ? quoted(cut) : cut, verb);
    }
    case "t":
      return String(taken("bool", term));
    case "d":
    case "b":
    case "o":
    case "x":
    case "X":
      return integer(term, verb);
    case "f":
      if (verb.flags.includes("#")) throw new NotUnderstood("a format of numbers");
      return padNumber(formatFixed(taken("number", term), verb.precision ?? 6), verb);
    default:
      throw new NotUnderstood(`the verb ${verb.mode} of format`);
  }
}

/**
 * `format` with the verbs s, q, v, t, d, b, o, x, X and f (Terraform language, format function).
 * @throws NotUnderstood for the verbs e and g and for huge widths
 */
export function format(template: string, values: readonly Term[]): string {
  let next = 0;
  let used = 0;
  let made = 0;
  const result = template.replace(VERB, (...match: (string | undefined)[]) => {
    const [all, percent, flags = "", width = "0", precision, position, mode] = match;
    if (percent !== undefined) return "%";
    if (mode === undefined || all === undefined) throw new Refused("a lonely %");
    if (Math.max(Number(width), Number(precision ?? 0)) > MAX_WIDTH)
      throw new NotUnderstood("format with a huge width");
    if (position !== undefined) next = Number(position) - 1;
    const value = values[next];
    if (value === undefined) throw new Refused("too few values");
    used = Math.max(used, ++next);
    const verb = { flags, width: Number(width), mode };
    const written = formatted(value, { ...verb, precision: precision === undefined ? undefined : Number(precision) });
    affordable((made += written.length));
    return written;
  });
  if (used < values.length) throw new Refused("too many values");
  return result;
}

/** `formatlist`: lists are gone through side by side, everything else stands in every text. */
export function formatList(template: string, values: readonly Term[]): Term {
  if (values.some((value) => value instanceof Unknown)) throw new Depends();
  const rows = values.map((value) => (isSequence(value) ? orderedItems(value) : undefined));
  const lengths = new Set(rows.flatMap((row) => (row ? [row.length] : [])));
  if (lengths.size > 1) throw new Refused("lists of different lengths");
  const [length = 1] = lengths;
  let size = 0;
  const made = Array.from({ length }, (_, i) => {
    const written = format(
      template,
      values.map((value, at) => rows[at]?.[i] ?? value),
    );
    affordable((size += written.length + values.length));
    return text(written);
  });
  return list(STRING, made);
}

/** What the verbs take. */
const VALUES: readonly Kind[] = ["string", "bool", "number", "huge whole number"];

/** Why Terraform refuses a template with these values. */
export const FORMAT_REFUSES = [
  "a lonely %",
  "too few values",
  "too many values",
  ...new Set(VALUES.flatMap((kind) => KINDS[kind].refuses)),
].map((when) => ({ when }));
