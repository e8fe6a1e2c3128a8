import { type InputRule, type TerraformKind } from "../../src/terraform";
import { type Named } from "../support/told";

/** A plan in which nothing changes. */
export const PLAN = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: [],
  planned_values: {},
  complete: true,
  errored: false,
};
const json = (value: unknown): string => JSON.stringify(value);

/** What is no synthesis, plan or state that can be judged. */
export interface BadInput extends Named {
  readonly kind: TerraformKind;
  readonly content: string | Buffer;
  readonly rule: InputRule;
  /** What commands say of it, which read plan files too; undefined: the same. */
  readonly commandRule?: string;
}

export const BAD_INPUTS: readonly BadInput[] = [
  { id: "an empty file", kind: "plan", content: "", rule: "empty" },
  {
    id: "a cut off plan",
    kind: "plan",
    content: json(PLAN).slice(0, 60),
    rule: "cut-off",
  },
  {
    id: "text",
    kind: "state",
    content: "No state.",
    rule: "not-json",
  },
  {
    id: "a plan binary",
    kind: "plan",
    content: Buffer.from("PK\u0003\u0004zip"),
    rule: "binary-plan",
    commandRule: "plan-file",
  },
  { id: "a list", kind: "plan", content: "[]", rule: "no-object" },
  { id: "a number", kind: "synth", content: "12", rule: "no-object" },
  {
    id: "JSON of another kind",
    kind: "plan",
    content: json({ name: "package" }),
    rule: "other-kind",
  },
  {
    id: "a state given as a plan",
    kind: "plan",
    content: json({ format_version: "1.0", values: {} }),
    rule: "other-kind",
  },
  {
    id: "a plan given as a state",
    kind: "state",
    content: json(PLAN),
    rule: "other-kind",
  },
  {
    id: "a configuration given as a plan",
    kind: "plan",
    content: json({ resource: {} }),
    rule: "other-kind",
  },
  {
    id: "Terraform's own state file",
    kind: "state",
    content: json({ version: 4, serial: 1, lineage: "x", resources: [] }),
    rule: "other-kind",
  },
  {
    id: "HCP Terraform's redacted plan",
    kind: "plan",
    content: json({ plan_format_version: "1.2", resource_changes: [] }),
    rule: "other-kind",
  },
  {
    id: "another major version",
    kind: "plan",
    content: json({ ...PLAN, format_version: "2.0" }),
    rule: "other-version",
  },
  {
    id: "a version that is no version",
    kind: "state",
    content: json({ format_version: 7, values: {} }),
    rule: "other-version",
  },
  {
    id: "an errored plan",
    kind: "plan",
    content: json({ ...PLAN, errored: true }),
    rule: "errored-plan",
  },
  {
    id: "an incomplete plan",
    kind: "plan",
    content: json({ ...PLAN, complete: false }),
    rule: "incomplete-plan",
  },
  {
    id: "a cycle of locals",
    kind: "synth",
    content: json({
      locals: { a: "${local.b}", b: "${local.a}" },
      resource: { aws_vpc: { v: { cidr_block: "${local.a}" } } },
    }),
    rule: "cycle",
  },
  {
    id: "a cycle of resources",
    kind: "synth",
    content: json({
      resource: {
        aws_vpc: { a: { cidr_block: "${aws_vpc.b.cidr_block}" }, b: { cidr_block: "${aws_vpc.a.cidr_block}" } },
      },
    }),
    rule: "cycle",
  },
  {
    id: "a set of 60000 instances",
    kind: "synth",
    content: json({
      resource: {
        aws_vpc: { v: { for_each: Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`k${i}`, i])) } },
      },
    }),
    rule: "limit",
  },
  {
    id: "a million instances",
    kind: "synth",
    content: json({ resource: { aws_vpc: { v: { count: 1000000 } } } }),
    rule: "limit",
  },
  {
    id: "blocks of one name",
    kind: "synth",
    content: json({ resource: [{ aws_vpc: { a: {} } }, { aws_vpc: { a: {} } }] }),
    rule: "defined-twice",
  },
  { id: "a key that stands twice", kind: "synth", content: '{"resource": {}, "resource": {}}', rule: "repeated-key" },
  {
    id: "lists and maps that are nested too deeply",
    kind: "state",
    content: `{"values":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`,
    rule: "too-deep",
  },
];
