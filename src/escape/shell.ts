import { isVisible } from "./visible";

/** Its bytes as octal numbers, which end after three digits. */
function octal(text: string): string {
  return [...Buffer.from(text, "utf8")].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}

/**
 * A word to paste into a shell. What {@link isVisible} is not true of is written as `$'\342\200\256'` (Bash, "ANSI-C
 * Quoting"; POSIX.1-2024, 2.2.4), and changes no more on its way to a terminal.
 */
export function shellWord(text: string): string {
  if (/^[\w./-]+$/.test(text)) return text;
  if (isVisible(text)) return `'${text.replace(/'/g, "'\\''")}'`;
  return `$'${text.replace(/[^ -&(-[\]-~]+|(?<=#)#/gu, octal)}'`;
}
