/** A part of a text, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}_]/u;

/** Whether the text has a word's character there. */
export function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && WORD.test(text[at]!);
}

/** Whether a span begins and ends where a word does, so that it cuts none in two. */
export function isWhole(text: string, { start, end }: Span): boolean {
  const cutsStart = isWordAt(text, start) && isWordAt(text, start - 1);
  const cutsEnd = isWordAt(text, end - 1) && isWordAt(text, end);
  return !cutsStart && !cutsEnd;
}

/** Whether one of these, which are sorted and apart, holds the other. */
export function isIn(spans: readonly Span[], { start, end }: Span): boolean {
  return spans.some((one) => one.start <= start && end <= one.end);
}

/** The text with each part replaced; parts that overlap or touch are replaced as one. */
export function replaced(text: string, spans: readonly Span[], by: string): string {
  let [clean, done] = ["", 0];
  let open: Span | undefined;
  for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (open && span.start <= open.end) {
      open = { start: open.start, end: Math.max(open.end, span.end) };
      continue;
    }
    if (open) {
      clean += text.slice(done, open.start) + by;
      done = open.end;
    }
    open = span;
  }
  return open ? clean + text.slice(done, open.start) + by + text.slice(open.end) : text;
}
