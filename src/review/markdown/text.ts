/** Characters of one name or value, and of one sentence, above which it is cut. */
const LONGEST = 160;
const LONGEST_SENTENCE = 400;

/** On one line, without control characters and without those that turn the direction of text or hide in it. */
function plain(text: string, longest = LONGEST): string {
  const clean = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "");
  return clean.length > longest ? `${clean.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : clean;
}

/**
 * Somebody's name or value as code: nothing in a code span is Markdown, HTML or a mention (CommonMark, 6.1). Names come
 * from files that anybody wrote.
 */
export function code(text: string): string {
  const content = plain(text);
  if (content.trim() === "") return "` `";
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = content.startsWith("`") || content.endsWith("`") || longest > 0 ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A sentence that may hold names from files: every character that means something in Markdown, HTML or GitHub is escaped. */
export function sentence(text: string): string {
  return plain(text, LONGEST_SENTENCE)
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_{}[\]()#|~!]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;")
    .replace(/:\/\//g, "&#58;//")
    .replace(/\bwww\./gi, "www&#46;");
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
