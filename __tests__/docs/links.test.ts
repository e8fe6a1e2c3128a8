import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { PROJECT } from "../support/bridges";
import { type Page, PAGES, prose } from "./page-files";

const isMissing = (path: string): boolean => !existsSync(join(PROJECT, path));

/** The anchor that GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function anchorsIn(page: Page): Set<string> {
  return new Set([...prose(page).matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1] ?? "")));
}

/** Links to files of the project, as [path, anchor]. */
function linksOf(page: Page): [string, string][] {
  const targets = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = "", anchor = ""] = target.split("#");
      return [file === "" ? page.path : normalize(join(dirname(page.path), file)), anchor];
    });
}

const IN_THE_PROJECT = /^(src|docs|__tests__|bridges|schema|modules|examples|bench|\.github|\.ci)\/[\w./-]*$/;
const A_TEST = /^[\w-]+(\/[\w-]+)+\.test\.ts$/;

const A_SOURCE = /^[\w-]+(\/[\w-]+)+\.ts$/;

/** Paths of the project that stand as code in a page; tests may be named from __tests__ on, sources from src on. */
function pathsOf(page: Page): string[] {
  const codes = [...prose(page).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  return codes.flatMap((code) => {
    if (IN_THE_PROJECT.test(code)) return [code.replace(/\/$/, "")];
    if (A_TEST.test(code)) return [`__tests__/${code}`];
    return A_SOURCE.test(code) ? [`src/${code}`] : [];
  });
}

const ALL = PAGES.map((page): [string, Page] => [page.path, page]);

test.each(ALL)("every link of %s leads to something", (_, page) => {
  const links = linksOf(page);
  expect(links.filter(([path]) => isMissing(path))).toEqual([]);
  const wrong = links.filter(([path, anchor]) => {
    const target = PAGES.find((one) => one.path === path);
    return anchor !== "" && target !== undefined && !anchorsIn(target).has(anchor);
  });
  expect(wrong).toEqual([]);
});

test.each(ALL)("every path that %s names is there", (_, page) => {
  expect(pathsOf(page).filter(isMissing)).toEqual([]);
});

test("there are links and paths", () => {
  expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(80);
  expect(PAGES.flatMap(pathsOf).length).toBeGreaterThan(80);
});
