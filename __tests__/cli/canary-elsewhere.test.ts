import { everyArgument } from "./canary/arguments";
import { leavesOf, masksOf, planOf, stateOf, synthOf } from "./canary/inputs";
import { everyType, type Network, Unique } from "./canary/network";
import { isUnique, told } from "./canary/told";

jest.setTimeout(120_000);

const NO_MASKS = new Map<string, unknown>();
/** Of the canaries' numbers none is in here. */
const NETWORK = everyType(1);
const unmarked = { network: NETWORK, masks: NO_MASKS };

/** Canaries as an argument, a variable or an output may hold them, and an ordinary network that shows them. */
function singing() {
  const unique = new Unique(0);
  const text = unique.text();
  const [range, address, port] = [unique.range(), unique.address(), unique.port()];
  const values = {
    text,
    range,
    address,
    port,
    nested: [{ deep: unique.text() }],
    map: { [unique.text()]: unique.text() },
  };
  const network: Network = {
    ...NETWORK,
    "aws_subnet.shown": {
      id: "subnet-shown",
      vpc_id: "vpc-a",
      cidr_block: range,
      availability_zone: text,
      tags: { Name: values.nested[0]!.deep },
    },
    "aws_instance.shown": {
      id: "i-shown",
      subnet_id: "subnet-shown",
      private_ip: address,
      vpc_security_group_ids: ["sg-shown"],
    },
    "aws_security_group.shown": {
      id: "sg-shown",
      vpc_id: "vpc-a",
      name: "shown",
      ingress: [{ protocol: "tcp", from_port: port, to_port: port, cidr_blocks: [range], description: text }],
      egress: [],
    },
  };
  const canaries = [text, range, address, port, values.nested[0]!.deep].map((value) => ({
    where: String(value),
    value,
  }));
  return { values, network, canaries };
}

const { values: VALUES, network: SHOWN, canaries: CANARIES } = singing();
const shown = { network: SHOWN, masks: NO_MASKS };

test("without a mark they are shown", async () => {
  expect((await told("plan", planOf(undefined, shown), CANARIES, true)).length).toBeGreaterThan(10);
  expect((await told("state", stateOf(SHOWN, NO_MASKS), CANARIES, true)).length).toBeGreaterThan(5);
});

const root = (module: object) => ({ configuration: { root_module: module } });
const references = (name: string) => ({ references: [`var.${name}`] });

test.each<[string, object]>([
  ["a variable", { variables: { v: { value: VALUES } }, ...root({ variables: { v: { sensitive: true } } }) }],
  ["a variable's default", root({ variables: { v: { sensitive: true, default: VALUES } } })],
  [
    "a child module's variable that is given a constant",
    root({
      module_calls: {
        m: { expressions: { v: { constant_value: VALUES } }, module: { variables: { v: { sensitive: true } } } },
      },
    }),
  ],
  [
    "a grandchild's variable that is given a variable",
    {
      variables: { v: { value: VALUES } },
      ...root({
        module_calls: {
          m: {
            expressions: { w: references("v") },
            module: {
              module_calls: {
                n: { expressions: { x: references("w") }, module: { variables: { x: { sensitive: true } } } },
              },
            },
          },
        },
      }),
    },
  ],
  ["an output", { planned_values: { outputs: { o: { sensitive: true, value: VALUES } } } }],
  [
    "an output of a module",
    root({
      module_calls: { m: { module: { outputs: { o: { sensitive: true, expression: { constant_value: VALUES } } } } } },
    }),
  ],
  [
    "an output that changes",
    {
      output_changes: {
        o: { actions: ["update"], before: VALUES, after: "", before_sensitive: true, after_sensitive: false },
      },
    },
  ],
  [
    "a part of an output",
    {
      output_changes: {
        o: {
          actions: ["create"],
          before: null,
          after: { v: VALUES, open: "x" },
          before_sensitive: false,
          after_sensitive: { v: true },
        },
      },
    },
  ],
  [
    "drift",
    {
      resource_drift: [
        {
          address: "aws_x.x",
          type: "aws_x",
          name: "x",
          mode: "managed",
          change: {
            actions: ["update"],
            before: { v: VALUES },
            after: { v: null },
            before_sensitive: { v: true },
            after_sensitive: {},
          },
        },
      ],
    },
  ],
  [
    "data that was read before",
    {
      prior_state: {
        values: {
          root_module: {
            resources: [
              {
                address: "data.aws_x.x",
                type: "aws_x",
                name: "x",
                mode: "data",
                values: { v: VALUES },
                sensitive_values: { v: true },
              },
            ],
          },
        },
      },
    },
  ],
  [
    "a resource of a child module",
    {
      planned_values: {
        root_module: {
          child_modules: [
            {
              child_modules: [
                {
                  resources: [
                    {
                      address: "module.m.module.n.aws_x.x",
                      type: "aws_x",
                      name: "x",
                      mode: "managed",
                      values: VALUES,
                      sensitive_values: true,
                    },
                  ],
                },
              ],
            },
          ],
        },
      },
    },
  ],
  [
    "an action",
    {
      action_invocations: [
        { address: "action.aws_x.x", type: "aws_x", config_values: { v: VALUES }, config_sensitive: { v: true } },
      ],
    },
  ],
  [
    "what is deferred",
    {
      deferred_changes: [
        {
          reason: "x",
          resource_change: {
            address: "aws_x.x",
            type: "aws_x",
            name: "x",
            mode: "managed",
            change: { actions: ["create"], before: null, after: { v: VALUES }, after_sensitive: { v: true } },
          },
        },
      ],
    },
  ],
  [
    "a provider's credentials",
    { configuration: { provider_config: { aws: { expressions: { secret_key: { constant_value: VALUES } } } } } },
  ],
  [
    "a provider's credentials in a variable",
    {
      variables: { v: { value: VALUES } },
      configuration: { provider_config: { aws: { expressions: { assume_role: [{ external_id: references("v") }] } } } },
    },
  ],
])("sensitive in %s: shown nowhere else", async (_, more) => {
  const plan = planOf(undefined, shown) as Record<string, object>;
  const merged = Object.fromEntries(
    Object.entries({ ...plan, ...more }).map(([key, value]) => [
      key,
      key in plan && !Array.isArray(value) ? merge(plan[key], value) : value,
    ]),
  );
  expect(await told("plan", merged, CANARIES, true)).toEqual([]);
});

