/** What no text node of XML 1.0 may hold, and what would turn or hide the text around it. */
const UNSEEMLY = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]+/gu;

/** Text on one line, without control, direction or surrogate characters: names come from files that anybody wrote. */
export function plain(text: string): string {
  return text.replace(UNSEEMLY, " ").replace(/\s+/g, " ").trim();
}

/** At most `most` characters; the middle goes, since names differ at their ends. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (most - 1 - head)).join("")}`;
}

/** Longest name in a picture, in characters. */
const LONGEST_NAME = 30;

/** A Terraform address as a picture names it: without resource types and the word "module", which the box already says. */
export function nameOf(address: string): string {
  const short = plain(address)
    .replace(/ \([^()]*\.ya?ml\)$/, "")
    .replace(/^(?:data\.)?module\./, "")
    .replace(/(^|[.\]])module\./g, "$1")
    .replace(/(^|\.)(?:data\.)?aws_[a-z0-9_]+\./, "$1");
  return shorten(short, LONGEST_NAME);
}

export function escapeXml(text: string): string {
  return plain(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** Code points that fill a square in East Asian typography (Unicode Standard Annex 11, wide and fullwidth). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/**
 * Width of a text beyond ASCII, in pixels; undefined for ASCII, which Graphviz measures with Helvetica's own metrics.
 * Graphviz counts any other character as a space, far too narrow.
 */
export function widthBeyondAscii(text: string, fontSize: number): number | undefined {
  if (/^[\x20-\x7E]*$/.test(text)) return undefined;
  const ems = [...text].reduce(
    (sum, one) => sum + (WIDE.test(one) ? 1 : /[A-ZMW@\u0080-\uFFFF]/u.test(one) ? 0.75 : 0.58),
    0,
  );
  return Math.ceil(ems * fontSize);
}
