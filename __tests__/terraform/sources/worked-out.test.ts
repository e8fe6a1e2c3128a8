import { isUnknown, type JsonObject, readPlan, type Value } from "../../../src/terraform";
import { type HandMade, handMade } from "./hand-made";

const VPCS: readonly HandMade[] = ["a", "b"].map((key) => ({
  address: `aws_vpc.each["${key}"]`,
  after: { cidr_block: key === "a" ? "10.0.0.0/16" : "10.1.0.0/16" },
  unknown: ["id", "arn"],
}));
const COUNTED: readonly HandMade[] = [0, 1].map((i) => ({ address: `aws_vpc.counted[${i}]`, unknown: ["id", "arn"] }));
const SUBNET: HandMade = { address: "aws_subnet.s", unknown: ["id", "vpc_id"] };

const BLOCKS = `
resource "aws_vpc" "each" {
  for_each   = { a = "10.0.0.0/16", b = "10.1.0.0/16" }
  cidr_block = each.value
}
resource "aws_vpc" "counted" {
  count = 2
}
resource "aws_vpc" "none" {
  count = var.none
}
variable "none" {
  default = 0
}
`;

/** What a subnet's \`vpc_id\` is, by its expression and what stands beside it. */
async function vpcOf(expression: string, more = "", variables: JsonObject = {}): Promise<string> {
  const text = `${BLOCKS}${more}\nresource "aws_subnet" "s" {\n  vpc_id = ${expression}\n}\n`;
  const { plan, sources } = await handMade({ "": text }, [...VPCS, ...COUNTED, SUBNET], variables);
  const graph = readPlan(plan, sources);
  expect(graph.disagreements).toEqual([]);
  const subnet = graph.get("aws_subnet.s")!;
  if (subnet.configured?.has("vpc_id") === false) return "unset";
  return shown(subnet.values.vpc_id);
}

function shown(value: Value | undefined): string {
  if (!isUnknown(value)) return JSON.stringify(value);
  const [only] = value.candidates;
  return value.exact && only ? `${only.address}.${only.attribute}` : "not told";
}

const A = 'aws_vpc.each["a"].id';

const TOLD: readonly [string, string, string][] = [
  ["a local", "local.v", 'locals {\n  v = aws_vpc.each["a"].id\n}'],
  ["a local of a local", "local.w", 'locals {\n  v = aws_vpc.each\n  w = local.v["a"].id\n}'],
  ["the first that works", 'try(aws_vpc.none[0].id, aws_vpc.each["a"].id, "")', ""],
  ["the first that is not empty", 'coalesce("", aws_vpc.each["a"].id)', ""],
  ["a list's item", "[for k, v in aws_vpc.each : v.id][0]", ""],
  ["a map by a key", '{ for k, v in aws_vpc.each : upper(k) => v.id }["A"]', ""],
  ["a splat", "element(values(aws_vpc.each)[*].id, 0)", ""],
  ["a filter", 'one([for v in aws_vpc.each : v.id if v.cidr_block == "10.0.0.0/16"])', ""],
  ["an input", "aws_vpc.each[var.key].id", 'variable "key" {\n  type    = string\n  default = "a"\n}'],
  [
    "what is optional",
    "aws_vpc.each[var.o.key].id",
    'variable "o" {\n  type = object({ key = optional(string, "a") })\n  default = {}\n}',
  ],
  [
    "what is optional, inside a map",
    'aws_vpc.each[var.m["x"].key].id',
    'variable "m" {\n  type = map(object({ key = optional(string, "a") }))\n  default = { x = {} }\n}',
  ],
  ["null where null is not taken", "aws_vpc.each[var.n].id", 'variable "n" {\n  default  = "a"\n  nullable = false\n}'],
  ["a choice", 'length(aws_vpc.none) > 0 ? aws_vpc.none[0].id : aws_vpc.each["a"].id', ""],
  ["an expression with comments", 'element( # one of them\n    [aws_vpc.each["a"].id], /* the first */ 0)', ""],
];

test.each(TOLD)("%s leads to one VPC", async (_, expression, more) => {
  expect(await vpcOf(expression, more)).toBe(A);
});

test("an input's value is the plan's, whatever its default is", async () => {
  const more = 'variable "key" {\n  type    = string\n  default = "b"\n}';
  expect(await vpcOf("aws_vpc.each[var.key].id", more, { key: "a" })).toBe(A);
  expect(await vpcOf("aws_vpc.each[var.key].id", more)).toBe('aws_vpc.each["b"].id');
});

