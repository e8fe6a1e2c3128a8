/** Where a value stands: the keys that lead to it. */
export type KeyPath = readonly (string | number)[];

/** What is wrong with one value of a bridge file, before it has a place in the file. */
export interface Finding {
  readonly path: KeyPath;
  /** Name of the rule that is broken. */
  readonly rule: string;
  /** What is wrong, as the end of the sentence "<value> ...". */
  readonly message: string;
  /** What to do, as the end of the sentence "write ..." or a sentence of its own verb. */
  readonly fix: string;
}

/** A finding at its place in a file. Line and column count from 1. */
export interface Fault extends Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The offending value as it stands in the file, shortened; empty when there is none. */
  readonly value: string;
}

const LONGEST_VALUE = 60;

/** A text of at most 60 characters. */
export function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 3)}...` : text;
}

/** A value as one line of at most 60 characters. */
export function formatValue(value: unknown): string {
  return value === undefined ? "" : shorten(JSON.stringify(value) ?? "");
}

/** Writes a path as one writes it in speech: services.shop.targets[0]. Keys that are no plain words are quoted: tags["a b"]. */
export function formatKey(path: KeyPath): string {
  return path
    .map((part, i) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[\w-]{1,60}$/.test(part)) return `[${formatValue(part)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join("");
}

/** One fault as one line: file:line:column: key: value message; fix (rule name). */
export function formatFault(fault: Fault): string {
  const key = formatKey(fault.path);
  const subject = [key && `${key}:`, fault.value].filter(Boolean).join(" ");
  return `${fault.file}:${fault.line}:${fault.column}: ${subject ? `${subject} ` : ""}${fault.message}; ${fault.fix} [${fault.rule}]`;
}
