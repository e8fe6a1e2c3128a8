import { readFileSync } from "node:fs";
import { join } from "node:path";
import { costChange } from "../../src/review/cost-change";
import { costAsData, costText } from "../../src/review/markdown/cost-text";
import { reviewPlan, shownReview, toMarkdown } from "../../src/review";
import { graphOfAny, type JsonObject } from "../../src/terraform";
import { PROJECT } from "../support/bridges";

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

function graphOf(resource: Blocks, region = "us-east-1") {
  return graphOfAny({ provider: { aws: [{ region }] }, resource } as unknown as JsonObject, "test");
}

/** What is said of a change from one configuration to another. */
function said(before: Blocks, after: Blocks, region?: string): string | undefined {
  const change = costChange(graphOf(before, region), graphOf(after, region));
  return change && costText(change);
}

const ONE = { aws_nat_gateway: { a: {} } };
const TWO = { aws_nat_gateway: { a: {}, b: {} } };

test("a number that changes is told, with both sums and the difference", () => {
  expect(said(ONE, TWO)).toBe(
    "Fixed month: 32.85 → 65.70 US dollars (+32.85): `1 NAT gateway` more; lists of us-east-1, noted 2026-11-27.",
  );
  expect(said(TWO, ONE)).toContain("65.70 → 32.85 US dollars (-32.85): `1 NAT gateway` fewer;");
  expect(said({}, ONE)).toContain("0.00 → 32.85 US dollars (+32.85)");
});

test("nothing is said where no number changes", () => {
  expect(said(ONE, ONE)).toBeUndefined();
  expect(said(ONE, { aws_nat_gateway: { other: {} } })).toBeUndefined();
  expect(said({ ...ONE, aws_vpc: { v: {} } }, { ...ONE, aws_route: { r: {} } })).toBeUndefined();
});

test("an instance of another type is another component", () => {
  const instance = (instance_type: string) => ({
    aws_instance: { i: { instance_type, root_block_device: { volume_type: "gp3", volume_size: 8 } } },
  });
  expect(said(instance("t4g.nano"), instance("t4g.micro"))).toContain(
    "3.71 → 6.77 US dollars (+3.07): `1 t4g.nano instance` fewer; `1 t4g.micro instance` more;",
  );
});

describe("what is not known", () => {
  test("a Region without prices", () => {
    expect(said(ONE, TWO, "eu-west-1")).toBe(
      "Fixed month: unknown: `1 NAT gateway` more; no prices of `eu-west-1` are known.",
    );
  });

  test("no Region", () => {
    expect(said(ONE, TWO, "${var.region}")).toContain("the plan does not tell in which Region");
  });

  test("a price of what stays: the change is known all the same", () => {
    const rest = { aws_ec2_transit_gateway_vpc_attachment: { t: {} } };
    expect(said({ ...ONE, ...rest }, { ...TWO, ...rest }, "eu-central-1")).toContain(
      "37.96 + unknown → 75.92 + unknown US dollars: `1 NAT gateway` more; the change is +37.96;",
    );
  });

  test("a price of what changes: no difference is told", () => {
    const rest = { aws_ec2_transit_gateway_vpc_attachment: { t: {} } };
    const text = said(ONE, { ...ONE, ...rest }, "eu-central-1");
    expect(text).toContain("37.96 → 37.96 + unknown US dollars: `1 transit gateway attachment` more;");
    expect(text).not.toMatch(/ [(+-]+\d/);
  });

  test("a number", () => {
    const endpoint = (subnet_ids: unknown) => ({
      aws_vpc_endpoint: { e: { vpc_endpoint_type: "Interface", subnet_ids } },
    });
    const text = said(endpoint(["a"]), endpoint("${var.subnets}"));
    expect(text).toContain(
      "7.30 → unknown US dollars: how many `endpoint interface` there are is not known until apply;",
    );
  });

  test("a type", () => {
    expect(said(ONE, { ...ONE, aws_db_instance: { d: {} } })).toBe(
      "Fixed month: 32.85 → 32.85 + unknown US dollars: 1 `aws_db_instance` more of unknown price.",
    );
  });
});

test("as data, sums that are not known are null", () => {
  const change = costChange(graphOf(ONE, "eu-west-1"), graphOf(TWO, "eu-west-1"));
  expect(change && costAsData(change)).toEqual({
    before: { usd: null, known: 0 },
    after: { usd: null, known: 0 },
    components: [{ component: "nat_gateway", region: "eu-west-1", before: 1, after: 2 }],
    notPriced: [],
    prices: [{ region: "eu-west-1" }],
  });
});

describe("a real plan", () => {
  const reviewOf = (name: string) =>
    reviewPlan(
      JSON.parse(readFileSync(join(PROJECT, "__tests__/review/golden/plans", `${name}.json`), "utf8")) as JsonObject,
    );

  test("of a new bridge costs what the bridge does", () => {
    const review = reviewOf("new-bridge");
    expect(toMarkdown(review)).toContain("\nFixed month: 0.00 → 129.69 US dollars (+129.69): ");
    expect(shownReview(review).cost).toMatchObject({ before: { usd: 0 }, after: { usd: 129.69 } });
  });

  test("that replaces a NAT gateway costs nothing more, and that destroys all nothing after", () => {
    expect(reviewOf("nat-gateway-replaced").cost).toBeUndefined();
    expect(toMarkdown(reviewOf("nat-gateway-replaced"))).not.toContain("Fixed month");
    expect(shownReview(reviewOf("everything-destroyed")).cost).toMatchObject({ after: { usd: 0, known: 0 } });
  });
});