test("null where null is not taken is the default", async () => {
  const more = 'variable "n" {\n  default  = "a"\n  nullable = false\n}';
  expect(await vpcOf("aws_vpc.each[var.n].id", more, { n: null })).toBe(A);
});

const LEFT: readonly [string, string, string][] = [
  ["a function that is not known", 'sensitive(aws_vpc.each["a"].id)', ""],
  ["a workspace", "aws_vpc.each[terraform.workspace].id", ""],
  ["an input without a value", "aws_vpc.each[var.k].id", 'variable "k" {}'],
  ["an ephemeral input", "aws_vpc.each[var.k].id", 'variable "k" {\n  default = "a"\n  ephemeral = true\n}'],
  [
    "a condition on what is not known",
    'aws_vpc.counted[0].arn == "x" ? aws_vpc.each["a"].id : aws_vpc.each["b"].id',
    "",
  ],
  [
    "the first that works, when the first is not known",
    'try(local.x, aws_vpc.each["b"].id)',
    'locals {\n  x = sensitive(aws_vpc.each["a"].id)\n}',
  ],
  ["a text with an id in it", '"x-${aws_vpc.each["a"].id}"', ""],
  [
    "a local that Terraform would refuse",
    'try(local.x, aws_vpc.each["b"].id)',
    "locals {\n  x = aws_vpc.none[7].id\n}",
  ],
];

test.each(LEFT)("%s tells no VPC", async (_, expression, more) => {
  // Two VPCs, so that nothing but the sources could decide.
  expect(await vpcOf(expression, more)).toBe("not told");
});

test("an argument that is null is one that is not set", async () => {
  expect(await vpcOf("var.v", 'variable "v" {\n  default = null\n}')).toBe("unset");
});

test("an output and an input of modules lead on, with keys of calls", async () => {
  const root = `
module "net" {
  source   = "./net"
  for_each = toset(["x", "y"])
}
module "user" {
  source = "./user"
  vpcs   = { for k, one in module.net : k => one.vpc_id }
}
`;
  const net = 'resource "aws_vpc" "v" {\n}\noutput "vpc_id" {\n  value = aws_vpc.v.id\n}\n';
  const user = 'variable "vpcs" {\n  type = map(string)\n}\nresource "aws_subnet" "s" {\n  vpc_id = var.vpcs["y"]\n}\n';
  const { plan, sources } = await handMade({ "": root, net, user }, [
    { address: 'module.net["x"].aws_vpc.v', unknown: ["id"] },
    { address: 'module.net["y"].aws_vpc.v', unknown: ["id"] },
    { address: "module.user.aws_subnet.s", unknown: ["id", "vpc_id"] },
  ]);
  const graph = readPlan(plan, sources);
  expect(graph.disagreements).toEqual([]);
  expect(shown(graph.get("module.user.aws_subnet.s")?.values.vpc_id)).toBe('module.net["y"].aws_vpc.v.id');
});

test("what a plan lists as made of decides whether a link can be its", async () => {
  const text = `${BLOCKS}\nlocals {\n  v = aws_vpc.each["a"].id\n}\nresource "aws_subnet" "s" {\n  vpc_id = local.v\n}\n`;
  const { plan, sources } = await handMade({ "": text }, [...VPCS, ...COUNTED, SUBNET]);
  const listed = (resource: string) => ({ ...plan, relevant_attributes: [{ resource, attribute: ["id"] }] });
  expect(readPlan(listed("aws_vpc.each"), sources).disagreements).toEqual([]);
  expect(readPlan(listed("aws_vpc.counted"), sources).disagreements).toEqual([
    { module: "", kind: "other link", name: "aws_subnet.s.vpc_id" },
  ]);
});

test("what is marked as sensitive is not looked for in the sources", async () => {
  const text = `${BLOCKS}\nlocals {\n  v = aws_vpc.each["a"].id\n}\nresource "aws_subnet" "s" {\n  vpc_id = local.v\n}\n`;
  const { plan, sources } = await handMade({ "": text }, [...VPCS, ...COUNTED, SUBNET]);
  const changes = (plan.resource_changes as JsonObject[]).map((one) =>
    one.address === SUBNET.address
      ? { ...one, change: { ...(one.change as JsonObject), after_sensitive: { vpc_id: true } } }
      : one,
  );
  const graph = readPlan({ ...plan, resource_changes: changes }, sources);
  expect(shown(graph.get("aws_subnet.s")?.values.vpc_id)).toBe("not told");
});
