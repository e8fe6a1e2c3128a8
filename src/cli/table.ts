import stringWidth from "string-width";

/** Columns that a terminal gives a text: colour codes take none, letters of East Asia and emoji two. */
function columnsOf(text: string): number {
  // A matrix has a million cells, nearly all of them plain.
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** Columns of text, padded to line up; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[], indent = ""): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, columnsOf(cell))));
  const padded = (cell: string, i: number): string => cell + " ".repeat((widths[i] ?? 0) - columnsOf(cell));
  return rows.map((row) =>
    (indent + row.map((cell, i) => (i < row.length - 1 ? padded(cell, i) : cell)).join("  ")).trimEnd(),
  );
}
