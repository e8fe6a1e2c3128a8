/**
 * What is not seen, or steers what is: controls, format characters, separators, surrogates, private and unassigned code
 * points, all spaces but ASCII's, what Unicode lets a renderer leave out (Default_Ignorable_Code_Point: variation
 * selectors, tags, fillers), and the blank ones among letters and symbols.
 * Source: Unicode Character Database, General_Category and Default_Ignorable_Code_Point.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{13441}\u{13442}\u{16FE4}\u{1D159}]|(?! )\p{Zs}/u;
const MARK = /\p{M}/u;
const BASE = /[\p{L}\p{N}\p{S}]/u;
/** Marks that one letter carries in any writing in use; more pile up over the lines above and below. */
const MOST_MARKS = 6;
/** Nearly all that is ever printed. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;
const NOT_ASCII = /[^\x20-\x7e]+/g;
/**
 * What a build's runner takes for a command wherever it stands in a line of a job's log: `##[add-mask]` on GitHub's,
 * `##vso[task.setvariable]` on Azure's, `##teamcity[message]`. Source: actions/runner, ActionCommand.TryParse; Azure
 * Pipelines, Logging commands; TeamCity, Service Messages.
 */
const COMMAND = /##(?=\w*\[)/g;
const NOT_ASCII_NOR_LINE_FEED = /[^\n\x20-\x7e]+/g;

type Write = (one: string) => string;

/** A run of characters that are not ASCII; marks that sit on no letter of their own would sit on what stands before them. */
function shownRun(run: string, before: string, write: Write): string {
  let room = /[A-Za-z0-9]/.test(before) ? MOST_MARKS : 0;
  let shown = "";
  for (const one of run) {
    const isMark = MARK.test(one);
    if (HIDDEN.test(one) || (isMark && room === 0)) {
      shown += write(one);
      room = 0;
      continue;
    }
    shown += one;
    room = isMark ? room - 1 : BASE.test(one) ? MOST_MARKS : 0;
  }
  return shown;
}

/** `\u{202e}`, as JavaScript and Rust write it. */
function braced(one: string): string {
  return `\\u{${one.codePointAt(0)!.toString(16)}}`;
}

/** The second number sign of a runner's command is written otherwise. */
function withoutCommands(text: string, write: Write): string {
  return text.includes("##") ? text.replace(COMMAND, () => `#${write("#")}`) : text;
}

/**
 * Somebody's text on one line, with each character that hides or steers written as `\u{202e}`. The first of the signs
 * `\u{` in the text itself becomes `\u{5c}`, so that two texts never look the same; ASCII is otherwise left as it is.
 * To be called once, by the function that writes a format: twice is not the same.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return withoutCommands(text, braced);
  const shown = text
    .replace(/\\(?=u\{)/g, "\\u{5c}")
    .replace(NOT_ASCII, (run, at: number, whole: string) => shownRun(run, whole[at - 1] ?? "", braced));
  return withoutCommands(shown, braced);
}

/**
 * Text whose writer has escaped names by {@link visible} or the rules of its format, and that has lines of its own: what
 * is left of hidden characters is written by `write`. A second call changes nothing.
 */
export function withoutHidden(text: string, write: Write = braced): string {
  const shown = text.replace(NOT_ASCII_NOR_LINE_FEED, (run, at: number, whole: string) =>
    shownRun(run, whole[at - 1] ?? "", write),
  );
  return withoutCommands(shown, write);
}

/** Whether {@link visible} would change it. */
export function isVisible(text: string): boolean {
  return visible(text) === text;
}
