import { haproxyWord } from "./literals";

/** How HAProxy compares a text with a pattern of an ALB's rule, and with what (configuration manual 7.1). */
export interface PatternTest {
  readonly method: "str" | "beg" | "end" | "sub" | "reg";
  readonly text: string;
}

/** Longer patterns AWS refuses (ALB guide, host and path conditions). */
export const LONGEST_PATTERN = 128;

const isWild = (text: string): boolean => /[*?]/.test(text);

/** Everything but letters and digits escaped, which PCRE then takes as it is; `?` is any one character. */
function escaped(part: string): string {
  return part.replace(/[^A-Za-z0-9]/g, (one) => (one === "?" ? "." : `\\${one}`));
}

/**
 * A pattern, in which `*` is any characters and `?` one (ALB guide, host and path conditions), as HAProxy compares it.
 * What has no comparison of its own becomes an expression that takes each part where it comes first and never looks back
 * (atomic groups, pcre2pattern(3)), so its time is bound by the text's length times the pattern's.
 */
export function comparisonOf(given: string): PatternTest {
  const pattern = given.replace(/\*+/g, "*");
  if (!isWild(pattern)) return { method: "str", text: pattern };
  const parts = pattern.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const middle = parts.slice(1, -1);
  // HAProxy's comparisons with an empty text never fit.
  if (!pattern.includes("?") && pattern !== "*") {
    if (parts.length === 2 && last === "") return { method: "beg", text: first };
    if (parts.length === 2 && first === "") return { method: "end", text: last };
    if (parts.length === 3 && first === "" && last === "") return { method: "sub", text: middle[0] ?? "" };
  }
  if (parts.length === 1) return { method: "reg", text: `^${escaped(first)}$` };
  const within = middle.map((part) => `(?>.*?${escaped(part)})`).join("");
  return { method: "reg", text: `^${escaped(first)}${within}.*${escaped(last)}$` };
}

/**
 * One line of an access control list; several of one name fit when one of them does.
 * @param fetched what HAProxy compares, such as "path"
 */
export function aclLine(name: string, fetched: string, pattern: string, anyCase: boolean): string {
  const { method, text } = comparisonOf(pattern);
  // A pattern that begins with a hyphen would be an option without the two of them.
  return `acl ${name} ${fetched}${anyCase ? " -i" : ""} -m ${method} -- ${haproxyWord(text)}`;
}