/** Two parts of a plan as one; lists one behind the other. */
function merge(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...(one as unknown[]), ...(other as unknown[])];
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return other;
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [
      key,
      key in a && key in b ? merge(a[key], b[key]) : (a[key] ?? b[key]),
    ]),
  );
}

test("sensitive in a state's output: shown nowhere else", async () => {
  const state = merge(stateOf(SHOWN, NO_MASKS), { values: { outputs: { o: { sensitive: true, value: VALUES } } } });
  expect(await told("state", state as object, CANARIES, true)).toEqual([]);
});

test("only what is deleted is sensitive, and the new value is what it was", async () => {
  const masks = new Map([
    ["aws_subnet.shown", { cidr_block: true, availability_zone: true, tags: true }],
    ["aws_instance.shown", { private_ip: true }],
    ["aws_security_group.shown", { ingress: true }],
  ] as const);
  expect(await told("plan", planOf({ network: SHOWN, masks }, shown), CANARIES)).toEqual([]);
  expect(await told("plan", planOf({ network: SHOWN, masks }, unmarked), CANARIES)).toEqual([]);
});

describe("every argument that the provider knows", () => {
  const full = everyArgument(new Unique(0));
  const network = { ...NETWORK, ...full };
  const leaves = leavesOf(full).filter(isUnique);
  const whole = new Map<string, unknown>(Object.keys(full).map((address) => [address, true]));
  const each = new Map<string, unknown>(
    Object.entries(full).map(([address, values]) => [
      address,
      Object.fromEntries(Object.keys(values).map((key) => [key, true])),
    ]),
  );

  test.each([
    ["the whole resource", whole],
    ["each argument", each],
    ["each leaf", masksOf(leaves, full)],
  ])("%s is sensitive", async (_, masks) => {
    expect(await told("plan", planOf(undefined, { network, masks }), leaves, true)).toEqual([]);
    expect(await told("state", stateOf(network, masks), leaves, true)).toEqual([]);
  });
});

const LEAVES = leavesOf(SHOWN).filter(({ value }) => CANARIES.some((one) => one.value === value));

test.each([
  ["a variable", (name: string) => `\${var.${name}}`],
  ["a function", (name: string) => `\${try(var.${name}, 1)}`],
  ["a conditional", (name: string) => `\${true ? var.${name} : null}`],
  ["a function of a list", (name: string) => `\${element([var.${name}], 0)}`],
  ["a local", (name: string) => `\${local.${name}}`],
  ["what is said not to be sensitive, of what is", (name: string) => `\${nonsensitive(var.${name})}`],
  ["a function that nobody knows", (name: string) => `\${unheard_of(var.${name})}`],
])("a configuration's argument is %s", async (_, refer) => {
  const synth = synthOf(SHOWN, LEAVES, refer) as Record<string, object>;
  const locals = Object.fromEntries(Object.keys(synth["variable"]!).map((name) => [name, `\${var.${name}}`]));
  expect(await told("synth", { ...synth, locals }, CANARIES, true)).toEqual([]);
});

test("what a function makes of a sensitive range is sensitive too", async () => {
  const unique = new Unique(0);
  const canaries = [
    { where: "made", value: "61.200.7.0/24" },
    { where: "joined", value: unique.text() },
  ];
  const synth = synthOf(NETWORK, []) as { resource: Record<string, object> };
  const resource = {
    ...synth.resource,
    aws_subnet: {
      ...synth.resource["aws_subnet"],
      shown: {
        vpc_id: "vpc-a",
        cidr_block: "${cidrsubnet(var.r, 8, 7)}",
        availability_zone: '${join("", local.parts)}',
      },
      beside: {
        vpc_id: "vpc-a",
        cidr_block: "${aws_subnet.shown.cidr_block}",
        availability_zone: "${aws_subnet.shown.availability_zone}",
      },
      marked: { vpc_id: "vpc-a", cidr_block: '${sensitive("61.200.7.0/24")}' },
    },
  };
  const word = String(canaries[1]!.value);
  const locals = { parts: [word.slice(0, 2), "${var.rest}"] };
  const variable = {
    r: { sensitive: true, default: "61.200.0.0/16" },
    rest: { sensitive: true, default: word.slice(2) },
  };
  expect(await told("synth", { ...synth, resource, locals, variable }, canaries, true)).toEqual([]);
});
