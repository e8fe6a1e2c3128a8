import fc from "fast-check";
import { table } from "../../src/escape/columns";
import { bareLine, colorsOf } from "../../src/escape/terminal";

const { green, red, bold } = colorsOf(true);
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
  ["\u1112\u1161\u11ab", 2],
  ["เก้า", 3],
  ["שָׁ", 1],
  ["a\u202eb\n", 15],
  ["\u001b[31mx", 11],
];

test.each(CELLS.map(([cell, width]) => [bareLine(cell), width, cell] as const))(
  "the column behind %j begins where it does behind others",
  (_, width, cell) => {
    const [one = "", other = ""] = table([
      [cell, "|"],
      ["x".repeat(20), "|"],
    ]);
    expect(one).toBe(`${cell}${" ".repeat(20 - width)}  |`);
    expect(other).toBe(`${"x".repeat(20)}  |`);
  },
);

test("colours change nothing but the colour", () => {
  const plain = fc.array(fc.array(fc.stringMatching(/^[a-z0-9 ]{0,8}$/), { minLength: 3, maxLength: 3 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(plain, fc.nat(), (rows, seed) => {
      // The last column is trimmed, so it stays plain.
      const colored = rows.map((row, r) => row.map((cell, i) => (i < 2 && (seed >> (r + i)) % 2 ? green(cell) : cell)));
      const bare = table(colored).map(bareLine);
      expect(bare.map((line) => line.trimEnd())).toEqual(table(rows));
    }),
  );
});
