import { type Named } from "../support/told";

/** What the program says in one case, line by line. */
export interface Said extends Named {
  readonly lines: readonly string[];
}

/** What it says in the cases of one table. */
export interface Section {
  readonly title: string;
  readonly said: readonly Said[];
}

const RULE = "=".repeat(100);

/** A case's name, and below it, indented, what is said. Names and lines hold no line ends, so each of them can be found. */
function shown({ id, lines }: Said): string {
  return [id, ...lines.map((line) => `  ${line}`)].join("\n");
}

export function textOf({ title, said }: Section): string {
  return [`${RULE}\n${title}\n${RULE}`, ...said.map(shown)].join("\n\n");
}

/** The sections of a text by their titles. */
export function sectionsIn(text: string): ReadonlyMap<string, string> {
  const parts = text.split(`${RULE}\n`).slice(1);
  const titles = parts.filter((_, i) => i % 2 === 0);
  return new Map(
    titles.map((title, i) => [title.trim(), `${RULE}\n${title}${RULE}\n${parts[2 * i + 1] ?? ""}`.trim()]),
  );
}
