import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AWS_PRICES,
  type Component,
  COMPONENTS,
  type ComponentName,
  instanceOf,
  type Price,
  priceText,
  unitsOf,
} from "../../src/prices";
import { PROJECT } from "../support/bridges";

const PAGE = join(PROJECT, "docs/cost.md");
const UNITS = { hour: "an hour", month: "a month", gb: "a GB", once: "each" } as const;

function priceCell(component: Component, price: Price): string {
  return unitsOf(component)
    .flatMap((unit) => {
      const own = price[unit];
      return own === undefined ? [] : [`${own === null ? "unknown" : priceText(own)} ${UNITS[unit]}`];
    })
    .join(", ");
}

/** The table of all prices, as the page shows it. */
function pricesTable(): string {
  const rows = [...AWS_PRICES].flatMap(([region, { prices, instances }]) => {
    const ofTypes = [...instances].map(([type, price]): [Component, Price] => [instanceOf(type), price]);
    return [...prices, ...ofTypes].map(([component, price]) => {
      return [region, `\`${component}\``, priceCell(component, price), price.date, price.source];
    });
  });
  const all = [["Region", "component", "US dollars", "noted", "source"], ...rows];
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => (row[i] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = all;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...body.map(line)].join("\n");
}

test("the page shows every price with its day and source", () => {
  const text = readFileSync(PAGE, "utf8");
  const [before, after] = [text.split("<!-- prices -->")[0] ?? "", text.split("<!-- /prices -->")[1] ?? ""];
  const whole = `${before}<!-- prices -->\n\n${pricesTable()}\n\n<!-- /prices -->${after}`;
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(PAGE, whole);
  expect(readFileSync(PAGE, "utf8")).toBe(whole);
});

test("each Region has a price, or says that it is unknown, for each component", () => {
  for (const [region, { prices }] of AWS_PRICES)
    for (const name of Object.keys(COMPONENTS) as ComponentName[])
      expect([region, name, Object.keys(prices.get(name) ?? {}).sort()]).toEqual([
        region,
        name,
        ["date", "source", ...COMPONENTS[name].units].sort(),
      ]);
  expect([...AWS_PRICES.keys()]).toEqual(["us-east-1", "eu-central-1", "ap-northeast-1"]);
});
