import { readFileSync } from "node:fs";
import { join } from "node:path";
import { patch, SMALL } from "../../config/bridge-texts";
import { type Dice, times } from "../dice";
import { type Kind, type Made } from "./kind";

const ARTICLE = readFileSync(join(__dirname, "../../../bridges/article.yaml"), "utf8");

function bridge(content: string): Made {
  return { source: "bridge", content };
}

/** The bridge with these services instead of its own. */
function withServices(text: string, more = ""): Made {
  return bridge(`${SMALL.slice(0, SMALL.indexOf("services:"))}services:\n${text}${more}`);
}

function service(name: string, match: string): string {
  return `  ${name}:\n    targets: [10.64.0.10]\n    port: 80\n    match: ${match}\n`;
}

/** Paths and hosts on which a matcher that goes back and forth would take for ever. */
const patterns: Kind = (dice) => {
  const [stars, length] = [dice.size(60), dice.size(125)];
  const [key, start] = dice.pick([
    ["paths", "/"],
    ["hosts", ""],
  ] as const);
  const wild =
    start + dice.pick(["*a", "a*", "*", "?*", "*?a", "*aa"]).repeat(stars).slice(0, length) + dice.pick(["b", "", "?"]);
  const plain = start + dice.pick(["a", "ab", "aa.", "."]).repeat(length).slice(0, length);
  const both = dice.isTrue(0.5) ? [wild, plain] : [plain, wild];
  const text = both.map((one, i) => service(`s${i}`, `{ ${key}: [${JSON.stringify(one)}] }`)).join("");
  return withServices(
    `${text}  last:\n    targets: [10.64.0.11]\n    port: 80\n`,
    `quotas: { wildcards_per_rule: ${dice.pick([60, 1000])} }\n`,
  );
};

/** The findings' own, with the file's own quota at 60. */
const redos: Kind = () =>
  bridge(
    ARTICLE.replace(
      /services:\n {2}web:\n/,
      () =>
        `services:\n${service("one", `{ paths: ["/${"*a".repeat(31)}b"] }`)}${service("two", `{ paths: ["/${"a".repeat(120)}"] }`)}  web:\n`,
    ) + "quotas: { wildcards_per_rule: 60 }\n",
  );

const services: Kind = (dice) => {
  const kind = dice.pick(["exact", "wild", "same"] as const);
  const of = (i: number): string => {
    const host = kind === "exact" ? `h${i}.test` : kind === "wild" ? `*${i}*.test` : "same.test";
    return service(`s${i}`, `{ hosts: ["${host}"], paths: ["/${i}/*"] }`);
  };
  return withServices(
    times(dice.size(6000), of).join(""),
    "quotas: { rules_per_alb: 100000, target_groups_per_alb: 100 }\n",
  );
};

const unknownKeys: Kind = (dice) => {
  const count = dice.size(80_000);
  const long = "k".repeat(dice.size(200));
  const key = dice.pick<(i: number) => string>([
    (i) => `k${i}`,
    (i) => `regio${i}`,
    (i) => `${long}${i}`,
    (i) => `"${i} \\u0001"`,
  ]);
  const where = dice.pick(["top", "inside", "services", "list"] as const);
  const lines = (indent: string): string => times(count, (i) => `${indent}${key(i)}: 1\n`).join("");
  if (where === "top") return bridge(SMALL + lines(""));
  if (where === "services") return bridge(SMALL + lines("  "));
  if (where === "list")
    return bridge(
      patch(SMALL, ["targets: [10.64.0.10]", `targets: [${times(count, (i) => `{ ${key(i)}: 1 }`).join(", ")}]`]),
    );
  return bridge(patch(SMALL, ["    port: 80\n", `    port: 80\n${lines("    ")}`]));
};

const duplicateKeys: Kind = (dice) =>
  bridge(SMALL + times(dice.size(80_000), (i) => `${dice.isTrue(0.5) ? "region" : `k${i >> 1}`}: a\n`).join(""));

const aliases: Kind = (dice) => {
  const count = dice.size(1000);
  const kind = dice.pick(["bomb", "many", "self", "missing", "anchors"] as const);
  const lines = {
    bomb: () =>
      `a0: &a0 [x]\n${times(count, (i) => `a${i + 1}: &a${i + 1} [${times(9, () => `*a${i}`).join(", ")}]\n`).join("")}`,
    many: () => `a: &a [x]\nb: [${times(count, () => "*a").join(", ")}]\n`,
    self: () => "a: &a { b: *a }\n",
    missing: () => `a: [${times(count, (i) => `*m${i}`).join(", ")}]\n`,
    anchors: () => times(count * 20, (i) => `k${i}: &a${i} x\n`).join(""),
  };
  return bridge(SMALL + lines[kind]());
};

const deepYaml: Kind = (dice) => {
  const depth = dice.size(200_000);
  return bridge(
    SMALL +
      dice.pick([
        `a: ${"[".repeat(depth)}`,
        `a: ${"{ a: ".repeat(depth)}`,
        `a: ${"[".repeat(depth)}${"]".repeat(depth)}`,
        times(Math.min(depth, 900), (i) => `${" ".repeat(i)}a:\n`).join(""),
        "- ".repeat(depth),
        "? ".repeat(depth),
        "!a ".repeat(depth),
        "&a ".repeat(depth),
      ]),
  );
};

