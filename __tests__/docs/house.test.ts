import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { PROJECT } from "../support/bridges";
import { pageAt, tableRows } from "./page-files";

const SRC = join(PROJECT, "src");

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

/** The first folder below src of a file; undefined for what lies elsewhere, or in src itself. */
function roomOf(path: string): string | undefined {
  const [room = "", ...rest] = relative(SRC, path).split(sep);
  return room === ".." || rest.length === 0 ? undefined : room;
}

/** What a file imports, types too, at its start or when it runs. */
function importsOf(path: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, "utf8"), true, true);
  return importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith("."));
}

const ARROWS = new Set(
  sourcesIn(SRC).flatMap((path) => {
    const from = roomOf(path);
    return importsOf(path).flatMap((name) => {
      // A room's own folder is its index.
      const to = roomOf(join(path, "..", name, "x"));
      return from !== undefined && to !== undefined && from !== to ? [`${from} -> ${to}`] : [];
    });
  }),
);

/** The rooms of the page, in its order, each with those that it may import. */
const ROOMS = tableRows(pageAt("docs/architecture.md"))
  .filter((cells) => cells.length === 3)
  .map(([name = "", , imports = ""]) => ({ name: name.replaceAll("`", ""), imports }));

function allowedOf(imports: string, above: readonly string[]): string[] {
  const [all = "", but = ""] = imports.split(" but ");
  const named = (text: string): string[] => [...text.matchAll(/`([\w-]+)`/g)].map((match) => match[1] ?? "");
  if (all.startsWith("all rooms above")) return above.filter((room) => !named(but).includes(room));
  return named(all);
}

const ALLOWED = ROOMS.map(({ name, imports }, i) => {
  const above = ROOMS.slice(0, i).map((room) => room.name);
  return { name, above, allowed: allowedOf(imports, above) };
});

test("the page lists every room of the house", () => {
  const rooms = readdirSync(SRC, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const listed = new Set(ROOMS.map(({ name }) => name));
  expect(rooms.filter((room) => !listed.has(room))).toEqual([]);
  expect(rooms.length).toBeGreaterThan(12);
});

test("a room imports only what stands above it, so there is no circle", () => {
  for (const { name, above, allowed } of ALLOWED)
    expect([name, allowed.filter((room) => !above.includes(room))]).toEqual([name, []]);
});

test("every import of the code is an arrow of the page", () => {
  const drawn = new Set(ALLOWED.flatMap(({ name, allowed }) => allowed.map((to) => `${name} -> ${to}`)));
  expect(ARROWS.size).toBeGreaterThan(30);
  expect([...ARROWS].filter((arrow) => !drawn.has(arrow)).sort()).toEqual([]);
});
