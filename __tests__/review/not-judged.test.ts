import { reviewPlan } from "../../src/review";
import { type JsonObject } from "../../src/terraform";

type Values = Readonly<Record<string, unknown>>;
type Change = readonly [before: Values | null, after: Values | null, afterUnknown?: Values];

/** The addresses that a review of one change says nothing about. */
function namedBy(type: string, [before, after, after_unknown = {}]: Change): readonly string[] {
  const actions = before === null ? ["create"] : after === null ? ["delete"] : ["update"];
  const one = { address: `${type}.x`, mode: "managed", type, name: "x" };
  const values = (own: Values | null) => ({
    root_module: { resources: own === null ? [] : [{ ...one, values: own }] },
  });
  const plan = {
    format_version: "1.2",
    planned_values: values(after),
    prior_state: { format_version: "1.0", values: values(before) },
    resource_changes: [{ ...one, change: { actions, before, after, after_unknown } }],
    configuration: { root_module: { resources: [{ ...one, expressions: {} }] } },
  };
  return reviewPlan(plan as unknown as JsonObject).notJudged.flatMap(({ addresses }) => addresses);
}

const BROKER = { id: "b-1", engine_version: "5.17", publicly_accessible: false, subnet_ids: ["subnet-1"] };

describe("an end that the model doesn't read", () => {
  test("is not named where nothing changes that places it in a network", () => {
    expect(namedBy("aws_appstream_fleet", [BROKER, { ...BROKER, engine_version: "5.18" }])).toEqual([]);
    expect(namedBy("aws_codebuild_project", [null, { name: "a", vpc_config: [] }])).toEqual([]);
  });

  test.each([
    ["opened to the internet", { publicly_accessible: true }],
    ["moved to other subnets", { subnet_ids: ["subnet-2"] }],
    ["given groups", { security_groups: ["sg-1"] }],
    ["given them deep in a block", { deep: [{ vpc_config: [{ security_group_ids: ["sg-1"] }] }] }],
  ])("is named where it is %s", (_, own) => {
    expect(namedBy("aws_appstream_fleet", [BROKER, { ...BROKER, ...own }])).toEqual(["aws_appstream_fleet.x"]);
  });

  test("is named where it comes, where it goes, and where its place is known after apply only", () => {
    expect(namedBy("aws_appstream_fleet", [null, BROKER])).toEqual(["aws_appstream_fleet.x"]);
    expect(namedBy("aws_appstream_fleet", [BROKER, null])).toEqual(["aws_appstream_fleet.x"]);
    const open = { id: "b-1", engine_version: "5.17" };
    expect(namedBy("aws_appstream_fleet", [null, open])).toEqual([]);
    expect(namedBy("aws_appstream_fleet", [null, open, { subnet_ids: true }])).toEqual(["aws_appstream_fleet.x"]);
  });
});

test("what is irrelevant is not named, but a new kind of thing of such a service is, where it is placed in a network", () => {
  expect(namedBy("aws_iam_role", [null, { name: "a" }])).toEqual([]);
  expect(namedBy("aws_route53_zone", [null, { name: "a", vpc: [{ vpc_id: "vpc-1" }] }])).toEqual([]);
  expect(namedBy("aws_sagemaker_new", [null, { name: "a" }])).toEqual([]);
  expect(namedBy("aws_sagemaker_new", [null, { name: "a", subnet_ids: ["subnet-1"] }])).toEqual([
    "aws_sagemaker_new.x",
  ]);
});

test("what makes anything out of sight, and what is in no class, is named whatever changes", () => {
  for (const type of ["aws_cloudformation_stack", "aws_fms_policy", "aws_quantum_computer", "aws_ec2_new"])
    expect(namedBy(type, [{ name: "a" }, { name: "b" }])).toEqual([`${type}.x`]);
});
