import { type JsonObject, readPlan, readState } from "../../../src/terraform";
import { sourcesInFolder } from "../../../src/terraform/sources";
import { type Edit, editedSources, withEdited } from "./edited";
import { jsonOf } from "./networks";
import { compared, verdictsIn } from "./verdicts";

const PLAN: JsonObject = jsonOf("vpc", "plan");
const STATE = readState(jsonOf("vpc", "state"));
const MAIN = "modules/vpc/main.tf";

/** Sources that are not the plan's, with what is said of them. */
const OTHERS: readonly [string, Edit, string, string][] = [
  ["a block of another name", [MAIN, '"aws_eip" "nat"', '"aws_eip" "other"'], "module.vpc", "only in plan"],
  ["a block more", ["more.tf", "", 'resource "aws_vpc" "b" {}\n'], "", "only in sources"],
  ["another constant", [MAIN, '"0.0.0.0/0"\n  gateway_id', '"10.0.0.0/8"\n  gateway_id'], "module.vpc", "other value"],
  [
    "another link",
    [MAIN, "gateway_id             = aws_internet_gateway.this[0].id", "gateway_id = aws_vpc.this[0].id"],
    "module.vpc",
    "other references",
  ],
  [
    "another local at a block",
    [MAIN, "vpc_id = local.vpc_id", "vpc_id = local.len_public"],
    "module.vpc",
    "other references",
  ],
  ["another argument", [MAIN, "domain = ", "instance = "], "module.vpc", "only in plan"],
  [
    "another count",
    [MAIN, "len_private = length(var.private_subnets)", "len_private = 1"],
    "module.vpc",
    "other instances",
  ],
  [
    "an edited local",
    ["main.tf", "cidrsubnet(local.cidr, 8, k)]", "cidrsubnet(local.cidr, 8, k + 100)]"],
    "module.vpc",
    "other value",
  ],
  [
    "a local that leads elsewhere",
    [MAIN, 'aws_vpc.this[0].id, "")', 'aws_internet_gateway.this[0].vpc_id, "")'],
    "module.vpc",
    "other link",
  ],
  [
    "a local in a circle",
    [MAIN, "nat_gateway_ips   = try(aws_eip.nat[*].id, [])", "nat_gateway_ips = local.nat_gateway_ips"],
    "module.vpc",
    "cycle",
  ],
  ["another module", ["main.tf", '"./modules/vpc"', '"./modules/vpc/../vpc"'], "", "other value"],
  [
    "another output",
    ["modules/vpc/outputs.tf", "aws_subnet.public[*].id", "aws_subnet.private[*].id"],
    "module.vpc",
    "other references",
  ],
  [
    "another default",
    ["modules/vpc/variables.tf", 'type    = string\n  default = ""', 'type    = string\n  default = "x"'],
    "module.vpc",
    "other value",
  ],
  [
    "an override file",
    ["x_override.tf", "", 'resource "aws_instance" "host" {\n  subnet_id = null\n}\n'],
    "",
    "unreadable",
  ],
  [
    "a fault of syntax",
    [MAIN, 'resource "aws_vpc" "this" {', 'resource "aws_vpc" "this" ['],
    "module.vpc",
    "unreadable",
  ],
  [
    "brackets without end",
    [MAIN, "locals {", `locals {\n  a = ${"[".repeat(5000)}${"]".repeat(5000)}\n`],
    "module.vpc",
    "unreadable",
  ],
  [
    "a block twice",
    [MAIN, 'resource "aws_vpc" "this" {', 'resource "aws_eip" "nat" {\n}\n\nresource "aws_vpc" "this" {'],
    "module.vpc",
    "unreadable",
  ],
];

test.each(OTHERS)(
  "with %s the module is not believed, and nothing is decided otherwise",
  async (_, edit, module, kind) => {
    const graph = readPlan(PLAN, await editedSources("vpc", [edit]));
    expect(graph.disagreements).toContainEqual(expect.objectContaining({ module, kind }));
    const { otherwise, same, decided } = compared(graph, STATE);
    expect(otherwise).toEqual([]);
    expect(same).toBeLessThan(decided);
  },
);

test("a module that is not there leaves its part to the plan alone", async () => {
  const sources = await withEdited("vpc", [], (folder) => sourcesInFolder(folder, false));
  const modules = new Map([...sources!.modules].filter(([key]) => key === ""));
  const graph = readPlan(PLAN, { ...sources!, modules });
  expect(graph.disagreements).toEqual([{ module: "module.vpc", kind: "missing module", name: "module.vpc" }]);
});

test("an override file with nothing but a provider changes nothing", async () => {
  const edit: Edit = ["provider_override.tf", "", 'provider "aws" {\n  region = "eu-west-1"\n}\n'];
  const graph = readPlan(PLAN, await editedSources("vpc", [edit]));
  expect(graph.disagreements).toEqual([]);
});

test("sources of something else that only lie there are none", async () => {
  const other = await withEdited("hub", [], (folder) => sourcesInFolder(folder, true));
  const graph = readPlan(PLAN, other);
  expect(graph.disagreements).toEqual([]);
  expect(verdictsIn(graph)).toEqual(verdictsIn(readPlan(PLAN)));
});

test("sources decide nothing of a state that is known already", async () => {
  // All that the first plan leaves open is known after the apply: the same sources then have nothing to say.
  const state = jsonOf("vpc", "state");
  const plan = { ...PLAN, resource_changes: [], planned_values: state.values!, prior_state: state };
  const sources = await editedSources("vpc", []);
  expect(verdictsIn(readPlan(plan, sources))).toEqual(verdictsIn(readPlan(plan)));
});
