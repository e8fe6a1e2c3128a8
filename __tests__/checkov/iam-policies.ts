import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import type { Scanned } from "./judged";

const FOLDER = join(PROJECT, "docs/iam");

/** What may fail of the policies in docs/iam. */
export const IAM: Scanned = {
  name: "iam",
  byConstructs: [
    {
      check: "CKV_AWS_355",
      address: "aws_iam_policy.plan",
      reason: "it reads lists, most of which AWS limits to nothing but a Region (docs/iam.md)",
    },
    {
      check: "CKV_AWS_355",
      address: "aws_iam_policy.apply-names",
      reason: "Route 53 looks at no tag, and a zone's id is known once it is made (docs/iam.md)",
    },
  ],
  byFile: [],
  acceptIn: "in __tests__/checkov/iam-policies.ts",
};

/** The names of the policies, each a file. */
export function policyNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));
}

/** A plan that makes every policy in docs/iam, since Checkov reads policies where something has them. */
export function iamPlan(): object {
  const made = policyNames().map((name) => {
    const [type, argument] = name.startsWith("trust-")
      ? (["aws_iam_role", "assume_role_policy"] as const)
      : (["aws_iam_policy", "policy"] as const);
    const document = JSON.stringify(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")));
    return { address: `${type}.${name}`, mode: "managed", type, name, values: { name, [argument]: document } };
  });
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: { resources: made } },
    resource_changes: made.map(({ values, ...one }) => ({
      ...one,
      change: { actions: ["create"], before: null, after: values },
    })),
    configuration: { root_module: { resources: made.map(({ values: _, ...one }) => ({ ...one, expressions: {} })) } },
  };
}
