import { createColors } from "picocolors";
import { visible, withoutHidden } from "./visible";

const STYLES = ["red", "green", "yellow", "bold"] as const;
type Style = (typeof STYLES)[number];
export type Colors = Readonly<Record<Style, (text: string) => string>>;

/**
 * What stands where a style begins or ends: letters that nobody can guess, made when the first style is used. No digits:
 * whoever hides numbers must not find one here.
 */
let mark: string | undefined;

function markOf(place: number): string {
  mark ??= `\u0000${crypto.randomUUID().replace(/[\d-]/g, (one) => (one === "-" ? "" : "ghijklmnop"[Number(one)]!))}\u0000`;
  return `${mark}${String.fromCharCode(place)}`;
}

/** What a terminal is told where each style begins and ends, each at its place (ECMA-48, SGR). */
const SEQUENCES = STYLES.flatMap((style) => createColors(true)[style]("|").split("|"));

/**
 * Functions that colour a text for a terminal, or leave it as it is. They put marks around it, which {@link shownLine}
 * turns into the terminal's sequences: a sequence in somebody's text is only text.
 */
export function colorsOf(isColored: boolean): Colors {
  const colored = (style: Style) => (text: string) =>
    isColored ? markOf(STYLES.indexOf(style) * 2) + text + markOf(STYLES.indexOf(style) * 2 + 1) : text;
  return { red: colored("red"), green: colored("green"), yellow: colored("yellow"), bold: colored("bold") };
}

/** The parts of a line between the marks, and the sequences that the marks stand for. */
function partsOf(line: string): { readonly sequence: string; readonly text: string }[] {
  const [first = "", ...more] = mark === undefined ? [line] : line.split(mark);
  return [
    { sequence: "", text: visible(first) },
    ...more.map((part) => ({ sequence: SEQUENCES[part.charCodeAt(0)] ?? "", text: visible(part.slice(1)) })),
  ];
}

/**
 * A line that begins so is a command to GitHub's runner, which reads a job's log: `::add-mask::`, `::set-output`.
 * Source: actions/runner, ActionCommand.TryParseV2.
 */
const COMMAND = /^( *)::/gm;
const NO_COMMAND = "$1\\u{3a}:";

/** The same parts, of which the first with a text in it begins no command. */
function shownParts(line: string): { readonly sequence: string; readonly text: string }[] {
  const parts = partsOf(line);
  const first = parts.findIndex(({ text }) => /[^ ]/.test(text));
  return parts.map((part, i) => (i === first ? { ...part, text: part.text.replace(COMMAND, NO_COMMAND) } : part));
}

/** One line for a terminal: our own colours, and of everybody's text only what is seen. */
export function shownLine(line: string): string {
  return shownParts(line)
    .map(({ sequence, text }) => sequence + text)
    .join("");
}

/** What {@link shownLine} shows, without colours: to measure. */
export function bareLine(line: string): string {
  return shownParts(line)
    .map(({ text }) => text)
    .join("");
}

declare const made: unique symbol;
/**
 * A whole text in a format of its own, such as SVG, Mermaid or Markdown, whose writer escapes what comes from elsewhere by
 * the rules of that format. Only those writers make one.
 */
export type Document = string & { readonly [made]: true };

/** To be called at the end of a format's writer, and nowhere else. */
export function documentOf(text: string): Document {
  return withoutHidden(text).replace(COMMAND, NO_COMMAND) as Document;
}
