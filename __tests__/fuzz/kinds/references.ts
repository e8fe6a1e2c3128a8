import { times } from "../dice";
import { hostWith } from "./expressions";
import { type Json, type Kind, plan, type Planned, synth } from "./kind";

const PIECES = [
  "a",
  "0",
  "f0",
  "${",
  "%{",
  "$${",
  "[",
  "]",
  "(",
  "{",
  " ",
  '"',
  "'",
  "\\",
  ".",
  "a.",
  "a-",
  "_",
  "*",
  "\t",
  "aws_vpc.v",
  "data.",
  "\n",
];

/** Long runs of the same in a string in which references are looked for. */
const runs: Kind = (dice) => {
  const run = dice.pick(PIECES).repeat(dice.size(2_000_000));
  const around = dice.pick(["${f(", "${", "", "${aws_vpc.v.", '${"', "x.y"]);
  return hostWith("tags", { x: `${around}${run}${dice.pick(["", "}", ")}", "!"])}` });
};

/** The same in what a plan says of its configuration. */
const planRuns: Kind = (dice) => {
  const run = dice.pick(PIECES).repeat(dice.size(2_000_000));
  const prefix = dice.pick(["", "module.", "var.", "each.value.", "local.", 'aws_vpc.v["', "data.aws_vpc."]);
  return plan([
    { type: "aws_vpc", name: "v", values: { cidr_block: "10.0.0.0/16" } },
    {
      type: "aws_subnet",
      name: "s",
      values: { cidr_block: "10.0.0.0/24" },
      refers: { vpc_id: [`${prefix}${run}`, run] },
    },
    { type: "aws_instance", name: run.slice(0, 100_000), values: {}, refers: { subnet_id: ["aws_subnet.s.id"] } },
  ]);
};

/** Very many references in one argument. */
const inOne: Kind = (dice) => {
  const count = dice.size(60_000);
  const each = dice.pick([
    "${aws_vpc.v.id}",
    "${aws_vpc.v}",
    "${aws_vpc.w[0].id}",
    "${nothing(aws_vpc.v.id)}",
    "${local.x}",
  ]);
  const list = times(count, () => each);
  return hostWith("vpc_security_group_ids", dice.isTrue(0.5) ? list.join("") : list, { locals: { x: 1 } });
};

const planInOne: Kind = (dice) => {
  const count = dice.size(60_000);
  const forms: readonly ((i: number) => string)[] = [
    (i) => `aws_security_group.g${i}.id`,
    (i) => `aws_security_group.g${i}`,
    () => "aws_security_group.g0.id",
    (i) => `var.v${i}`,
    (i) => `module.m${i}.id`,
    (i) => `local.l${i}`,
    (i) => `aws_security_group.g["${i}"].id`,
  ];
  const form = dice.pick(forms);
  const group: Planned = { type: "aws_security_group", name: "g0", values: {} };
  const references = times(count, form);
  return plan([
    group,
    { type: "aws_subnet", name: "s", values: { cidr_block: "10.0.0.0/24" } },
    { type: "aws_instance", name: "i", refers: { vpc_security_group_ids: references, subnet_id: ["aws_subnet.s.id"] } },
  ]);
};

/** Rules that all name one local value, or several. */
const planLocals: Kind = (dice) => {
  const [groups, count] = [dice.size(200), dice.size(4000)];
  return plan([
    ...times(groups, (i): Planned => ({ type: "aws_security_group", name: `g${i}`, values: {} })),
    ...times(count, (i): Planned => {
      const refers = { security_group_id: [`local.l${dice.below(3)}`, ...(dice.isTrue(0.1) ? ["each.value"] : [])] };
      const values = { type: "ingress", protocol: "tcp", from_port: i, to_port: i, cidr_blocks: ["10.0.0.0/8"] };
      return { type: "aws_security_group_rule", name: `r${i}`, values, refers };
    }),
  ]);
};

