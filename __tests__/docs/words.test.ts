import { PAGES, pageAt, tableRows } from "./page-files";

test("each word of the glossary has one meaning", () => {
  const words = tableRows(pageAt("docs/glossary.md")).map(([word = ""]) => word);
  expect(words.length).toBeGreaterThan(50);
  expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
});

test("each decision is listed with its title and date", () => {
  const rows = tableRows(pageAt("docs/decisions/README.md"));
  const pages = PAGES.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
  expect(pages.length).toBeGreaterThan(4);
  const told = pages.map(({ path, text }) => {
    const [, title = "", date = ""] = /^# (.*)\n\n(\d{4}-\d{2}-\d{2})\n/.exec(text) ?? [];
    return [`[${title}](${path.replace("docs/decisions/", "")})`, date];
  });
  expect(rows).toEqual(told);
  for (const { text } of pages)
    expect(text.match(/^## .*$/gm)).toEqual(["## Context", "## Decision", "## Consequences"]);
});
