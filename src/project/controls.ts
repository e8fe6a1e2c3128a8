import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { type JudgedControl, judgeControls } from "../security-hub";
import { readTerraform, type ResourceGraph } from "../terraform";
import { noteOn } from "./control-notes";

/** What Security Hub would say of a bridge's resources. */
export interface Controls {
  readonly judged: readonly JudgedControl[];
  /** Addresses of what could not be read, and so was not judged. */
  readonly notRead: readonly string[];
}

/** What Security Hub would say of a stack. */
export function controlsOf(graph: ResourceGraph): Controls {
  const notRead = graph.unreadable.filter(({ leaves }) => leaves === undefined).map(({ address }) => address);
  return { judged: judgeControls(graph), notRead };
}

/** Synthesizes bridges where nobody keeps them, and reads what their stacks really say; by the bridges' names. */
export async function stacksOf(plans: readonly BridgePlan[]): Promise<ReadonlyMap<string, ResourceGraph>> {
  if (plans.length === 0) return new Map();
  const { draftStacks } = await import("../stacks/synthesize");
  const folder = mkdtempSync(join(tmpdir(), "overlap-"));
  try {
    const { files } = draftStacks(plans, folder, "json");
    return new Map(plans.map(({ name }, i) => [name, readTerraform(files[i] ?? "", "synth")]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What Security Hub would say as data, after schema/check.schema.json. */
export function controlsAsJson({ judged, notRead }: Controls) {
  return {
    not_read: notRead,
    controls: judged.map((one) => {
      const { id, title, standard, source, outcome } = one;
      const note = outcome.status === "not met" ? noteOn(id) : undefined;
      return {
        id,
        title,
        standard: standard === "FSBP" ? "AWS Foundational Security Best Practices v1.0.0" : "other",
        status: outcome.status,
        ...(outcome.status === "not applicable" ? { reason: outcome.reason } : { resources: outcome.resources }),
        ...(outcome.status === "not met" && { faults: outcome.faults }),
        ...(note !== undefined && { note }),
        source,
      };
    }),
  };
}
