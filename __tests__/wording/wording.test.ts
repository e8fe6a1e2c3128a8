import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namedTwice } from "../support/told";
import { bridgeFileSections } from "./bridge-files";
import { type Section, sectionsIn, textOf } from "./section";

/**
 * The words of everything that the tables of bad input make the program say. The tables assert what is told, and of which
 * place; whoever makes a sentence better changes this file alone: `UPDATE_GOLDEN=1 npx jest __tests__/wording`.
 */
const FILE = join(__dirname, "wording.txt");
const SECTIONS: readonly Section[] = bridgeFileSections();

if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(FILE, `${SECTIONS.map(textOf).join("\n\n\n")}\n`);
const golden = sectionsIn(existsSync(FILE) ? readFileSync(FILE, "utf8") : "");

test.each(SECTIONS.map((section) => [section.title, section] as const))("%s", (title, section) => {
  expect(golden.get(title)).toBe(textOf(section));
});

test("no section is left over, or stands twice", () => {
  expect([...golden.keys()]).toEqual(SECTIONS.map(({ title }) => title));
});

describe("what is said", () => {
  const said = SECTIONS.flatMap((section) => section.said);

  test("stands under the case's name, which is one line and no other case's", () => {
    for (const section of SECTIONS) expect(namedTwice(section.said)).toEqual([]);
    expect(said.filter(({ id }) => !/^\S[^\n]*$/.test(id))).toEqual([]);
  });

  test("is something, in single lines", () => {
    expect(said.filter(({ lines }) => lines.length === 0 || lines.some((line) => /\n|^\s*$/.test(line)))).toEqual([]);
  });
});
