import { type JsonObject } from "../terraform";
import { listOf, objectOf, stringOf } from "../terraform/json-shapes";

/** A check of the configuration that doesn't pass, as plain text. */
export interface CheckLine {
  /** What it belongs to: `check.healthy`, a resource with a condition, an output, a variable; with its module. */
  readonly check: string;
  /** fail: a condition is false. error: Terraform could not tell. */
  readonly status: "fail" | "error";
  /** What the configuration says of it, of all instances. */
  readonly problems: readonly string[];
}

/** What the conditions of a configuration say of a plan (Terraform, JSON Output Format: `checks`). */
export interface Checks {
  readonly failed: readonly CheckLine[];
  /** How many are known only after the apply. */
  readonly unknown: number;
}

function problemsOf(json: JsonObject): string[] {
  return listOf(json.problems).flatMap((one) => stringOf(objectOf(one).message) ?? []);
}

/** Instances tell what is wrong; of an object without any, which is so before its count is known, there is nothing to tell. */
export function checksOf(plan: JsonObject): Checks {
  const failed: CheckLine[] = [];
  let unknown = 0;
  for (const json of listOf(plan.checks).map(objectOf)) {
    const status = stringOf(json.status);
    if (status === "unknown") unknown++;
    if (status !== "fail" && status !== "error") continue;
    const instances = listOf(json.instances).map(objectOf);
    const wrong = instances.filter((one) => one.status === "fail" || one.status === "error");
    const check = stringOf(objectOf(json.address).to_display) ?? "a check";
    if (wrong.length === 0) failed.push({ check, status, problems: problemsOf(json) });
    for (const one of wrong) {
      const name = stringOf(objectOf(one.address).to_display) ?? check;
      failed.push({ check: name, status: one.status === "error" ? "error" : "fail", problems: problemsOf(one) });
    }
  }
  return { failed, unknown };
}
