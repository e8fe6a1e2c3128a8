import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AWS_PRICES,
  type Component,
  type ComponentName,
  gigabyteOf,
  gigabyteText,
  monthlyOf,
  monthText,
} from "../../src/prices";
import { PROJECT } from "../support/bridges";
import { pageAt, tableRows } from "../docs/page-files";

type Parts = Readonly<Partial<Record<ComponentName, number>>>;

const PRICES = AWS_PRICES.get("us-east-1");

function monthly(parts: Parts): string {
  const charges = (Object.entries(parts) as [ComponentName, number][]).map(([component, count]) => ({
    component,
    count,
  }));
  return monthText(monthlyOf(charges, PRICES));
}

function byGigabyte(path: readonly Component[]): string {
  return gigabyteText(gigabyteOf(path, PRICES));
}

const NAT = "nat_gateway";
const TGW = "transit_gateway_attachment";
const ALB = "application_load_balancer";
const NLB = "network_load_balancer";
const ENDPOINT = "interface_endpoint";

/** The ways of the tables that have a price, in their order: what they are made of, and what a gigabyte of HTTP goes through. */
const PRICED: readonly (readonly [parts: Parts, path: readonly Component[]])[] = [
  [{ [NAT]: 1, [TGW]: 2, [ALB]: 1 }, [NAT, ALB, TGW]],
  [{ [NAT]: 1, [TGW]: 3, [ALB]: 1 }, [NAT, TGW, ALB, TGW]],
  [{ [NAT]: 1, [TGW]: 2, [ALB]: 1 }, [NAT, TGW, ALB, "vpc_peering"]],
  [{ [ENDPOINT]: 2, [NLB]: 1, [ALB]: 1 }, [ENDPOINT, NLB, ALB, "vpc_peering"]],
  // An appliance's instances come on top.
  [{ [TGW]: 2 }, [TGW]],
  // AWS's own pattern has the same parts as the bridge in the client VPC; the ALB stands on the other side.
  [{ [NAT]: 1, [TGW]: 2, [ALB]: 1 }, [NAT, TGW, ALB]],
  [{ [ENDPOINT]: 2, [NLB]: 1 }, [ENDPOINT, NLB]],
  [{ lattice_service: 1 }, ["lattice_service"]],
  [{ [TGW]: 2 }, [TGW]],
];
/** A service of TCP instead, behind an endpoint and a peering. */
const TCP: Parts = { [ENDPOINT]: 2, [NLB]: 1 };

const EXPECTED = PRICED.map(([parts, path]) => [monthly(parts), Number(byGigabyte(path))]);

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
    expect(text).toContain(monthly(TCP));
    expect(text).toContain(byGigabyte([ENDPOINT, NLB, "vpc_peering"]));
  });
});
