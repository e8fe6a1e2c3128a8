import { mutated } from "../../support/mutate-json";
import { type Dice, times } from "../dice";
import { hostWith } from "./expressions";
import { type Json, type Kind, type Made, type Source, synth } from "./kind";
import { NETWORKS } from "./networks";

const JSON_SOURCES: readonly Source[] = ["synth", "plan", "state"];
const START: Readonly<Record<string, string>> = {
  synth: '{"terraform":{},"resource":{"aws_vpc":{"v":',
  plan: '{"format_version":"1.2","resource_changes":[{"address":"aws_vpc.v","type":"aws_vpc","name":"v","mode":"managed","change":{"actions":["create"],"after":',
  state:
    '{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[{"address":"aws_vpc.v","type":"aws_vpc","name":"v","values":',
};
const END: Readonly<Record<string, string>> = { synth: "}}}", plan: "}}]}", state: "}]}}}" };

function inside(source: Source, value: string): Made {
  return { source, content: `${START[source]}${value}${END[source]}` };
}

const deep: Kind = (dice) => {
  const depth = dice.size(400_000);
  const [open, close] = dice.pick([
    ["[", "]"],
    ['{"a":', "}"],
    ['[{"cidr_block":', "}]"],
  ] as const);
  return inside(
    dice.pick(JSON_SOURCES),
    `{"cidr_block":${open.repeat(depth)}1${dice.isTrue(0.9) ? close.repeat(depth) : ""}}`,
  );
};

const values: Kind = (dice) => {
  const value = dice.pick([
    "1e400",
    "-1e400",
    "0.1e-400",
    "1".repeat(dice.size(100_000)),
    '"\\ud800"',
    '"\\u0000"',
    "1e5",
    "nul",
    "'a'",
    '"\t"',
    "[1,]",
    "{,}",
    "-",
    "--1",
    '{"a":1,"a":2}',
    '{"__proto__":{"a":1}}',
    '{"constructor":{"prototype":1}}',
  ]);
  return inside(dice.pick(JSON_SOURCES), dice.isTrue(0.5) ? value : `{"cidr_block":${value},"tags":${value}}`);
};

const BYTES: readonly ((dice: Dice) => Uint8Array | string)[] = [
  () => "",
  () => " \n\t",
  () => "null",
  () => "[]",
  () => '"text"',
  () => "PK\u0003\u0004",
  () => "\uFEFF{}",
  () => "{",
  (dice) => "\n ".repeat(dice.size(1_000_000)),
  (dice) => " ".repeat(dice.size(1_000_000)) + "x",
  (dice) => `${"a line\n".repeat(dice.size(100_000))}{}`,
  (dice) => "[".repeat(dice.size(1_000_000)),
  (dice) => new Uint8Array(times(dice.size(100_000), () => dice.below(256))),
  () => Buffer.from('\uFEFF{"terraform":{}}', "utf16le"),
  () => Buffer.from([0xff, 0xfe, 0x7b]),
  () => new Uint8Array([0xc3, 0x28, 0xa0, 0xa1]),
];

const bytes: Kind = (dice) => ({
  source: dice.pick([...JSON_SOURCES, "bridge"] as const),
  content: dice.pick(BYTES)(dice),
});

const places: Kind = (dice) => ({
  source: dice.pick([...JSON_SOURCES, "bridge"] as const),
  content: { place: dice.pick(["pipe", "circle", "folder", "nothing"] as const) },
});

const MADE = ["hosts", "groups", "vpcs", "rules", "acls", "cidrs", "subnets", "balancers"] as const;

/** A network with one to five changes of its structure: wrong types, other keys, parts dropped or copied elsewhere. */
const mutatedNetwork: Kind = (dice) => {
  const made = NETWORKS[dice.pick(MADE)]!(dice.small(6));
  if (typeof made.content !== "string") return made;
  const { json } = mutated(JSON.parse(made.content) as Parameters<typeof mutated>[0], dice.random);
  return { ...made, content: JSON.stringify(json) };
};

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "",
  ".",
  "..",
  "a.b",
  "a\nb",
  "\u001b[31m",
  "\u202eabc",
  "a\u0000",
  "\u{1f600}",
  'a"b',
  "a'b",
  "a`b",
  "<script>",
  "a|b",
  "$$",
  "%%{",
  "-->",
  "%s",
  "/etc/passwd",
  "a".repeat(5000),
];

/** Names of blocks, keys, tags and addresses that some place of an output or some object would take for its own. */
const names: Kind = (dice) => {
  const name = (): string => dice.pick(NAMES);
  const body = (): Json => ({ cidr_block: "10.0.0.0/16", tags: { [name()]: name(), Name: name() }, [name()]: name() });
  if (dice.isTrue(0.3))
    return hostWith(name(), `\${${name()}.${name()}}`, { locals: Object.fromEntries([[name(), name()]]) });
  const blocks = (): Json => Object.fromEntries(times(3, () => [name(), body()]));
  return synth({
    terraform: {},
    resource: Object.fromEntries([
      ["aws_vpc", blocks()],
      [name(), blocks()],
    ]),
    data: { aws_vpc: blocks() },
    module: { [name()]: {} },
    variable: { [name()]: { default: name() } },
  });
};

export const BROKEN: Readonly<Record<string, Kind>> = {
  "json-deep": deep,
  "json-values": values,
  bytes,
  places,
  mutated: mutatedNetwork,
  names,
};
