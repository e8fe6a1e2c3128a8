import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { judgeControls, type JudgedControl, type ControlOutcome } from "../../src/security-hub";
import { readTerraform, type ResourceGraph, type TerraformKind } from "../../src/terraform";
import { inFolder, planOf } from "../support/bridges";
import { type StackJson, synthJson } from "../support/synthesized";

/** A stack to be changed. */
export interface Mutable {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

export interface ControlCase {
  readonly id: string;
  readonly what: string;
  readonly changes: readonly ((stack: Mutable) => void)[];
  readonly status: ControlOutcome["status"];
  /** A part of the fault or of the reason. */
  readonly says?: string;
}

/** The production bridge with demo hosts: one of everything that a bridge makes. */
const BASE: StackJson = synthJson(
  planOf("production", {
    demo: {
      client: { subnet: "clients-a", address: "10.64.0.20" },
      web: { subnet: "web-a", address: "10.64.0.10" },
    },
  }),
);

export function graphOf(json: object, kind: TerraformKind = "synth"): ResourceGraph {
  return inFolder((folder) => {
    const file = join(folder, "input.json");
    writeFileSync(file, JSON.stringify(json));
    return readTerraform(file, kind);
  });
}

/** What comes of the controls when the base stack is changed. */
export function judgedAfter(changes: ControlCase["changes"]): ReadonlyMap<string, JudgedControl> {
  const stack = structuredClone(BASE) as unknown as Mutable;
  for (const change of changes) change(stack);
  return new Map(judgeControls(graphOf(stack)).map((one) => [one.id, one]));
}
