import stringWidth from "string-width";
import { bareLine } from "./terminal";

/** Drawn over the letter before them: marks, and the vowels and finals of a syllable of Hangul. */
const JOINED = /[\p{Mn}\p{Me}\u1160-\u11FF\uD7B0-\uD7FF]/gu;

/** Columns that a terminal gives a text, as it is shown: colours take none, letters of East Asia and emoji two. */
function columnsOf(text: string): number {
  // A matrix has a million cells, nearly all of them plain.
  return /^[\x20-\x5b\x5d-\x7e]*$/.test(text) && !text.includes("##")
    ? text.length
    : stringWidth(bareLine(text).replace(JOINED, ""));
}

/** Columns of text, padded to line up; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[], indent = ""): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, columnsOf(cell))));
  const padded = (cell: string, i: number): string => cell + " ".repeat((widths[i] ?? 0) - columnsOf(cell));
  return rows.map((row) =>
    (indent + row.map((cell, i) => (i < row.length - 1 ? padded(cell, i) : cell)).join("  ")).replace(/ +$/, ""),
  );
}
