/** Unicode's general categories, those of what is assigned and seen included. */
export const CATEGORIES = [
  ..."Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn".split(" "),
];
const LAST = 0x10ffff;

/** Up to `most` code points that a regular expression of one character takes, spread over all of Unicode. */
function spread(pattern: RegExp, most: number): number[] {
  const all: number[] = [];
  for (let code = 0; code <= LAST; code++) if (pattern.test(String.fromCodePoint(code))) all.push(code);
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.floor(i * step)]!);
}

/** Troublemakers among what is not seen, beside whole categories. */
const SELECTED = [
  0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c, 0x200d, 0x2060, 0x2800,
  0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffc, 0xfffe, 0xffff, 0x13441, 0x16fe4, 0x1d159, 0x1d173, 0xe0001,
  0xe0041, 0xe007f, 0xe0100, 0xe01ef, 0xf0000, 0x10fffd, 0x10ffff, 0xa0, 0x1680, 0x2000, 0x202f, 0x205f, 0x3000, 0x85,
  0xd800, 0xdbff, 0xdc00, 0xdfff,
];

/** All of Cc, Cf and the bidi controls, the selected ones, and twelve of each general category. */
export const CODE_POINTS: readonly number[] = [
  ...new Set([
    ...spread(/[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u, 400),
    ...SELECTED,
    ...CATEGORIES.flatMap((category) => spread(new RegExp(`\\p{${category}}`, "u"), 12)),
    ...spread(/\p{Default_Ignorable_Code_Point}/u, 40),
  ]),
].sort((a, b) => a - b);

/** What is not seen, or steers, written with escapes of its own: the tests must not share the program's own list. */
export const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}\u2800\uFFFC]|(?! )\p{Zs}/u;

/** What a build's runner takes for a command to it in a line of a job's log (GitHub, Azure Pipelines, TeamCity). */
export const COMMAND_TO_RUNNER = /^\s*::|##[a-z]*\[/im;

/** Names that hold each of the code points, so many to a name: alone, between letters, after a mark of its own. */
export function unicodeNames(each: number): string[] {
  const names: string[] = [];
  for (let i = 0; i < CODE_POINTS.length; i += each)
    names.push(
      `u${i}${CODE_POINTS.slice(i, i + each)
        .map((code) => `${String.fromCodePoint(code)}x`)
        .join("")}`,
    );
  return names;
}

/** What a terminal, Markdown, GitHub, HTML, XML, Graphviz or Mermaid could take for its own. */
export const MARKUP: readonly string[] = [
  "\u001b[31mred\u001b[0m",
  "\u001b]0;title\u0007\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\",
  "gone\r\u001b[Kagree",
  "two\nagree  lines",
  "/\u001b]0;owned\u0007\u001b[2K\r18 pairs, 62 probes: proof and kernel agree on every one\n",
  "tab\tbed",
  "::error title=x::all statements hold",
  "  ::add-mask::holds",
  "\n::set-output name=run::true",
  "##[add-mask]holds",
  "a ###[set-output name=run]true",
  "##vso[task.setvariable variable=PATH]x",
  "#\\u{23}[add-mask]",
  "\u202egnp.exe\u202c",
  "\u0301 combining only",
  "\\u{202e}",
  "\\\u202e",
  "\\\\u{5c}u{202e}",
  "$$x^2$$",
  "$`x`$",
  "a$$b",
  "%%{init: {'theme':'dark','securityLevel':'loose'}}%%",
  "%% comment",
  "end",
  "click a callback",
  'click a href "javascript:CANARY()"',
  "classDef x fill:#f00",
  "subgraph x",
  "a;b;c",
  'quo"te',
  "#quot;#35;#9829;&quot;&#34;&amp;",
  "`code` ``two`` ```three```",
  "```\n```mermaid",
  '"`**markdown** string`"',
  "<br><br/>",
  "<script>CANARY()</script>",
  "<img src=http://evil.example/x.png onerror=CANARY()>",
  "<svg/onload=CANARY()>",
  '<a href="javascript:CANARY()">link</a>',
  '<foreignObject><iframe src="http://evil.example"/></foreignObject>',
  "<style>@import url(http://evil.example/a.css);*{background:url(http://evil.example/b)}</style>",
  "]]><script>CANARY()</script><![CDATA[",
  "<!-- --><script>CANARY()</script>",
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '<?xml-stylesheet href="http://evil.example/x.css"?>',
  "javascript:CANARY()",
  "[link](http://evil.example) ![image](http://evil.example/x.png)",
  "[ref]: http://evil.example",
  "http://evil.example www.evil.example mail@evil.example",
  "@octocat @org/team",
  "#1 GH-1 octocat/repo#1 octocat@1234567890abcdef1234567890abcdef12345678",
  ":tada: [^1] ==x== ~~gone~~ **bold** __bold__ _x_",
  "| a | b |\n|---|---|",
  "</details></summary>",
  "\n## heading\n===\n---\n> quote\n- item\n1. item",
  "<!-- overlap-review -->",
  "-->|x| --x B",
  "]) ]] }} )) [( {{",
  'fa:fa-car :::cls @{ shape: rect, img: "http://evil.example/i.png" }',
  "\\N\\G\\L\\E \\l\\r",
  "東京 الشبكة สวัสดี é e\u0301 ñ",
  "👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3 🏴\u{e0067}\u{e007f}",
  "x".repeat(300),
  "'; $(touch /tmp/x) `id` \\",
];
