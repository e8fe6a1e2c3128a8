import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { type Move, moveAll } from "../../src/stacks/move-all";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "overlap-move-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is there, by path: the text of files, "folder", and links as "-> where". */
function tree(at = folder): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(at, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    found[path.slice(at.length + 1)] = entry.isFile()
      ? readFileSync(path, "utf8")
      : entry.isSymbolicLink()
        ? "link"
        : "folder";
  }
  return found;
}

type Kind = "nothing" | "file" | "folder" | "link";
const kind = fc.constantFrom<Kind>("nothing", "file", "folder", "link");
/** One move: what is to be moved (nothing: what is there goes), how deep its place is, and what stands there. */
const move = fc.record({ from: fc.constantFrom<Kind>("nothing", "file", "folder"), depth: fc.nat(2), there: kind });

function put(path: string, what: Kind, text: string): void {
  if (what === "nothing") return;
  mkdirSync(dirname(path), { recursive: true });
  if (what === "file") writeFileSync(path, text);
  else if (what === "link") symlinkSync("/nowhere", path);
  else {
    mkdirSync(path);
    writeFileSync(join(path, "inside"), text);
  }
}

const impossible = (one: { from: Kind; there: Kind }): boolean => one.from === "file" && one.there === "folder";

test("everything is moved, or nothing is changed", () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 6 }), (moves) => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, "attic"), { recursive: true });
      const steps = moves.map(({ from, depth, there }, i): Move => {
        const to = join(folder, "out", ...Array.from({ length: depth }, (_, level) => `${i}-${level}`), `${i}`);
        put(to, there, `old ${i}`);
        if (from === "nothing") return { to };
        put(join(folder, "draft", `${i}`), from, `new ${i}`);
        return { from: join(folder, "draft", `${i}`), to };
      });
      const before = tree();
      if (moves.some(impossible)) {
        expect(() => moveAll(steps, join(folder, "attic"))).toThrow("is a folder, and a file belongs there");
        expect(tree()).toEqual(before);
        return;
      }
      moveAll(steps, join(folder, "attic"));
      steps.forEach(({ from, to }, i) => {
        const there = lstatSync(to, { throwIfNoEntry: false });
        if (from === undefined) expect(there).toBeUndefined();
        else expect(readFileSync(there?.isDirectory() ? join(to, "inside") : to, "utf8")).toBe(`new ${i}`);
      });
    }),
    { numRuns: 200 },
  );
});

test("a place that can't be is told, and what was moved before is put back", () => {
  writeFileSync(join(folder, "in-the-way"), "a file");
  mkdirSync(join(folder, "attic"));
  for (const name of ["a", "b"]) writeFileSync(join(folder, `new-${name}`), name);
  writeFileSync(join(folder, "a"), "old");
  const before = tree();
  const moves = [
    { from: join(folder, "new-a"), to: join(folder, "a") },
    { from: join(folder, "new-b"), to: join(folder, "in-the-way/deep/b") },
  ];
  expect(() => moveAll(moves, join(folder, "attic"))).toThrow(/ENOTDIR/);
  expect(tree()).toEqual(before);
});
