/** Where a command writes to; process has this shape, tests bring their own. */
export interface Io {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  cwd(): string;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, broken: 1, badInput: 2 } as const;

/** Bad input or a bad command line: one line for the user, no stack trace. */
export class UserError extends Error {}

/** Columns of text, padded to line up; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[], indent = ""): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) =>
    (indent + row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell)).join("  ")).trimEnd(),
  );
}
