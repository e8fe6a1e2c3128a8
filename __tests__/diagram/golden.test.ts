import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hubWith } from "../../bench/hub";
import { PROJECT } from "../support/bridges";
import { ENDPOINT_SERVICES } from "../reachability/reasoned/endpoint-services";
import {
  type Drawing,
  drawingOf,
  exampleDrawing,
  mermaidOfDrawing,
  networkDrawing,
  svgOfDrawing,
} from "../support/drawing";
import { expectGolden } from "../support/golden";

const GOLDEN = join(__dirname, "golden");
/** The README shows this one. */
const ARTICLE = join(PROJECT, "docs/article.svg");

const PICTURES: readonly (readonly [string, string, () => Drawing])[] = [
  ["article", ARTICLE, () => exampleDrawing("article")],
  ["production", join(GOLDEN, "production.svg"), () => exampleDrawing("production")],
  ["public-web-with-nat", join(GOLDEN, "public-web-with-nat.svg"), () => networkDrawing("public-web-with-nat.tf.json")],
  ["load-balancers", join(GOLDEN, "load-balancers.svg"), () => networkDrawing("load-balancers.tf.json")],
  [
    "both-families",
    join(GOLDEN, "both-families.svg"),
    () => drawingOf(JSON.parse(readFileSync(join(__dirname, "networks/both-families.tf.json"), "utf8")) as object),
  ],
  [
    "endpoint-services",
    join(GOLDEN, "endpoint-services.svg"),
    () => drawingOf({ resource: ENDPOINT_SERVICES[0]!.blocks }, "a hub with endpoint services"),
  ],
  ["hub-20", join(GOLDEN, "hub-20.svg"), () => drawingOf(hubWith(20, 10), "hub of 20 VPCs")],
];

describe.each(PICTURES)("the picture of %s", (name, svgFile, make) => {
  let svg = "";
  let mermaid = "";
  beforeAll(async () => {
    const drawing = make();
    [svg, mermaid] = [await svgOfDrawing(drawing), mermaidOfDrawing(drawing)];
  });

  test("is the one that was looked at, and its Mermaid too", () => {
    expectGolden(svgFile, svg);
    expectGolden(join(GOLDEN, `${name}.mmd`), mermaid);
  });

  test("is the same for the same input, read anew", async () => {
    const again = make();
    expect(await svgOfDrawing(again)).toBe(svg);
    expect(mermaidOfDrawing(again)).toBe(mermaid);
  });

  test("can be read at 1,200 pixels: no letter is below 11 there", () => {
    const width = Number(/ width="(\d+)"/.exec(svg)?.[1]);
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.min(...sizes) * Math.min(1, 1200 / width)).toBeGreaterThanOrEqual(11);
  });
});
