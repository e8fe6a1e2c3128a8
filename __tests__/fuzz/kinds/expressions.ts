import { type Dice, times } from "../dice";
import { type Json, type Kind, synth } from "./kind";

/** A host on a subnet that has an expression in one of its arguments, as each of them is worked out for review and matrix. */
export function hostWith(argument: string, value: Json, more: { readonly [key: string]: Json } = {}): ReturnType<Kind> {
  return synth({
    terraform: {},
    resource: {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
      aws_instance: { i: { subnet_id: "${aws_subnet.s.id}", private_ip: "10.0.1.5", [argument]: value } },
    },
    ...more,
  });
}

/** A list of many numbers; `range` itself has at most 1024. */
function many(dice: Dice): string {
  const [outer, inner] = [dice.size(1000), dice.size(1000)];
  return dice.pick([
    `range(${dice.size(70_000)})`,
    `flatten([for a in range(${outer}) : range(${inner})])`,
    `[for a in range(${outer}) : "\${a}-x"]`,
    `[for a in range(${outer}) : { n = a, of = [a, "b"] }]`,
    `concat(${times(dice.size(400), () => `range(${dice.size(1000)})`).join()})`,
    `toset([for a in range(${outer}) : a])`,
    `split("", ${JSON.stringify("ab1".repeat(dice.size(60_000)))})`,
  ]);
}

const OF_TWO = ["setsubtract", "setintersection", "setunion", "concat", "zipmap", "setproduct", "contains", "index"];
const OF_ONE = ["distinct", "sort", "sum", "flatten", "reverse", "toset", "jsonencode", "compact", "length", "tolist"];

const functions: Kind = (dice) => {
  const [a, b] = [many(dice), many(dice)];
  const written = dice.pick([
    `${dice.pick(OF_TWO)}(${a}, ${b})`,
    `${dice.pick(OF_ONE)}(${a})`,
    `matchkeys(${a}, ${a}, ${b})`,
    `[for x in ${a} : contains(${b}, x)]`,
    `[for x in ${a} : ${dice.pick(OF_ONE)}(${b})]`,
    `{for x in ${a} : "k\${x}" => x...}`,
    `merge([for x in ${a} : { "k\${x}" = x }]...)`,
    `chunklist(${a}, ${dice.pick([0, 1, 2, 1e9])})`,
    `slice(${a}, 0, ${dice.below(2000)})`,
    `sum(${a}) == sum(${b})`,
    `${a} == ${b}`,
    `coalescelist([], ${a})`,
    `lookup(zipmap(split("", "abc"), ${a}), "a", ${b})`,
  ]);
  return hostWith(dice.pick(["tags", "private_ip", "secondary_private_ips"]), `\${${written}}`);
};

/** The findings' own: sets of 65,536 numbers, in 290 bytes. */
const setsubtract: Kind = () => hostWith("tags", { x: "${setsubtract(range(65536), range(1, 65537))}" });

const strings: Kind = (dice) => {
  const long = JSON.stringify(
    dice.pick(["a", "ab", "0a", " ", "ä", "\u{1f600}", "\\", "%"]).repeat(dice.size(150_000)),
  );
  const written = dice.pick([
    `replace(${long}, "a", ${long})`,
    `replace(${long}, "", ${long})`,
    `replace(${long}, "/(a+)+$/", "x")`,
    `regexall("(a|a)*b", ${long})`,
    `regex("^(([a-z])+.)+$", ${long})`,
    `join(${long}, range(${dice.size(1000)}))`,
    `split("a", ${long})`,
    `format("${"%s".repeat(dice.size(5000))}", ${long})`,
    `format("%${dice.pick([9, 999, 999999999])}${dice.pick(["d", "s", "b", "v", "f"])}", 1)`,
    `formatlist("%s-%s", range(${dice.size(1000)}), ${long})`,
    `title(upper(lower(${long})))`,
    `trimspace(${long})`,
    `trim(${long}, ${long})`,
    `chomp(${long})`,
    `strrev(substr(${long}, 0, -1))`,
    `parseint(${long}, 36)`,
    `tonumber(${long}) + 1`,
    `"${"${1}".repeat(dice.size(20_000))}"`,
    `cidrsubnets("10.0.0.0/8", ${times(dice.size(3000), () => dice.below(24)).join()})`,
    `[for i in range(${dice.size(1000)}) : cidrsubnet("10.0.0.0/8", 16, i)]`,
    `cidrhost("::/0", ${"9".repeat(dice.size(400))})`,
  ]);
  return hostWith("tags", { x: `\${${written}}` });
};

const numbers: Kind = (dice) => {
  const huge = dice.pick([
    "1e999",
    "1e-999",
    "9".repeat(dice.size(2000)),
    `0.${"0".repeat(dice.size(2000))}1`,
    "1e9999",
  ]);
  const sign = dice.pick(["*", "+", "-", "/", "%", "==", "<"]);
  return hostWith("tags", { x: `\${${times(dice.size(300), () => huge).join(` ${sign} `)}}` });
};

const nesting: Kind = (dice) => {
  const depth = dice.size(20_000);
  const [open, close] = dice.pick([
    ["(", ")"],
    ["[", "]"],
    ["{a=", "}"],
    ['"${', '}"'],
    ["-", ""],
    ["!", ""],
    ["upper(", ")"],
    ["true ? 1 : ", ""],
    ["[for a in [1] : ", "]"],
    ["x", "[*]"],
    ["x", ".*.a"],
    ["x", "[0]"],
    ["a", ".b"],
    ["%{ if true }", "%{ endif }"],
    ["1 + ", ""],
  ] as const);
  const inner = dice.pick(["1", "", '"a"']);
  const text = `${open.repeat(open === "x" || open === "a" ? 1 : depth)}${inner}${close.repeat(depth)}`;
  return hostWith("tags", { x: open.startsWith("%") ? text : `\${${text}}` });
};

/** Locals that hold others several times: small to write, endless to go through. */
const locals: Kind = (dice) => {
  const [depth, twice] = [dice.size(2000), dice.pick(["list", "text", "object", "chain", "circle"] as const)];
  const of = (i: number): Json => {
    const before = i === 0 ? (twice === "circle" ? `\${local.l${depth - 1}}` : "x") : `\${local.l${i - 1}}`;
    if (twice === "list") return [before, before];
    if (twice === "object") return { a: before, b: before };
    return twice === "text" ? `${before}${before}` : before;
  };
  const all = Object.fromEntries(times(depth, (i) => [`l${i}`, of(i)]));
  return hostWith("tags", { x: `\${local.l${depth - 1}}` }, { locals: all });
};

export const EXPRESSIONS: Readonly<Record<string, Kind>> = {
  "expression-functions": functions,
  "expression-setsubtract": setsubtract,
  "expression-strings": strings,
  "expression-numbers": numbers,
  "expression-nesting": nesting,
  "expression-locals": locals,
};
