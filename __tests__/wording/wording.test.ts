import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namedTwice } from "../support/told";
import { bridgeFileSections } from "./bridge-files";
import { commandSections } from "./commands";
import { type Section, sectionsIn, textOf } from "./section";

/**
 * The words of everything that the tables of bad input make the program say. The tables assert what is told, and of which
 * place; whoever makes a sentence better changes this file alone: `UPDATE_GOLDEN=1 npx jest __tests__/wording`.
 */
const FILE = join(__dirname, "wording.txt");
let sections: readonly Section[] = [];
let golden: ReadonlyMap<string, string> = new Map();

beforeAll(async () => {
  sections = [...bridgeFileSections(), ...(await commandSections())];
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(FILE, `${sections.map(textOf).join("\n\n\n")}\n`);
  golden = sectionsIn(existsSync(FILE) ? readFileSync(FILE, "utf8") : "");
});

test("every case says what it says in the file", () => {
  expect(sections.length).toBeGreaterThan(15);
  // The sections that differ alone, so that the difference can be read.
  const differing = sections.filter((section) => golden.get(section.title) !== textOf(section));
  const kept = differing.map(({ title }) => golden.get(title) ?? `no section ${title}`);
  expect(kept.join("\n\n")).toBe(differing.map(textOf).join("\n\n"));
});

test("no section is left over, or stands twice", () => {
  expect([...golden.keys()]).toEqual(sections.map(({ title }) => title));
  expect(new Set(golden.keys()).size).toBe(sections.length);
});

describe("what is said", () => {
  test("stands under the case's name, which is one line and no other case's", () => {
    for (const section of sections) expect(namedTwice(section.said)).toEqual([]);
    expect(sections.flatMap(({ said }) => said).filter(({ id }) => !/^\S[^\n]*$/.test(id))).toEqual([]);
  });

  test("is something, in single lines", () => {
    const bad = ({ lines }: { readonly lines: readonly string[] }) =>
      lines.length === 0 || lines.some((line) => /\n|^\s*$/.test(line));
    expect(sections.flatMap(({ said }) => said).filter(bad)).toEqual([]);
  });
});
