import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Spans } from "../../src/who/seconds";
import { Spill } from "../../src/who/spill";
import { TemporaryFolder } from "../../src/who/temporary-folder";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "overlap-who-spill-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a spill gives back what it got, in its order, and touches the disk only for much", () => {
  const temporary = new TemporaryFolder(folder);
  const spill = new Spill(temporary, "lines", 3);
  const kept: string[][] = [[], [], []];
  let count = 0;
  const add = (line: string): void => {
    const part = count++ % 3;
    kept[part]?.push(line);
    spill.add(part, line);
  };
  for (let i = 0; i < 1000; i++) add(`a line ${i} with 雪 and ${"x".repeat(i)}`);
  expect(readdirSync(folder)).toEqual([]);
  for (let i = 0; i < 400; i++) add(`${i} ${"y".repeat(60_000)}`);
  expect(readdirSync(folder)).toHaveLength(1);
  for (let i = 0; i < 10; i++) add(`the end ${i}`);
  for (const part of [0, 1, 2]) expect(spill.linesOf(part)).toEqual(kept[part]);
  const path = temporary.path;
  spill.forget(1);
  expect(spill.linesOf(1)).toEqual([]);
  temporary.remove();
  expect(existsSync(path)).toBe(false);
});

test("spans are touched by what lies in one of them, whatever came first", () => {
  const spans = fc.array(fc.tuple(fc.nat(60), fc.nat(9)).map(([from, length]) => [from, from + length] as const));
  fc.assert(
    fc.property(spans, fc.nat(60), fc.nat(9), (all, from, length) => {
      const made = new Spans();
      for (const [start, end] of all) made.add(start, end);
      const isTouched = made.touch(from, from + length);
      const really = all.some(([start, end]) => start <= from + length && end >= from);
      // Spans that follow each other without a gap are one.
      const nearly = all.some(([start, end]) => start <= from + length + 1 && end + 1 >= from);
      expect(isTouched || !really).toBe(true);
      expect(!isTouched || nearly).toBe(true);
    }),
  );
});
