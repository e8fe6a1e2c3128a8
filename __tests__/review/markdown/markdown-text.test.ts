import { code, sentence } from "../../../src/review/markdown/markdown-text";
import { outsideCode } from "../../support/markdown";
import { CODE_POINTS, MARKUP, UNSEEN } from "../../support/hostile-text";

const ALL = [
  ...CODE_POINTS.map((point) => String.fromCodePoint(point)),
  ...MARKUP,
  " a",
  "a ",
  " a ",
  "  ",
  "`",
  "``a",
];

/** The content of a code span that is the whole text (CommonMark, 6.1). */
function contentOf(span: string): string | undefined {
  const [, fence = "", inner = ""] = /^(`+)([^]*?[^`])\1$/.exec(span) ?? [];
  if (fence === "" || new RegExp(`(?<!\`)${fence}(?!\`)`).test(inner)) return undefined;
  return /^ .* $/.test(inner) && inner.trim() !== "" ? inner.slice(1, -1) : inner;
}

test("each name is one code span of its own, with nothing unseen in it", () => {
  const spans = ALL.map((text) => code(text));
  for (const span of spans) {
    expect(contentOf(span)).toBeDefined();
    expect(span).not.toMatch(UNSEEN);
  }
  expect(new Set(spans.map(contentOf)).size).toBe(new Set(ALL).size);
});

test("long names that differ anywhere are cut to different ones", () => {
  const names = Array.from({ length: 400 }, (_, i) => `${"x".repeat(i)}y${"x".repeat(400 - i)}`);
  expect(new Set(names.map(code)).size).toBe(names.length);
  expect(new Set(names.map(sentence)).size).toBe(names.length);
  for (const name of names) expect(code(name).length).toBeLessThan(170);
});

/** What GitHub makes something of, after Markdown is rendered or before. */
const ALIVE =
  /(?<!\\)[[\]`*_{}()#|~!]|<|>(?!$)|@|\$|:\/\/|www\.|\bGH-\d|#\d|:\w+:|\b[0-9a-f]{40}\b|&(?!(?:amp|lt|gt);)/;

test("nothing of a sentence is Markdown, HTML, a mention, a reference, a link, emoji or mathematics", () => {
  for (const text of ALL) {
    for (const one of [text, `it is ${text}, which ${text}${text} says`]) {
      const shown = sentence(one);
      expect(shown).not.toMatch(UNSEEN);
      const rest = outsideCode(shown);
      expect({ text, rest: ALIVE.exec(rest)?.[0] }).toEqual({ text, rest: undefined });
    }
  }
});

test("an ordinary sentence stays one", () => {
  expect(sentence("aws_vpc.a has 2 routes (10.0.0.0/8), which none uses")).toBe(
    "aws\\_vpc.a has 2 routes \\(10.0.0.0/8\\), which none uses",
  );
  expect(sentence("ask @octocat in #12")).toBe("ask `@octocat` in `#12`");
});
