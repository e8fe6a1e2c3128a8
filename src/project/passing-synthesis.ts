import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { draftStacks } from "../stacks/synthesize";

/** Synthesizes a bridge where nobody keeps it, and has its Terraform JSON read. */
export function synthesizedFor<T>(plan: BridgePlan, read: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "overlap-"));
  try {
    const [file = ""] = draftStacks([plan], folder, "json").files;
    return read(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
