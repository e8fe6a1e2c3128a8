/**
 * The first letter of a text that is none of ASCII's, by its code point: a Cyrillic "а" can't be told from an "a" by eye,
 * and so neither can a refused value from the one that is meant.
 * @returns the end of a message, or nothing for a text of ASCII only
 */
export function foreignLetter(text: string): string {
  const found = /[^\p{ASCII}]/u.exec(text)?.[0];
  if (found === undefined) return "";
  const code = found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return `; it holds U+${code}${/\p{L}/u.test(found) ? ` (${found})` : ""}, which is not ASCII`;
}
