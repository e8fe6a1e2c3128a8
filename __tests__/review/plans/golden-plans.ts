import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type JsonObject } from "../../../src/terraform";
import { emulatedState } from "../../support/emulated-state";

/** Where the plans are that make.ts had made. */
export const PLANS = join(__dirname, "../golden/plans");
/** The same scenarios, planned over states that were applied and read anew. */
export const REFRESHED = join(PLANS, "refreshed");

/** Plans that are a part, or that hold what Terraform's newer JSON says beside the changes. */
export const PARTS = join(PLANS, "parts");

/** Names of the plans in a folder. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((file) => (file.endsWith(".json") ? file.slice(0, -".json".length) : []));
}

/** A fresh copy of one of them. */
export function goldenPlan(name: string, folder = PLANS): JsonObject {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as JsonObject;
}

export interface ResourceChange {
  address: string;
  type: string;
  deposed?: string;
  previous_address?: string;
  action_reason?: string;
  change: {
    actions: string[];
    before: JsonObject | null;
    after: JsonObject | null;
    after_unknown?: JsonObject | boolean;
    before_sensitive?: JsonObject | boolean;
    after_sensitive?: JsonObject | boolean;
    importing?: JsonObject;
    replace_paths?: (string | number)[][];
  };
}

export function changesOf(plan: JsonObject): ResourceChange[] {
  return plan.resource_changes as unknown as ResourceChange[];
}

/** @throws Error when the plan has no such change */
export function changeAt(plan: JsonObject, address: string): ResourceChange {
  const found = changesOf(plan).find((one) => one.address === address);
  if (!found) throw new Error(`the plan has no ${address}`);
  return found;
}

/** One resource in every place where a plan tells its values before the apply. */
export function editPrior(plan: JsonObject, address: string, edit: (values: JsonObject) => void): void {
  const prior = plan.prior_state as unknown as {
    values: { root_module: { resources: { address: string; values: JsonObject }[] } };
  };
  for (const one of prior.values.root_module.resources) if (one.address === address) edit(one.values);
}

/** What Terraform would plan right after a golden plan was applied: nothing. */
export function appliedPlan(name: string): JsonObject {
  const plan = goldenPlan(name);
  const state = emulatedState(plan) as unknown as {
    values: { root_module: { resources: { mode: string; values: JsonObject }[] } };
  };
  const changes = state.values.root_module.resources
    .filter(({ mode }) => mode === "managed")
    .map(({ values, ...rest }) => ({ ...rest, change: { actions: ["no-op"], before: values, after: values } }));
  return { ...plan, resource_changes: changes, prior_state: state };
}
