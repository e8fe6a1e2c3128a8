import { type Edit, patch } from "./bridge-texts";

/** A text that contradicts itself in one place or more, and every word of it; empty where the text just passes. */
export interface ContradictionCase {
  readonly rule: string;
  readonly what: string;
  readonly text: string;
  readonly found: readonly string[];
}

export function breaks(
  rule: string,
  what: string,
  base: string,
  edits: readonly Edit[],
  found: readonly string[],
): ContradictionCase {
  return { rule, what, text: patch(base, ...edits), found: found.map((line) => `${line} [${rule}]`) };
}

export function passes(rule: string, what: string, base: string, ...edits: readonly Edit[]): ContradictionCase {
  return { rule, what, text: patch(base, ...edits), found: [] };
}

/** The edit that adds keys at the top of a text. */
export const add = (text: string): Edit => ["services:", `${text}\nservices:`];
export const demo = (text: string): Edit => add(`demo: { ${text} }`);
