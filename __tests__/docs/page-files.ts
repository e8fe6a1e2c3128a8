import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PROJECT } from "../support/bridges";

export interface Page {
  /** Its path in the project. */
  readonly path: string;
  readonly text: string;
}

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownIn(path);
    return entry.name.endsWith(".md") ? [relative(PROJECT, path)] : [];
  });
}

const AT_THE_ROOT = readdirSync(PROJECT).filter((name) => name.endsWith(".md"));

/** Every page that people read: those at the root and those of docs/. */
export const PAGES: readonly Page[] = [...AT_THE_ROOT, ...markdownIn(join(PROJECT, "docs"))]
  .sort()
  .map((path) => ({ path, text: readFileSync(join(PROJECT, path), "utf8") }));

export function pageAt(path: string): Page {
  const found = PAGES.find((page) => page.path === path);
  if (!found) throw new Error(`no page ${path}`);
  return found;
}

/** A page's text without its fenced blocks. */
export function prose({ text }: Page): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}

/** The lines of its blocks that are for a shell, without what is said about them. */
export function commandLines({ text }: Page): string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
  return blocks.flatMap((block) =>
    block
      .split("\n")
      .map((line) => line.replace(/ +#.*$/, ""))
      .filter((line) => line !== ""),
  );
}

/** The rows of a page's tables, each as its cells, without the heads. */
export function tableRows({ text }: Page): string[][] {
  const lines = text.split("\n");
  return lines
    .filter((line, i) => line.startsWith("| ") && !/^\| -/.test(line) && !/^\| -/.test(lines[i + 1] ?? ""))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}