/** Instances of one block, each of which names the instance with its own key. */
const planKeys: Kind = (dice) => {
  const count = dice.size(20_000);
  const text = dice.pick(["${aws_subnet.s[count.index].id}", "${aws_subnet.s[*].id}", "${aws_subnet.s[each.key].id}"]);
  const references = ["aws_subnet.s", "count.index", "each.value.id"];
  const host = (i: number): Planned => ({ type: "aws_instance", name: "i", index: i, refers: { subnet_id: [] } });
  const subnet = (i: number): Planned => ({
    type: "aws_subnet",
    name: "s",
    index: i,
    values: { cidr_block: "10.0.0.0/24" },
  });
  return plan([...times(count, subnet), ...times(count, host)], {
    root_module: {
      resources: [
        { address: "aws_subnet.s", type: "aws_subnet", name: "s", expressions: {} },
        {
          address: "aws_instance.i",
          type: "aws_instance",
          name: "i",
          expressions: {
            subnet_id: {
              references: dice.isTrue(0.5) ? references : ["each.value.id", "each.value"],
              constant_value: text,
            },
          },
          for_each_expression: { references: ["aws_subnet.s"] },
        },
      ],
    },
  });
};

/** Modules in modules, each of which hands on what it gets. */
const modules: Kind = (dice) => {
  const depth = dice.size(600);
  const width = dice.size(20);
  let inner: { readonly [key: string]: Json } = {
    resources: [
      {
        address: "aws_instance.i",
        type: "aws_instance",
        name: "i",
        expressions: { subnet_id: { references: ["var.v0"] } },
      },
    ],
  };
  for (let i = 0; i < depth; i++) {
    const names = times(width, (j) => `var.v${j}`);
    const passed = Object.fromEntries(
      times(width, (j) => [`v${j}`, { references: dice.isTrue(0.2) ? ["local.x"] : names }]),
    );
    inner = {
      module_calls: { m: { module: inner, expressions: passed } },
      outputs: { o: { expression: { references: ["module.m.o", "module.m"] } } },
    };
  }
  const module = times(depth, () => "module.m").join(".");
  return plan([{ type: "aws_instance", name: "i", module, refers: { subnet_id: ["var.v0"] } }], { root_module: inner });
};

const dependencies: Kind = (dice) => {
  const count = dice.size(20_000);
  const isCircle = dice.isTrue(0.5);
  const form = dice.pick(["depends_on", "reference", "both"] as const);
  const block = (i: number): Json => {
    const next = i + 1 < count ? i + 1 : isCircle ? 0 : undefined;
    if (next === undefined) return {};
    return {
      ...(form !== "reference" && { depends_on: [`aws_vpc.v${next}`] }),
      ...(form !== "depends_on" && { cidr_block: `\${aws_vpc.v${next}.cidr_block}` }),
    };
  };
  return synth({ terraform: {}, resource: { aws_vpc: Object.fromEntries(times(count, (i) => [`v${i}`, block(i)])) } });
};

/** Long addresses with keys, dots and quotes in them. */
const addresses: Kind = (dice) => {
  const key = dice.pick(["a", '"', "\\", ".", "]", "[", 'a.b["c"]', "module."]).repeat(dice.size(50_000));
  const module = times(dice.size(2000), (i) => `module.m[${JSON.stringify(i % 2 ? key.slice(0, 20) : i)}]`).join(".");
  const host: Planned = { type: "aws_instance", name: "i", index: key, values: { private_ip: "10.0.0.5" } };
  return plan([host, { ...host, module }, { ...host, module: `module.m[${JSON.stringify(key)}]` }]);
};

export const REFERENCES: Readonly<Record<string, Kind>> = {
  "text-runs": runs,
  "plan-runs": planRuns,
  "references-in-one": inOne,
  "plan-references-in-one": planInOne,
  "plan-locals": planLocals,
  "plan-keys": planKeys,
  "modules-deep": modules,
  dependencies,
  addresses,
};
