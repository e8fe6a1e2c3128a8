import { type BadCommand } from "./bad-command";

type Case = readonly [what: string, args: readonly string[], refusal: BadCommand["refusal"]];

const OPTIONS: readonly Case[] = [
  ["no such bridge", ["artcle"], { rule: "no-such-bridge", input: "artcle" }],
  ["a Region that is none", ["article", "--region", "Frankfurt"], { rule: "region", input: "--region" }],
  ["gigabytes that are none", ["article", "--gb", "many"], { rule: "gigabytes", input: "--gb" }],
  ["gigabytes below 0", ["article", "--gb", "-5"], { rule: "gigabytes", input: "--gb" }],
  ["bytes for gigabytes", ["article", "--gb", "5000000000"], { rule: "gigabytes", input: "--gb" }],
  ["gigabytes of a plan", ["--gb", "5", "--plan", "plan.json"], { rule: "gb-without-bridge", input: "--gb" }],
  ["a bridge and a plan", ["article", "--plan", "plan.json"], { rule: "one-source", input: "bridge --plan" }],
  ["two inputs from one", ["--plan", "-", "--prices", "-"], { rule: "stdin-twice", input: "--plan --prices" }],
  ["a price file that is not there", ["article", "--prices", "no.yaml"], { rule: "file-readable", input: "no.yaml" }],
  ["a folder as a price file", ["article", "--prices", "bridges"], { rule: "file-kind", input: "bridges" }],
];

const OF = (rest: string): string => `regions:\n  eu-west-1:\n    date: 2026-11-27\n    source: a test\n${rest}`;
const PRICES = (prices: string): string => OF(`    prices:\n      nat_gateway: ${prices}\n`);

type FileCase = readonly [what: string, text: string | Buffer, refusal: Omit<BadCommand["refusal"], "input">];

const NAT = "regions.eu-west-1.prices.nat_gateway";
const FILES: readonly FileCase[] = [
  ["empty", "", { rule: "yaml-empty", line: 1, key: "" }],
  ["a comment", "# prices\n", { rule: "yaml-empty", line: 1, key: "" }],
  ["a list", "[]\n", { rule: "type", line: 1, key: "" }],
  ["without Regions", "regions: {}\n", { rule: "required", line: 1, key: "regions" }],
  ["of another form", "nat_gateway: 0.045\n", { rule: "unknown-key", line: 1, key: "nat_gateway" }],
  [
    "a Region that is none",
    "regions:\n  Ireland: { date: 2026-11-27, source: x }\n",
    { rule: "price-region", line: 2, key: "regions.Ireland" },
  ],
  [
    "without a day",
    "regions:\n  eu-west-1: { source: x }\n",
    { rule: "required", line: 2, key: "regions.eu-west-1.date" },
  ],
  [
    "a day that is none",
    "regions:\n  eu-west-1: { date: 2026-02-30, source: x }\n",
    { rule: "price-date", line: 2, key: "regions.eu-west-1.date" },
  ],
  [
    "without a source",
    "regions:\n  eu-west-1: { date: 2026-11-27 }\n",
    { rule: "required", line: 2, key: "regions.eu-west-1.source" },
  ],
  ["a price as text", PRICES('{ hour: "0.048" }'), { rule: "price-number", line: 6, key: `${NAT}.hour` }],
  ["a price with a unit", PRICES("{ hour: 0.048 USD }"), { rule: "price-number", line: 6, key: `${NAT}.hour` }],
  ["a price with a comma", PRICES("\n        hour: 0,048"), { rule: "price-number", line: 7, key: `${NAT}.hour` }],
  ["a negative price", PRICES("{ hour: -0.048 }"), { rule: "price-negative", line: 6, key: `${NAT}.hour` }],
  ["an infinite price", PRICES("{ hour: .inf }"), { rule: "price-number", line: 6, key: `${NAT}.hour` }],
  ["a price that is no number", PRICES("{ hour: .nan }"), { rule: "price-number", line: 6, key: `${NAT}.hour` }],
  ["a price that is too large", PRICES("{ hour: 1e9 }"), { rule: "price-range", line: 6, key: `${NAT}.hour` }],
  ["a price of many places", PRICES("{ hour: 0.04812345 }"), { rule: "price-places", line: 6, key: `${NAT}.hour` }],
  ["a price without unit", PRICES("0.048"), { rule: "type", line: 6, key: NAT }],
  ["a unit that it has not", PRICES("{ month: 35 }"), { rule: "unknown-key", line: 6, key: `${NAT}.month` }],
  ["no price", PRICES("{}"), { rule: "required", line: 6, key: NAT }],
  [
    "a component that is none",
    OF("    prices: { nat_gatway: { hour: 1 } }\n"),
    { rule: "unknown-key", line: 5, key: "regions.eu-west-1.prices.nat_gatway" },
  ],
  [
    "an instance type that is none",
    OF("    instances: { large: { hour: 1 } }\n"),
    { rule: "price-instance", line: 5, key: "regions.eu-west-1.instances.large" },
  ],
  ["a key twice", "regions: {}\nregions: {}\n", { rule: "yaml-duplicate-key", line: 2, key: "" }],
  ["two documents", "--- {}\n--- {}\n", { rule: "yaml-documents", line: 2, key: "" }],
  [
    "a merged key",
    "regions:\n  eu-west-1: { <<: { date: 2026-11-27 }, date: 2026-11-27, source: x }\n",
    { rule: "unknown-key", line: 2, key: 'regions.eu-west-1["<<"]' },
  ],
  ["a tag", "regions: !!set { eu-west-1 }\n", { rule: "yaml", line: 1, key: "" }],
  ["an alias of nothing", "regions: *none\n", { rule: "yaml-alias", line: 1, key: "" }],
  [
    "a key of what objects inherit",
    "constructor: {}\nregions: {}\n",
    { rule: "unknown-key", line: 1, key: "constructor" },
  ],
  ["bytes", Buffer.from([0xff, 0xfe, 0]), { rule: "file-readable" }],
];

/** What `overlap cost` refuses. */
export const COST_COMMANDS: readonly BadCommand[] = [
  ...OPTIONS.map(([what, args, refusal]) => ({ id: `cost: ${what}`, args: ["cost", ...args], refusal })),
  ...FILES.map(([what, text, refusal]) => ({
    id: `cost: prices: ${what}`,
    args: ["cost", "article", "--prices", "prices.yaml"],
    files: { "prices.yaml": text },
    refusal: { ...refusal, input: "prices.yaml" },
  })),
];
