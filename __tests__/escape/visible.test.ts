import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { parse } from "yaml";
import { patchLines } from "../../src/config/patch-lines";
import { cut } from "../../src/escape/cut";
import { jsonText } from "../../src/escape/json-text";
import { shellWord } from "../../src/escape/shell";
import { bareLine, colorsOf, documentOf, shownLine } from "../../src/escape/terminal";
import { visible } from "../../src/escape/visible";
import { CODE_POINTS, COMMAND_TO_RUNNER, MARKUP, unicodeNames, UNSEEN } from "../support/hostile-text";

/** Any text, rich in what this is about. */
const TEXT = fc
  .array(
    fc.oneof(
      fc.constantFrom(...CODE_POINTS).map((code) => String.fromCodePoint(code)),
      fc.constantFrom(
        "\\",
        "u{",
        "\\u{202e}",
        "}",
        "a",
        "é",
        "東",
        "…",
        "'",
        '"',
        "\n",
        "$",
        "#",
        ":",
        "- ",
        "##[x]",
        "::",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** What a reader who knows the escapes reads. */
function decoded(shown: string): string {
  return shown.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)));
}

test("each hidden or steering character is written by its number", () => {
  expect(visible("a\u202eb\u200dc\u001b[31m\r\n\t\u00a0\u{e0041}\ud800")).toBe(
    "a\\u{202e}b\\u{200d}c\\u{1b}[31m\\u{d}\\u{a}\\u{9}\\u{a0}\\u{e0041}\\u{d800}",
  );
});

test("a text that holds an escape does not look like one that was escaped", () => {
  const alike = ["\\u{202e}", "\u202e", "\\\u202e", "\\\\u{202e}", "\\u{5c}u{202e}", "\\u{5c}"];
  expect(new Set(alike.map(visible)).size).toBe(alike.length);
  expect(visible("\\u{202e}")).toBe("\\u{5c}u{202e}");
});

test("nothing unseen is left of any text, and it can be read back", () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(UNSEEN);
      expect(decoded(shown)).toBe(text);
    }),
  );
  for (const name of [...unicodeNames(1), ...MARKUP]) {
    expect(visible(name)).not.toMatch(UNSEEN);
    expect(decoded(visible(name))).toBe(name);
  }
});

test("plain names are left byte for byte, and writing of other scripts is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
      if (!/\\u\{|##\w*\[/.test(text)) expect(visible(text)).toBe(text);
    }),
  );
  for (const text of [
    "東京のサブネット",
    "الشبكة",
    "सर्वर",
    "เครื่องแม่ข่าย",
    "Zürich",
    "e\u0301",
    "שָׁלוֹם",
    "👩 🎉",
    "Σ→∞",
    "བོད་",
  ])
    expect(visible(text)).toBe(text);
});

test("marks sit on letters of their own, not on what stands before the name, nor in piles", () => {
  expect(visible("\u0301a")).toBe("\\u{301}a");
  expect(visible('"\u0301')).toBe('"\\u{301}');
  expect(visible(`a${"\u0301".repeat(9)}`)).toBe(`a${"\u0301".repeat(6)}\\u{301}\\u{301}\\u{301}`);
});

describe("a terminal", () => {
  const { red, bold } = colorsOf(true);

  test("gets our colours, and those of a name as text", () => {
    expect(shownLine(`${red("BROKEN")}  \u001b[32mholds\u001b[39m`)).toBe(
      "\u001b[31mBROKEN\u001b[39m  \\u{1b}[32mholds\\u{1b}[39m",
    );
    expect(shownLine(bold(`x${red("y\u001b[0m")}`))).toBe("\u001b[1mx\u001b[31my\\u{1b}[0m\u001b[39m\u001b[22m");
  });

  test("gets nothing that steers it but colours, whatever the text", () => {
    fc.assert(
      fc.property(TEXT, TEXT, (a, b) => {
        const line = shownLine(`${red(a)}${b}`);
        expect(line.startsWith("\u001b[31m")).toBe(true);
        expect(line.replace("\u001b[31m", "").replace("\u001b[39m", "")).not.toMatch(UNSEEN);
        expect(bareLine(`${red(a)}${b}`)).toBe(line.replace("\u001b[31m", "").replace("\u001b[39m", ""));
      }),
    );
  });

  test("gets a document's own lines and nothing else that steers", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const document = documentOf(text);
        expect(document.replaceAll("\n", "")).not.toMatch(UNSEEN);
        expect(documentOf(document)).toBe(document);
      }),
    );
  });
});

