import { visible } from "../escape/visible";

/** Visible text as text of XML, or as a quoted value: no element, entity or end of a quote is in it. */
export function escapeXml(shown: string): string {
  return shown.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** Somebody's text for XML. What {@link visible} leaves are characters that XML 1.0 takes (section 2.2). */
export function xmlOf(text: string): string {
  return escapeXml(visible(text));
}

/** Code points that fill a square in East Asian typography (Unicode Standard Annex 11, wide and fullwidth). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Helvetica's widths of U+0020 to U+007E in thousandths of the font size (Adobe Core 14 font metrics, Helvetica.afm). */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
/** Bold letters are this much wider at most. */
const BOLD = 1.08;

/**
 * Width of a text in pixels. Graphviz counts what is not ASCII as a space, far too narrow, so it is told this width;
 * letters of other alphabets count as 0.75, square ones and signs as one font size.
 */
export function widthOf(text: string, fontSize: number, isBold = false): number {
  let thousandths = 0;
  for (const one of text) {
    const code = one.codePointAt(0) ?? 0;
    if (/\p{M}/u.test(one)) continue;
    thousandths += WIDTHS[code - 32] ?? (WIDE.test(one) || /\p{S}/u.test(one) ? 1000 : 750);
  }
  return Math.ceil((thousandths / 1000) * fontSize * (isBold ? BOLD : 1));
}

export function isAscii(text: string): boolean {
  return /^[\x20-\x7E]*$/.test(text);
}

/** A text in lines that fit, broken between words and before arrows, and long words after a mark or, without one, anywhere. */
export function wrap(text: string, doesFit: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [i, word] of text.split(/(?<!→) /).entries()) {
    const longer = i === 0 ? word : `${line} ${word}`;
    if (doesFit(longer)) {
      line = longer;
      continue;
    }
    const pieces = doesFit(word) ? [word] : piecesOf(word, doesFit);
    if (i > 0 && line !== "") lines.push(line);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

/** A letter with its marks, or what stands for a hidden one. */
const INDIVISIBLE = /\\u\{[0-9a-f]+\}|\P{M}\p{M}*|\p{M}+/gu;

/** A word in pieces that fit, as few as can be. */
function piecesOf(word: string, doesFit: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = "";
  const parts = word
    .split(/(?<=[-_./:,\]])/)
    .flatMap((part) => (doesFit(part) ? [part] : (part.match(INDIVISIBLE) ?? [])));
  for (const part of parts) {
    if (piece !== "" && !doesFit(piece + part)) {
      pieces.push(piece);
      piece = "";
    }
    piece += part;
  }
  return [...pieces, piece];
}
