import { NotUnderstood } from "../syntax";

/** Made when it is needed first: it takes longer than all the rest of a start. */
let segmenter: Intl.Segmenter | undefined;
/** Characters beyond ASCII that are put together to clusters; each takes a microsecond. */
const MAX_CLUSTERED = 100_000;
/** Scripts whose clusters changed with Unicode 15.1, which Node's tables have and Terraform's lack. */
const UNSETTLED = /[\u0900-\u1cff\ua800-\uabff\u{11000}-\u{11fff}]/u;

/** What a person takes for characters (Unicode Annex 29), in which Terraform counts. */
export function characters(value: string): string[] {
  if (/^[\x20-\x7e]*$/.test(value)) return [...value];
  if (value.length > MAX_CLUSTERED) throw new NotUnderstood("a long text of which characters are counted");
  if (UNSETTLED.test(value)) throw new NotUnderstood("characters of a script whose clusters are not settled");
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return [...segmenter.segment(value)].map(({ segment }) => segment);
}

export function lengthOfText(value: string): number {
  return /^[\x20-\x7e]*$/.test(value) ? value.length : characters(value).length;
}

/** Go maps each character to one character; JavaScript's longer mappings are left alone or not understood. */
function mapped(value: string, map: (char: string) => string): string {
  return [...value]
    .map((char) => {
      const other = map(char);
      if ([...other].length === 1) return other;
      if (char === "ß") return char;
      throw new NotUnderstood("a letter that becomes several");
    })
    .join("");
}

export function upper(value: string): string {
  return mapped(value, (char) => char.toUpperCase());
}

export function lower(value: string): string {
  return mapped(value, (char) => char.toLowerCase());
}

const SPACE = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/* eslint-disable no-restricted-syntax -- they are made of the constant above */
const LEADING = new RegExp(`^[${SPACE}]+`);
const IS_SPACE = new RegExp(`^[${SPACE}]$`);
/* eslint-enable no-restricted-syntax */

/** Characters that a function makes at most; a file of some lines could ask for more than the memory holds. */
const MAX_MADE = 5_000_000;
/** Product of the lengths of a text and of what is searched in it: JavaScript's search may take as long as that. */
const MAX_SEARCHED = 100_000_000;

/** @param length what a function is about to make @throws NotUnderstood when that is too much */
export function affordable(length: number): void {
  if (length > MAX_MADE) throw new NotUnderstood("a text that grows too large");
}

/** @throws NotUnderstood when searching this part in the text may take too long */
export function searchable(value: string, part: string): void {
  if (value.length * part.length > MAX_SEARCHED) throw new NotUnderstood("a search of a long text in another");
}

/** How often a part that is not empty stands in a text, none over another. */
export function occurrences(value: string, part: string): number {
  searchable(value, part);
  let count = 0;
  for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + part.length)) count++;
  return count;
}

/** Without the white space at its start. */
export function trimStart(value: string): string {
  return value.replace(LEADING, "");
}

/** Without the white space at its end. */
export function trimEnd(value: string): string {
  let end = value.length;
  while (end > 0 && IS_SPACE.test(value.charAt(end - 1))) end--;
  return value.slice(0, end);
}

/** The first letter of each word as a capital (Go, strings.Title). */
export function title(value: string): string {
  let isStart = true;
  return [...value]
    .map((char) => {
      const start = isStart;
      // Among ASCII all but letters, digits and `_` separate words; beyond it only spaces do.
      isStart = char < "\x80" ? !/\w/.test(char) : IS_SPACE.test(char);
      if (!start || isStart) return char;
      // Some letters have a form of their own at the start of a word.
      if (char >= "\u01c4") throw new NotUnderstood("the title form of a letter");
      return upper(char);
    })
    .join("");
}

const ESCAPES: Readonly<Record<string, string>> = { "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A JSON string as Go writes it: `<`, `>` and `&` are escaped too. */
export function quoted(value: string): string {
  const escaped = value.replace(/[\0-\x1f"\\<>&\u2028\u2029]/g, (char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