test("JSON is the same value, and ASCII where it is not seen", () => {
  fc.assert(
    fc.property(fc.dictionary(TEXT, fc.oneof(TEXT, fc.array(TEXT))), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = jsonText(value, indent);
      expect(JSON.parse(text)).toEqual(value);
      expect(text.replaceAll("\n", "")).not.toMatch(UNSEEN);
    }),
  );
  expect(jsonText(["\u202e\ud800\u{e0041}\u007f東é"])).toBe('["\\u202e\\ud800\\udb40\\udc41\\u007f東é"]');
});

test("a shell reads its words back, and a terminal shows them as they are", () => {
  // A command line holds no null character, and no half of one.
  const words = [...MARKUP, ...unicodeNames(20)].map((word) => word.replace(/[\0\p{Cs}]/gu, ""));
  expect(shellWord("bridges/a-b.yaml")).toBe("bridges/a-b.yaml");
  for (const word of words) {
    expect(visible(shellWord(word))).toBe(shellWord(word));
    expect(shellWord(word)).not.toMatch(/^(?!\$?').*[^\w./-]/);
  }
  const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
  expect(execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(words);
});

test("YAML to paste is read back, key and value, and a terminal shows it as it is", () => {
  // What YAML refuses even escaped: half a character.
  for (const name of [...MARKUP, ...unicodeNames(20)].map((one) => one.replace(/\p{Cs}/gu, ""))) {
    const patch = { tags: { [name]: name, list: [name, `${name} `] } };
    const lines = patchLines(patch, patch);
    expect(lines.map(visible)).toEqual(lines);
    expect(parse(lines.join("\n"))).toEqual(patch);
  }
});

describe("what is cut", () => {
  test("is no longer than it may be, and keeps its head and its tail", () => {
    expect(cut("short", 60)).toBe("short");
    const long = cut(`module.network.aws_subnet.${"a".repeat(200)}["key"]`, 80);
    expect(long).toMatch(/^module\.network\.aws_subnet\.a+…a+\["key"\]…[0-9a-z]{25}$/);
    expect(long.length).toBeLessThanOrEqual(80);
  });

  test("stays different, also from what is made to look as if it were cut", () => {
    const base = "x".repeat(300);
    const texts = Array.from({ length: 300 }, (_, i) => `${base.slice(0, i)}y${base.slice(i + 1)}`);
    const cuts = texts.map((text) => cut(text, 160));
    const forged = [...cuts, ...cuts.map((one) => cut(one, 160))];
    expect(new Set([...texts, ...forged].map((text) => cut(text, 160))).size).toBe(new Set([...texts, ...forged]).size);
    expect(new Set(cuts).size).toBe(texts.length);
  });

  test("is never half a character, nor a mark without its letter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 30, maxLength: 120 }), (text) => {
        const short = cut(text, 41);
        expect(short).not.toMatch(/\p{Cs}/u);
        expect(short).not.toMatch(/…\p{M}/u);
      }),
    );
  });
});

describe("a line of a job's log", () => {
  const TO_RUNNER = [
    "::error::x",
    "  ::add-mask::holds",
    "\t::add-mask::holds",
    "a ##[add-mask]holds",
    "###[set-output name=run]true",
    "##vso[task.setvariable variable=x]y",
  ];

  test.each(TO_RUNNER)("is no command to the build's runner: %j", (text) => {
    for (const shown of [shownLine(text), shownLine(colorsOf(false).bold(text)), documentOf(text), jsonText([text], 2)])
      expect(shown).not.toMatch(COMMAND_TO_RUNNER);
    expect(decoded(shownLine(text))).toBe(text);
    expect(JSON.parse(jsonText(text))).toBe(text);
    const read = execFileSync("bash", ["-c", `printf %s ${shownLine(shellWord(text))}`], { encoding: "utf8" });
    expect(read).toBe(text);
  });

  test("never is one, whatever it holds, and is read back", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        expect(shownLine(text)).not.toMatch(COMMAND_TO_RUNNER);
        expect(decoded(shownLine(text))).toBe(text);
        expect(documentOf(documentOf(text))).toBe(documentOf(text));
        expect(documentOf(text)).not.toMatch(COMMAND_TO_RUNNER);
      }),
    );
  });

  test("in a colour begins with no command either", () => {
    const shown = shownLine(colorsOf(true).bold("::error::x") + "::more");
    expect(shown).toContain("\\u{3a}:error::x");
    expect(shown).toContain("::more");
  });
});
