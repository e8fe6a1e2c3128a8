import fc from "fast-check";
import { createColors } from "picocolors";
import { table } from "../../src/cli/table";

const { green, red, bold } = createColors(true);
/** Widths by hand: what a terminal gives each of them. */
const CELLS: readonly (readonly [string, number])[] = [
  ["plain", 5],
  ["", 0],
  [green("ALLOWED"), 7],
  [red("no"), 2],
  [bold(green("both")), 4],
  ["東京", 4],
  [red("ソウル"), 6],
  ["é", 1],
  ["e\u0301", 1],
  ["한글", 4],
];

test.each(CELLS)("the column behind %j begins where it does behind others", (cell, width) => {
  const [one = "", other = ""] = table([
    [cell, "|"],
    ["x".repeat(9), "|"],
  ]);
  expect(one).toBe(`${cell}${" ".repeat(9 - width)}  |`);
  expect(other).toBe(`${"x".repeat(9)}  |`);
});

test("colours change nothing but the colour", () => {
  const plain = fc.array(fc.array(fc.stringMatching(/^[a-z0-9 ]{0,8}$/), { minLength: 3, maxLength: 3 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(plain, fc.nat(), (rows, seed) => {
      // The last column is trimmed, so it stays plain.
      const colored = rows.map((row, r) => row.map((cell, i) => (i < 2 && (seed >> (r + i)) % 2 ? green(cell) : cell)));
      const bare = table(colored).map((line) => line.replaceAll("\u001b[32m", "").replaceAll("\u001b[39m", ""));
      expect(bare.map((line) => line.trimEnd())).toEqual(table(rows));
    }),
  );
});
