import { cut } from "../escape/cut";
import { type KeyPath } from "./key-path";
import { type Patch, placesOf } from "./patch";

/** A change of the file that could make a finding go away; whether it does, and brings nothing new, is tried before it is told. */
export interface Mend {
  readonly patch: Patch;
  /** What the program can't know and the change relies on, as the end of the sentence "if ...". */
  readonly onlyIf?: string;
}

/** What is wrong with one value of a bridge file, before it has a place in the file. */
export interface Finding {
  readonly path: KeyPath;
  /** Name of the rule that is broken. */
  readonly rule: string;
  /** What is wrong, as the end of the sentence "<value> ...". */
  readonly message: string;
  /** What to do, as the end of the sentence "write ..." or a sentence of its own verb. */
  readonly fix: string;
  readonly mend?: Mend;
  /** Whether a hub could do what this place can't: then the change that makes the file one is tried. */
  readonly inHub?: true;
}

/** What to write into a file so that faults of it go away; tried, all at once. */
export interface Hint {
  /** As data: applied to the file's content, it leaves none of the faults that carry the hint, and brings no others. */
  readonly patch: Patch;
  /** The same as lines of YAML to paste. */
  readonly lines: readonly string[];
  /** What must be so for it to be right, each the end of the sentence "if ...". */
  readonly onlyIf: readonly string[];
}

/** A finding at its place in a file. Line and column count from 1. */
export interface Fault extends Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The offending value as it stands in the file, shortened; empty when there is none. */
  readonly value: string;
  /** The same for all faults of a file that it makes go away. */
  readonly hint?: Hint;
}

/** Characters of a value, its digest included where it is cut. An ARN of a web ACL stands there whole: what is wrong may be in its middle. */
const LONGEST_VALUE = 160;
/** Characters of a key, or of a number as it stands in the file. */
const LONGEST_WORD = 80;

/** A text of at most 80 characters; two that differ stay different. */
export function shorten(text: string): string {
  return cut(text, LONGEST_WORD);
}

/** A value as one line of at most 160 characters. */
export function formatValue(value: unknown): string {
  return value === undefined ? "" : cut(JSON.stringify(value) ?? "", LONGEST_VALUE);
}

/** Writes a path as one writes it in speech: services.shop.targets[0]. Keys that are no plain words are quoted: tags["a b"]. */
export function formatKey(path: KeyPath): string {
  return path
    .map((part, i) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[\w-]{1,60}$/.test(part)) return `[${shorten(JSON.stringify(part))}]`;
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

/** Whether the fault's own line says all that its hint does: the hint sets the value at fault, to one that the line names. */
function saysAll({ path, fix, hint }: Fault): boolean {
  const [place, ...others] = hint ? placesOf(hint.patch) : [];
  if (!hint || !place || others.length > 0 || formatKey(place) !== formatKey(path)) return false;
  const value = place.reduce<unknown>((at, key) => (at as Patch)[key], hint.patch);
  return fix.includes(String(value));
}

/** Faults as lines, and below the last one that a hint is for, what to paste. */
export function formatFaults(faults: readonly Fault[]): string[] {
  const last = new Map(faults.map((fault, i) => [fault.hint, i]));
  return faults.flatMap((fault, i) => {
    const { hint, file } = fault;
    if (!hint || last.get(hint) !== i || saysAll(fault)) return [formatFault(fault)];
    const when = hint.onlyIf.map((condition) => `, if ${condition}`).join("");
    return [formatFault(fault), `  write in ${file}${when}:`, ...hint.lines.map((line) => `    ${line}`)];
  });
}
