import { cut } from "../../escape/cut";
import { visible } from "../../escape/visible";

/** Characters of one name or value, and of one sentence, above which it is cut. */
const LONGEST = 160;
const LONGEST_SENTENCE = 400;

/** Visible text as code, with a fence that no run of backticks in it is as long as. */
function span(content: string): string {
  if (content === "") return "` `";
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  // One space on either side is taken away again, unless there is nothing else.
  const isPadded = /^`|`$|^ .* $/.test(content) && content.trim() !== "";
  const pad = isPadded || longest > 0 ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
}

/**
 * Somebody's name or value as code: nothing in a code span is Markdown, HTML, mathematics or a mention (CommonMark, 6.1).
 * Names come from files that anybody wrote.
 */
export function code(text: string): string {
  return span(cut(visible(text), LONGEST));
}

/**
 * Words that GitHub makes something of after Markdown is rendered, where no escape helps: mentions, e-mail addresses,
 * references to issues and commits, addresses of pages, emoji, footnotes and mathematics.
 * Source: GitHub Docs, "Autolinked references and URLs", "Writing mathematical expressions"
 */
const MEANS_MORE = /[@$]|#\d|:\/\/|\bwww\.|:[\w+-]+:|\bGH-\d|\[\^|\b[0-9a-f]{7,40}\b/i;

/** A sentence that may hold names from files: every character that means something in Markdown, HTML or GitHub is escaped. */
export function sentence(text: string): string {
  return cut(visible(text), LONGEST_SENTENCE)
    .split(" ")
    .map((word) => (MEANS_MORE.test(word) ? span(word) : escaped(word)))
    .join(" ");
}

function escaped(word: string): string {
  return word
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_{}[\]()#|~!]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

/** "1 flow", "3 flows". */
export function count(number: number, one: string, many = `${one}s`): string {
  // A locale would write the same, and takes milliseconds to be loaded.
  const digits = String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${digits} ${number === 1 ? one : many}`;
}

/** `a`, `b` and 3 more. */
export function codes(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most).map(code);
  if (names.length > most) return `${shown.join(", ")} and ${names.length - most} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join("");
}