const scalars: Kind = (dice) => {
  const long = dice
    .pick(["a", "a ", "0", "1.", "10.", "${", "\\t", "é", "\u202e", "- ", "a-", "=", "/", "..", "x--"])
    .repeat(dice.size(400_000))
    .trim();
  const text = JSON.stringify(long);
  const places: readonly [string, string][] = [
    ["region: us-east-1", `region: ${text}`],
    ["cidr: 10.0.0.0/16", `cidr: ${text}`],
    ["targets: [10.64.0.10]", `targets: [${text}]`],
    ["path: state/small.tfstate", `path: ${text}`],
    ["  shop:", `  ${text}:`],
    ["port: 80\n", `port: 80\n    match: { hosts: [${text}], paths: [${text}] }\n`],
    ["port: 80\n", `port: 80\n    health: { path: ${text}, matcher: ${text} }\n`],
    ["region: us-east-1", `region: us-east-1\ntags: { ${text}: ${text} }`],
    ["region: us-east-1", `region: us-east-1\nexpect: [${text}]`],
    ["zone: a, addresses: [10.0.1.10]", `zone: ${text}, addresses: [${text}]`],
    ["http: { port: 80 }", `https: { certificates: [${text}], tls_policy: ${text} }`],
  ];
  return bridge(patch(SMALL, [...dice.pick(places)]));
};

const lists: Kind = (dice) => {
  const count = dice.size(60_000);
  const ranges = times(count, (i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`);
  const names = times(Math.min(count, 20_000), (i) => `n${i}`);
  const places: readonly [string, string][] = [
    [
      "client:\n  vpc: { cidr: 10.64.0.0/16 }",
      `client:\n  vpc: { cidr: 10.64.0.0/16, secondary_cidrs: [${ranges.join(", ")}] }`,
    ],
    [
      "client:\n  vpc: { cidr: 10.64.0.0/16 }",
      `client:\n  vpc: { cidr: 10.64.0.0/16, routes: [${ranges.join(", ")}] }`,
    ],
    ["targets: [10.64.0.10]", `targets: [${ranges.map((one) => one.replace("/32", "")).join(", ")}]`],
    ["addresses: [10.0.1.10]", `addresses: [${ranges.map((one) => one.replace("/32", "")).join(", ")}]`],
    [
      "    clients: { cidr: 10.64.0.0/24, zone: a }",
      names.map((one, i) => `    ${one}: { cidr: 10.64.${i & 255}.${(i >> 8) << 4}/28, zone: a }`).join("\n"),
    ],
    ["region: us-east-1", `region: us-east-1\nexpect: [${names.map((one) => `"client reaches ${one}"`).join(", ")}]`],
    ["region: us-east-1", `region: us-east-1\ntags: { ${names.map((one) => `${one}: a`).join(", ")} }`],
    [
      "http: { port: 80 }",
      `https: { certificates: [${names.map((one) => `"arn:aws:acm:us-east-1:111122223333:certificate/${one}"`).join(", ")}] }`,
    ],
  ];
  return bridge(patch(SMALL, [...dice.pick(places)]));
};

/** A valid file with one to three lines dropped, doubled, or put elsewhere. */
const shuffled: Kind = (dice: Dice) => {
  const lines = dice.pick([SMALL, ARTICLE]).split("\n");
  for (let left = 1 + dice.below(3); left > 0; left--) {
    const [at, to] = [dice.below(lines.length), dice.below(lines.length)];
    const line = lines[at] ?? "";
    const change = dice.pick(["drop", "twice", "move", "value", "key"] as const);
    if (change === "drop" || change === "move") lines.splice(at, 1);
    if (change === "twice" || change === "move") lines.splice(to, 0, line);
    const value = dice.pick([
      "1e999",
      "-1",
      "null",
      "[]",
      "{}",
      "!!binary x",
      "0o17",
      "2026-01-01",
      ".inf",
      "~",
      "'${a}'",
      "__proto__",
      "true",
    ]);
    if (change === "value") lines[at] = line.replace(/:.*/, () => `: ${value}`);
    if (change === "key")
      lines[at] = line.replace(
        /\w+:/,
        () => `${dice.pick(["__proto__", "constructor", "toString", "hasOwnProperty", "<<", "?"])}:`,
      );
  }
  return bridge(lines.join("\n"));
};

export const BRIDGES: Readonly<Record<string, Kind>> = {
  "bridge-patterns": patterns,
  redos,
  "bridge-services": services,
  "yaml-unknown-keys": unknownKeys,
  "yaml-duplicate-keys": duplicateKeys,
  "yaml-aliases": aliases,
  "yaml-deep": deepYaml,
  "yaml-scalars": scalars,
  "yaml-lists": lists,
  "yaml-shuffled": shuffled,
};
