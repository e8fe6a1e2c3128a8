import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PROJECT } from "./bridges";

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean | number>>;
  readonly env?: Readonly<Record<string, string>>;
}
export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly environment?: { readonly name: string; readonly url?: string };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, string>> };
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}
export interface Workflow {
  readonly on: unknown;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const WORKFLOWS_FOLDER = join(PROJECT, ".github", "workflows");
export const workflowNames = (): string[] => readdirSync(WORKFLOWS_FOLDER).sort();
export const workflowText = (name: string): string => readFileSync(join(WORKFLOWS_FOLDER, name), "utf8");
export const workflowOf = (text: string): Workflow => parse(text) as Workflow;

/** What a step is called in these tests: its name, or what it uses. */
export const titleOf = (step: Step): string => step.name ?? step.uses?.replace(/@.*/, "") ?? step.run ?? "";
