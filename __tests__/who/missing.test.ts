import { MissingRecords } from "../../src/who/missing";
import { type Outer, type Unmatched } from "../../src/who/pairing";

const WAY = "0 6 100.64.1.5 443";
const SKEW = 60;

const outer = (start: number): Outer => ({
  number: 0,
  address: "100.64.0.10",
  port: 1024,
  protocol: 6,
  server: "100.64.1.5",
  serverPort: 443,
  numbers: [5, 900, 4, 7000],
  start,
  end: start + 2,
  isWhole: true,
  outers: 1,
  inners: 1,
  clients: 1,
  candidates: [],
});

type Row = readonly [side: Unmatched["side"], start: number, ...numbers: number[]];

/** Where records are missing, of what has no partner. */
function missingOf(...rows: readonly Row[]): number[] {
  const missing = new MissingRecords(SKEW);
  for (const [side, start, a = 0, b = 0, c = 0, d = 0] of rows)
    missing.addUnmatched({ side, way: WAY, start, numbers: [a, b, c, d] });
  missing.explain();
  return [0, 1000, 2000].filter((start) => missing.nearTo(outer(start)));
}

test.each<readonly [string, readonly Row[], number[]]>([
  ["a connection of the NAT gateway without a client's", [["outer", 0, 5, 900, 4, 7000]], [0]],
  ["a client's without the NAT gateway's", [["inner", 1000, 5, 900, 4, 7000]], [1000]],
  [
    "both, but at different times",
    [
      ["outer", 0, 5, 900, 4, 7000],
      ["inner", 1000, 6, 952, 4, 7000],
    ],
    [0, 1000],
  ],
  [
    "both, of different sizes",
    [
      ["outer", 0, 5, 900, 4, 7000],
      ["inner", 0, 90, 9000, 40, 70_000],
    ],
    [0],
  ],
])("records are missing near %s", (_, rows, expected) => {
  expect(missingOf(...rows)).toEqual(expected);
});

test.each<readonly [string, readonly Row[]]>([
  [
    "a NAT gateway that dropped packets",
    [
      ["outer", 0, 5, 900, 4, 7000],
      ["inner", 2, 6, 952, 4, 7000],
    ],
  ],
  [
    "two connections in one record of the NAT gateway",
    [
      ["outer", 0, 105, 900, 104, 7000],
      ["inner", 0, 50, 400, 50, 3000],
      ["inner", 5, 55, 500, 54, 4000],
    ],
  ],
  [
    "two connections in one record of a client",
    [
      ["inner", 0, 105, 900, 104, 7000],
      ["outer", 0, 50, 400, 50, 3000],
      ["outer", 5, 55, 500, 54, 4000],
    ],
  ],
])("no records are missing where %s explains it", (_, rows) => {
  expect(missingOf(...rows)).toEqual([]);
});

test("a request without connection shows it for all that the interface passes on", () => {
  const missing = new MissingRecords(SKEW);
  missing.addRequest(0, 1000);
  expect([0, 879, 880, 1120, 1121].map((start) => missing.nearTo(outer(start)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
