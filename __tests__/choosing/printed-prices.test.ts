import { readFileSync } from "node:fs";
import { join } from "node:path";
import { byGigabyte, monthly, type Part, type Parts } from "../../src/choosing/prices";
import { PROJECT } from "../support/bridges";
import { pageAt, tableRows } from "../docs/page-files";

/** The ways of the tables that have a price, in their order: what they are made of, and what a gigabyte of HTTP goes through. */
const PRICED: readonly (readonly [parts: Parts, path: readonly Part[]])[] = [
  [{ natGateway: 1, attachment: 2, alb: 1 }, ["natGateway", "alb", "attachment"]],
  [{ natGateway: 1, attachment: 3, alb: 1 }, ["natGateway", "attachment", "alb", "attachment"]],
  [{ natGateway: 1, attachment: 2, alb: 1 }, ["natGateway", "attachment", "alb", "peering"]],
  [{ endpointZone: 2, nlb: 1, alb: 1 }, ["endpointZone", "nlb", "alb", "peering"]],
  // An appliance's instances come on top.
  [{ attachment: 2 }, ["attachment"]],
  // AWS's own pattern has the same parts as the bridge in the client VPC; the ALB stands on the other side.
  [{ natGateway: 1, attachment: 2, alb: 1 }, ["natGateway", "attachment", "alb"]],
  [{ endpointZone: 2, nlb: 1 }, ["endpointZone", "nlb"]],
  [{ latticeService: 1 }, ["latticeService"]],
  [{ attachment: 2 }, ["attachment"]],
];
/** A service of TCP instead, behind an endpoint and a peering. */
const TCP: Parts = { endpointZone: 2, nlb: 1 };

const EXPECTED = PRICED.map(([parts, path]) => [monthly(parts).toFixed(2), byGigabyte(path)]);

/** The first number of the two cells of a row that hold prices; undefined for a row without. */
function pricesOf(cells: readonly string[]): [string, number] | undefined {
  const fixed = cells.find((cell) => /^\d+\.\d{2}\b/.test(cell))?.match(/^\d+\.\d{2}/);
  const gigabyte = cells.find((cell) => /^0\.\d+$/.test(cell));
  return fixed && gigabyte !== undefined ? [fixed[0], Number(gigabyte)] : undefined;
}

describe.each(["README.md", "README.ja.md", "docs/limits.md", "docs/ja/limits.md"])("%s", (path) => {
  test("has the prices that the program counts", () => {
    expect(tableRows(pageAt(path)).flatMap((cells) => [pricesOf(cells) ?? []].filter((one) => one.length > 0))).toEqual(
      EXPECTED,
    );
  });

  test("tells what TCP costs", () => {
    const text = readFileSync(join(PROJECT, path), "utf8");
    expect(text).toContain(monthly(TCP).toFixed(2));
    expect(text).toContain(String(byGigabyte(["endpointZone", "nlb", "peering"])));
  });
});
